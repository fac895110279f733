#!/usr/bin/env python3
"""Runs each program without-PART in turn, and prints what each part takes.

    python3 cost.py BUILD [CALLS]   CALLS of each of a hundred tasks
"""
import os
import subprocess
import sys

PARTS = ["lock", "count", "states", "memory"]
WHOLES = ["wakes itself", "wakes another", "spawned, done"]
TURNS = 9


def costs(build, part, calls):
    printed = subprocess.run([os.path.join(build, f"without-{part}"), *calls],
                             check=True, stdout=subprocess.PIPE).stdout
    return [float(word) for word in printed.split()]


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    build, *calls = arguments
    turns = [{part: costs(build, part, calls) for part in ["nothing"] + PARTS}
             for _ in range(TURNS)]
    print(f"{'a task that':14}{'ns a call':>10}"
          + "".join(f"{part:>10}" for part in PARTS))
    for number, whole in enumerate(WHOLES):
        cost = {part: min(turn[part][number] for turn in turns)
                for part in turns[0]}
        print(f"{whole:14}{cost['nothing']:10.1f}" + "".join(
            f"{100 - 100 * cost[part] / cost['nothing']:8.0f} %"
            for part in PARTS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
