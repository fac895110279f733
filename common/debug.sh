#!/bin/sh
# debug.sh gdb|asan|tsan|memcheck STEP [TEST]: the step's tests under a tool.
# The learner's step in work/ where it is there, else the tutorial's own; for
# bug-9 the step with that bug. With TEST, that one alone; gdb takes the first
# of the step if none is named.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

tool=${1:?usage: debug.sh gdb|asan|tsan|memcheck STEP [TEST]}
which=${2:?usage: debug.sh gdb|asan|tsan|memcheck STEP [TEST]}
test=${3-}
work=${WORK:-work}
case $which in
bug-) echo "usage: make debug-bug N=7, or SEED=ada; and so on" >&2 && exit 2 ;;
bug-?) which=bug-0${which#bug-} ;;
esac
case $which in
bug-*)
    here=$(echo "$work/$which"/step0*)
    [ -d "$here" ] || {
        echo "debug.sh: there is no $work/$which: make bug makes it" >&2
        exit 1
    }
    step=${here##*/}
    ;;
*)
    step=$(echo step0"$which"-*)
    here=$step
    [ ! -d "$work/$step" ] || here=$work/$step
    ;;
esac
build=../build/$step/$tool

needs() {
    command -v "$1" >/dev/null || {
        echo "debug.sh: $1 is not here: 'make doctor' says how to get it" >&2
        exit 1
    }
}

# The program that has the test; of all, the first that is new in this step.
program() {
    if [ "$test" ]; then
        file=$(cd "$here" && grep -l "^START_TEST($test)" test/*.c) || {
            echo "debug.sh: $step has no test of that name: $test" >&2
            exit 2
        }
    else
        number=${step#step0}
        before=$(echo step0$((${number%%-*} - 1))-*)
        for file in $(cd "$here" && echo test/test_*.c); do
            [ -e "$before/$file" ] || break
        done
    fi
    basename "$file" .c
}

# sanitized FLAGS: all tests, or the one
sanitized() {
    wrapper=$(sh beyond/tools/wrapper.sh "${CC:-cc}" "$1") || {
        echo "debug.sh: what ${CC:-cc} builds with $1 does not start here, with" \
            "or without address randomisation: no fault of the tests." >&2
        exit 1
    }
    [ -z "$wrapper" ] || echo "Started with $wrapper: this kernel's address" \
        "randomisation is too much for the sanitizer."
    run_all "-O1 -g -fno-omit-frame-pointer $1" "$wrapper"
}

# run_all CFLAGS WRAPPER
run_all() {
    set -- BUILD="$build" CFLAGS="$1" WRAPPER="$2"
    if [ "$test" ]; then
        export CK_RUN_CASE="$test"
        program=$(program)
        set -- "$@" TESTS="$build/$program"
    fi
    make -C "$here" check "$@"
}

echo "$tool: $here"
case $tool in
gdb)
    needs gdb
    program=$(program)
    make -s -C "$here" BUILD="$build" CFLAGS='-O0 -g' "$build/$program"
    cd "$here"
    export CK_FORK=no CK_RUN_CASE="$test"
    [ "$test" ] || unset CK_RUN_CASE
    exec gdb -q ${GDB_ARGS-} "$build/$program"
    ;;
asan) sanitized '-fsanitize=address,undefined -fno-sanitize-recover=all' ;;
tsan) sanitized -fsanitize=thread ;;
memcheck)
    needs valgrind
    run_all '-O1 -g' \
        'valgrind -q --leak-check=full --error-exitcode=99 --child-silent-after-fork=no'
    ;;
*)
    echo "debug.sh: no such tool: $tool" >&2
    exit 2
    ;;
esac
