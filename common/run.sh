#!/bin/sh
# run.sh wrong|answers STEP: builds the programs under common/wrong or
# common/answers for a step, against the step's own files, and runs each.
#
# The first comment of a program's file says what to do with it:
#   Shows:    a pattern that the output must have, its lines joined by ;
#   Replaces: the step's file that it stands in for (none: it is an addition)
#   Runs:     the program to link it with, beside it or the step's own demo
#             (none: it is a program by itself)
#   With:     common/fake_clock.c in place of clock.c, or -include unlucky.h
# A file without Shows is a program that the others run: with the step's own
# files it must do right, and that is shown last.
set -eu
ulimit -c 0 # one of them crashes, as it should
CDPATH='' cd -- "$(dirname -- "$0")/.."

kind=${1:?usage: run.sh wrong|answers STEP}
number=${2:?usage: run.sh wrong|answers STEP}
from=$(echo common/"$kind"/step0"$number"-*)
[ -d "$from" ] || {
    echo "run.sh: nothing in common/$kind for step $number" >&2
    exit 2
}
step=${from##*/}
[ -d "$step" ] || step=step01-task-trait # step00 needs no more
mkdir -p build
out=$(mktemp -d build/run.XXXXXX)
trap 'rm -rf "$out"' EXIT
trap 'exit 130' HUP INT TERM

field() { sed -n "s|^// $2: ||p" "$1"; }

# build PROGRAM REPLACED BY: the step's files, with BY for REPLACED
build() {
    replaced=$2
    files=$1
    with=$(field "$1" With)
    case $with in
    *fake_clock*) replaced="$2 clock.c" files="$1 $with" with= ;;
    esac
    [ "$1" = "$3" ] || files="$files $3"
    for source in "$step"/*.c; do
        case " $replaced " in
        *" ${source##*/} "*) ;;
        *) files="$files $source" ;;
        esac
    done
    # -O0: as written, so that all fails in the same way everywhere.
    ${CC:-cc} -std=c11 -O0 -g -pthread -D_POSIX_C_SOURCE=200809L \
        -D_DARWIN_C_SOURCE $with -I"$step" -Icommon -Icommon/wrong \
        -o "$out/program" $files
}

# run: what the program prints, and how it ends if it is killed
run() {
    status=0
    # Without stderr, where the shell says in its own words how it was killed.
    { "$out/program" >"$out/output"; } 2>/dev/null || status=$?
    [ "$status" -le 128 ] ||
        echo "killed by signal $((status - 128))" >>"$out/output"
    cat "$out/output"
}

right=
for file in "$from"/*.c; do
    shows=$(field "$file" Shows)
    [ -n "$shows" ] || continue
    replaces=$(field "$file" Replaces)
    program=$(field "$file" Runs)
    case $program in
    "") program=$file ;;
    demo/*) program=$step/$program ;;
    *) program=$from/$program right="$right $program" ;;
    esac
    echo "== ${file##*/}${replaces:+ in place of $replaces}"
    build "$program" "$replaces" "$file"
    run
    tr '\n' ';' <"$out/output" | grep -Eq "$shows" || {
        echo "$file: does not show as told: $shows" >&2
        exit 1
    }
done
for program in $right; do
    echo "== ours, in ${program##*/}"
    build "$program" "" ""
    run
done
