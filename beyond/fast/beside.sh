#!/bin/sh
# beside.sh BUILD: the timers of W4 and the round trips of W5, on a CPU on which
# somebody else computes: asleep at once, and after a step aside.
set -eu
cpu=0
taskset -c $cpu sh -c 'while :; do :; done' &
busy=$!
trap 'kill $busy' EXIT
trap 'exit 130' HUP INT TERM # dash runs the EXIT trap for no signal

for turn in 1 2 3; do
    for program in 7-futex 8-aside; do
        set -- "$1" $(taskset -c $cpu "$1/$program" W4 1000) \
            $("$1/$program" W5 20000 $cpu $cpu)
        printf '%-8s %4.0f us late   %5.1f us a trip\n' $program "$3" "$9"
    done
done
