#!/usr/bin/env python3
"""Counts the system calls of a round trip between two executors (W5).

    python3 calls.py BUILD CONTENDER...

Each contender runs with fewer and with more trips; what the additional ones
took is what a trip takes. perf counts, since strace slows a program down so
much that other things happen in it. It must be run as root.
"""
import os
import subprocess
import sys

import bench
from workloads import WORKLOADS

FEWER, MORE = 10_000, 30_000
ALL = "raw_syscalls:sys_enter"
NAMES = ["futex", "epoll_wait", "epoll_pwait", "epoll_ctl", "read", "write",
         "timerfd_settime"]
EVENTS = [ALL] + [f"syscalls:sys_enter_{name}" for name in NAMES]


def counted(program, words):
    """How often each event came."""
    try:
        done = subprocess.run(["perf", "stat", "-x,", "-e", ",".join(EVENTS),
                               program, *words], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise bench.Problem("This needs perf: sh setup.sh peers, or install "
                            "linux-perf")
    rows = [line.split(",") for line in done.stderr.decode().split("\n")]
    counts = {row[2]: int(row[0]) for row in rows
              if len(row) > 2 and row[0].isdecimal()}
    if ALL not in counts:
        raise bench.Problem("perf cannot count system calls here; are you "
                            "root?")
    return counts


def in_a_trip(program, workload):
    name, _, *cpus = workload.words.split()
    fewer, more = (counted(program, [name, str(trips), *cpus])
                   for trips in (FEWER, MORE))
    return {event.replace("syscalls:sys_enter_", ""):
            (more[event] - fewer.get(event, 0)) / (MORE - FEWER)
            for event in more}


def row(contender, calls):
    total = calls.pop(ALL)
    each = ", ".join(f"{times:.1f} {name}" for name, times in calls.items()
                     if times >= 0.05)
    return f"  {contender:10} {total:4.1f}: {each}"


def count_all(build, contenders):
    for workload in WORKLOADS:
        if not workload.name.startswith("W5"):
            continue
        print(f"System calls a round trip: {workload.title}")
        for contender in contenders:
            program = os.path.join(build, contender)
            if os.path.exists(program) and "W5" in bench.run(program, "list"):
                print(row(contender, in_a_trip(program, workload)), flush=True)
        print()


def main(arguments):
    if len(arguments) < 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    build, *contenders = [word.partition("=")[0] for word in arguments]
    try:
        count_all(build, contenders)
    except bench.Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
