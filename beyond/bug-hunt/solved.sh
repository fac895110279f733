#!/bin/sh
# solved.sh NUMBER: whether work/bug-NUMBER is mended: all its tests pass, also
# under the sanitizers, and the explorer finds nothing in the bug's scenes.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/../.."
. beyond/bug-hunt/bug.sh

case ${1:?usage: make bug-solved N=7, or SEED=ada} in
seed-*)
    file=/dev/null
    step=step05-combined
    name=bug-$1
    again=SEED=${1#seed-}
    ;;
*)
    file=$(all "$1")
    step=$(field "$file" Step)
    name=bug-$(basename "$file" | cut -c 1-2)
    again=N=$1
    ;;
esac
place=${WORK:-work}/$name
[ -d "$place/$step" ] || {
    echo "solved.sh: there is no $place: make bug $again" >&2
    exit 1
}
log=$place/log

not_yet() {
    echo "Not yet: $*"
    exit 1
}

# under TOOL FLAG NAME: the tests, where what is built so starts here. They see
# no leak by themselves, and nothing that is read a moment too late.
under() {
    sh beyond/tools/wrapper.sh "${CC:-cc}" "-fsanitize=$2" >"$log" 2>&1 || {
        echo "  not tried under $3: it does not start here"
        return
    }
    sh common/debug.sh "$1" "$name" >"$log" 2>&1 || {
        sed -n 's/^SUMMARY: /  /p' "$log" | sort -u | head -n 3
        not_yet "the tests pass, but not under $3: make $1-bug $again"
    }
    echo "  passes them under $3"
}

# No test sees it, but the demo does: built as written, with -O0.
shown() {
    program=$(basename "$(replaced "$file")" .c)
    make -s -C "$place/$step" BUILD=../build/demo CFLAGS='-O0 -g' \
        "../build/demo/$program" >"$log" 2>&1 || not_yet "$log says why."
    if demo_shows "$file" "$place/build/demo/$program" "$log"; then
        not_yet "the tests pass, but the demo does as it did, if built with" \
            "CFLAGS=-O0: see $log."
    fi
    echo "  does not show it in the demo"
}

# The step's files as the learner left them, among those of the last step.
explored() {
    rm -rf "$place/whole"
    cp -Rp step05-combined "$place/whole"
    cp -p "$place/$step"/*.[ch] "$place/whole"
    cp -p "$place/$step"/demo/*.c "$place/whole/demo"
    sh "$explorer" --source "$place/whole" $scenes >"$log" 2>&1 || {
        sed -n 's/^[a-z-]*: /  &/p' "$log" | head -n 1
        not_yet "the tests pass, but there is a schedule in which it goes" \
            "wrong. $log shows it."
    }
    echo "  passes each scene of the explorer that finds the bug: $scenes"
}

if ! CK_DEFAULT_TIMEOUT=${HANG:-10} make -s -C "$place/$step" check >"$log" 2>&1
then
    sed -n -e 's/^[^:]*:[-0-9]*:[FES]:\([^:]*\):.*/\1/p' "$log" | tr _ ' ' |
        sed 's/^/  not: /' | head -n 5
    not_yet "that is what the tests say, and $log says more."
fi
echo "  passes the tests"
case $(field "$file" 'Caught by') in demo/*) shown ;; esac
under asan address AddressSanitizer
under tsan thread ThreadSanitizer
scenes=$(scenes "$file")
[ -z "$scenes" ] || [ ! -f "$explorer" ] || explored
echo "Mended. What we have to say of it: make bug-answer $again"
