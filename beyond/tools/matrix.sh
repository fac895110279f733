#!/bin/sh
# matrix.sh: step 5 under every compiler, analyser, sanitizer and machine at
# hand. One line each: what, how much, with what result. Fails if one fails;
# what is not installed is skipped, and the line says what it needs.
set -u
cd "$(dirname "$0")/../.."

top=$PWD
step=step05-combined
out=$top/build/tools
log=$out/log
failed=0
mkdir -p "$out"

warnings='-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
    -D_POSIX_C_SOURCE=200809L -pthread -Istep05-combined -Icommon'

row() { printf '%-34s %-22s %s\n' "$1" "$2" "$3"; }

# needs TOOL PACKAGE WHAT: or says that it is skipped
needs() {
    command -v "$1" >/dev/null && return
    row "$3" - "skipped: needs $2"
    return 1
}

# result WHAT HOW_MUCH STATUS: one line, and why if it failed
result() {
    if [ "$3" = 0 ]; then
        row "$1" "$2" clean
    else
        row "$1" "$2" FAILED
        sed 's/^/    /' "$log" | tail -n 20
        failed=1
    fi
}

# analyse WHAT COMMAND...: each source file of the step, by itself
analyse() {
    what=$1 status=0 count=0
    shift
    : >"$log"
    for source in "$step"/*.c; do
        count=$((count + 1))
        "$@" "$source" $tail >>"$log" 2>&1 || status=1
    done
    result "$what" "$count files" "$status"
}

# suites WHAT MAKE_ARGUMENT...: all tests of the step
suites() {
    what=$1
    shift
    make -s -C "$step" check BUILD="$out/suites" "$@" >"$log" 2>&1
    status=$?
    count=$(sed -n 's/.*Checks: \([0-9]*\),.*/\1/p' "$log" |
        awk '{ sum += $1 } END { print sum + 0 }')
    [ "$count" -gt 0 ] || status=1
    result "$what" "$count tests" "$status"
    rm -rf "$out/suites"
}

sanitized() { # CC NAME FLAGS
    wrapper=$(sh beyond/tools/wrapper.sh "$1" "$3") || return
    suites "$1, $2${wrapper:+ ($wrapper)}" CC="$1" WRAPPER="$wrapper" \
        CFLAGS="-O1 -g -Werror -fno-sanitize-recover=all $3"
}

# other WHAT CC [WRAPPER [TESTS=...]]: with our own small check.h, where there
# is no Check
other() {
    suites "$1" CC="$2" WRAPPER="${3-}" CHECK_LIBS= \
        CHECK_CFLAGS="-I$top/beyond/tools/stub" ${4:+"$4"}
}

tail=
for cc in gcc clang; do
    needs $cc $cc "$cc, warnings" || continue
    analyse "$cc, warnings" $cc $warnings -O2 -c -o /dev/null
    suites "$cc -O2" CC=$cc CFLAGS='-O2 -g -Werror'
    suites "$cc -O2 -DNDEBUG" CC=$cc CFLAGS='-O2 -g -Werror -DNDEBUG'
    sanitized $cc ASan -fsanitize=address
    sanitized $cc UBSan -fsanitize=undefined
    sanitized $cc TSan -fsanitize=thread
done
# It takes a task for lost when its maker returns the ToyTask inside it.
needs gcc gcc 'gcc -fanalyzer' &&
    analyse 'gcc -fanalyzer' gcc $warnings -O1 -fanalyzer \
        -Wno-analyzer-malloc-leak -c -o /dev/null
needs clang-tidy clang-tidy clang-tidy && {
    tail="-- $warnings"
    analyse clang-tidy clang-tidy --quiet \
        --config-file=beyond/tools/clang-tidy
    tail=
}
# What a thread that goes on in the parent has is "possibly lost" in a child.
definite='--errors-for-leak-kinds=definite --show-leak-kinds=definite'
# Not test_real_ding: what that runs is another program.
watched=$(cd "$step/test" && ls test_*.c | grep -v test_real_ding |
    sed "s|\(.*\).c|$out/suites/\1|")
needs valgrind valgrind 'valgrind memcheck' &&
    suites 'valgrind memcheck' TESTS="$(echo $watched)" \
        WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full $definite"

# gcc-multilib and gcc-aarch64-linux-gnu cannot both be installed in Debian;
# so the one directory that the first would link is named here.
m32='gcc -m32 -idirafter /usr/include/x86_64-linux-gnu'
if sh beyond/tools/wrapper.sh "$m32 -pthread" >/dev/null 2>&1; then
    other '32-bit (-m32)' "$m32"
else
    row '32-bit (-m32)' - 'skipped: needs libc6-dev-i386'
fi
needs musl-gcc musl-tools musl && other musl musl-gcc

# qemu cannot start a second program by itself, and adds a line where one
# aborts: so the tests that do these are left out.
in_qemu=
for test in "$step"/test/test_*.c; do
    grep -qE 'ding_case|expect_abort' "$test" ||
        in_qemu="$in_qemu $out/suites/$(basename "$test" .c)"
done
needs aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu arm64 &&
    needs qemu-aarch64 qemu-user arm64 &&
    other 'arm64 (qemu: no weak ordering)' 'aarch64-linux-gnu-gcc -static' \
        qemu-aarch64 TESTS="$in_qemu"
suites 'clock.c for macOS, its call faked' \
    CPPFLAGS="-include $top/beyond/tools/macos.h"
[ $failed = 0 ] && echo "all that was run is clean" || exit 1
