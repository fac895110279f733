#!/bin/sh
# orders.sh [DIR]: weakens each memory order of the sources in DIR, or of
# step05-combined, in turn, and tells which scene finds it. "not found" needs a
# reason in README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
step=$(cd "${1-$here/../../step05-combined}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source"
cp -R "$step/demo" "$work/source"

# The scenes in which something can go wrong in a blink; two threads.
scenes='wake-sleep wake-complete two-wakes drop-run wake-then-drop drop-wake
    wakes-itself neighbour neighbour-drop spawn-run two-runs run-free
    register-fire free-fire other-handle'

# try FILE LINE OLD NEW
try() {
    cp "$step"/*.[ch] "$work/source"
    sed "$2s/$3/$4/" "$step/$1" >"$work/source/$1"
    cmp -s "$step/$1" "$work/source/$1" && return
    found=$(sh "$here/run.sh" --source "$work/source" $scenes |
        awk '/FAULT$/ { print "found by " $1; exit }') || true
    printf '%-8s line %-4s %-22s -> %-22s %s\n' "$1" "$2" "$3" "$4" \
        "${found:-not found}"
}

cd "$step"
grep -n 'memory_order_[a-z_]*' ./*.c | grep -v '//.*memory_order' |
    sed 's|^\./||' | while IFS=: read -r file line text; do
    for order in acq_rel acquire release; do
        case $text in
        *memory_order_$order*) ;;
        *) continue ;;
        esac
        for weaker in relaxed acquire release; do
            [ "$weaker" = "$order" ] && continue
            [ "$order" = acq_rel ] || [ "$weaker" = relaxed ] || continue
            try "$file" "$line" "memory_order_$order" "memory_order_$weaker"
        done
    done
done
# Those without an order are sequentially consistent.
try timer.c "$(sed -n '/atomic_load(/=' timer.c)" \
    'atomic_load(&timer->stopping)' \
    'atomic_load_explicit(\&timer->stopping, memory_order_relaxed)'
try timer.c "$(sed -n '/atomic_store(/=' timer.c)" \
    'atomic_store(&timer->stopping, true)' \
    'atomic_store_explicit(\&timer->stopping, true, memory_order_relaxed)'
for line in $(sed -n '/atomic_flag_test_and_set(/=' exec.c); do
    try exec.c "$line" 'atomic_flag_test_and_set(&exec->running)' \
        'atomic_flag_test_and_set_explicit(\&exec->running, memory_order_relaxed)'
done
try exec.c "$(sed -n '/atomic_flag_clear(/=' exec.c)" \
    'atomic_flag_clear(&exec->running)' \
    'atomic_flag_clear_explicit(\&exec->running, memory_order_relaxed)'
