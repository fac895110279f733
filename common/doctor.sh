#!/bin/sh
# doctor.sh: which tools are here, and what each of the others would be good for.
# The first two build and run the demos, the next two are for the tests and the
# exercises; the rest is optional.
set -u

# tool COMMAND PACKAGE WHAT_FOR
tool() {
    if command -v "$1" >/dev/null; then
        printf 'yes  %-12s %s\n' "$1" "$3"
    else
        printf 'no   %-12s %s (Debian: apt-get install %s)\n' "$1" "$3" "$2"
    fi
}

tool cc gcc 'builds all of it'
tool make make 'runs all of it'
tool python3 python3 'checks the text, grades what you write'
if pkg-config --exists check 2>/dev/null; then
    echo 'yes  Check        runs the tests'
else
    echo 'no   Check        runs the tests (sh setup.sh check)'
fi
tool gdb gdb 'make debug-3: stops where you say, and shows what is there'
tool valgrind valgrind 'make memcheck-3: leaks, and memory that was freed'
tool clang clang 'a second compiler, with the fuzzer in it'
tool clang-format clang-format 'make format'
tool gcovr gcovr 'make coverage'
tool patch patch 'the bug hunt'
for flag in address thread; do
    if wrapper=$(sh "$(dirname "$0")/../beyond/tools/wrapper.sh" "${CC:-cc}" \
        "-fsanitize=$flag" 2>/dev/null); then
        echo "yes  -fsanitize=$flag${wrapper:+, if started with $wrapper}"
    else
        echo "no   -fsanitize=$flag: ${CC:-cc} has no library for it, or it" \
            "does not start on this kernel"
    fi
done
