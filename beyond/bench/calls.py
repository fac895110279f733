#!/usr/bin/env python3
"""Counts the system calls of a round trip between two executors (W5).

    python3 calls.py BUILD CONTENDER...

Each contender runs under strace with fewer and with more trips, on one CPU and
on two; what the additional trips took is what a trip takes. strace slows all
of it down, so that on two CPUs a thread may sleep more often than it would.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from workloads import CPUS

FEWER, MORE = 500, 1500


def counted(program, trips, cpus):
    """How often the program makes each call."""
    with tempfile.NamedTemporaryFile("r") as table:
        subprocess.run(
            ["strace", "-f", "-c", "-U", "calls,name", "-o", table.name,
             program, "W5", str(trips), *map(str, cpus)],
            stdout=subprocess.DEVNULL, check=True)
        rows = [line.split() for line in table]
    return {row[1]: int(row[0]) for row in rows
            if len(row) == 2 and row[0].isdecimal() and row[1] != "total"}


def in_a_trip(program, cpus):
    fewer, more = (counted(program, trips, cpus) for trips in (FEWER, MORE))
    calls = {name: (more[name] - fewer.get(name, 0)) / (MORE - FEWER)
             for name in more}
    return {name: times for name, times in
            sorted(calls.items(), key=lambda item: -item[1]) if times >= 0.05}


def row(contender, program, cpus):
    calls = in_a_trip(program, cpus)
    each = ", ".join(f"{times:.1f} {name}" for name, times in calls.items())
    return f"  {contender:10} {sum(calls.values()):4.1f}: {each}"


def main(arguments):
    if len(arguments) < 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if not shutil.which("strace"):
        print("This needs strace: sh setup.sh peers, or install strace",
              file=sys.stderr)
        return 2
    build, *contenders = [word.partition("=")[0] for word in arguments]
    for cpus, title in ((CPUS[:1] * 2, "one CPU"), (CPUS[:2], "two CPUs")):
        if len(cpus) < 2:
            continue
        print(f"W5: system calls a round trip, on {title}")
        for contender in contenders:
            program = os.path.join(build, contender)
            if os.path.exists(program) and "W5" in subprocess.run(
                    [program, "list"], stdout=subprocess.PIPE,
                    check=True).stdout.decode().split():
                print(row(contender, program, cpus), flush=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
