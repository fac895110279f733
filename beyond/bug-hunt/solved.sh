#!/bin/sh
# solved.sh NUMBER: whether work/bug-NUMBER is mended: all its tests pass, and
# where no test can tell, the explorer finds nothing.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/../.."
. beyond/bug-hunt/bug.sh

case ${1:?usage: make bug-solved N=7, or SEED=ada} in
seed-*)
    file=/dev/null
    step=step05-combined
    place=${WORK:-work}/bug-$1
    ;;
*)
    file=$(all "$1")
    step=$(field "$file" Step)
    place=${WORK:-work}/bug-$(basename "$file" | cut -c 1-2)
    ;;
esac
[ -d "$place/$step" ] || {
    echo "solved.sh: there is no $place: make bug N=$1" >&2
    exit 1
}

log=$place/log
if ! CK_DEFAULT_TIMEOUT=${HANG:-10} make -s -C "$place/$step" check >"$log" 2>&1
then
    sed -n -e 's/^[^:]*:[-0-9]*:[FES]:\([^:]*\):.*/\1/p' "$log" | tr _ ' ' |
        sed 's/^/  not: /' | head -n 5
    echo "Not yet: that is what the tests say, and $log says more."
    exit 1
fi

# The step's files as the learner left them, among those of the last step.
scenes=$(field "$file" 'Explored by')
caught=$(field "$file" 'Caught by')
case $caught in explore:*) scenes=${caught#*: } ;; esac
if [ "$scenes" ] && [ -f "$explorer" ]; then
    rm -rf "$place/whole"
    cp -Rp step05-combined "$place/whole"
    cp -p "$place/$step"/*.[ch] "$place/whole"
    cp -p "$place/$step"/demo/*.c "$place/whole/demo"
    sh "$explorer" --source "$place/whole" $scenes >"$log" 2>&1 || {
        echo "Not yet: the tests pass, but there is a schedule in which it" \
            "goes wrong. $log shows it."
        exit 1
    }
fi
echo "Mended. What we have to say of it: make bug-answer N=$1"
