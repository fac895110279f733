#!/usr/bin/env python3
"""Counts the lines and branches of step 5's sources that its tests reach.

What they do not reach must stand in reasons.txt with a reason, and nothing
else may stand there. Run it from anywhere; it needs gcc, gcovr and Check.
"""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
STEP = os.path.join(TOP, "step05-combined")
BUILD = os.path.join(TOP, "build/coverage")
ENOUGH = 95  # per cent of the branches; of lines all, less what has a reason


def run_tests():
    shutil.rmtree(BUILD, ignore_errors=True)
    subprocess.run(
        ["make", "-s", "-C", STEP, "check", f"BUILD={BUILD}", "CC=gcc",
         "CFLAGS=-O0 -g --coverage -fprofile-update=atomic",
         f"LDLIBS={HERE}/dump_on_abort.c"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measured():
    """What gcovr found of each source file of the step."""
    answer = subprocess.run(
        ["gcovr", "--root", STEP, "--filter", STEP + r"/\w+\.[ch]$",
         "--json", "-", BUILD],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    files = json.loads(answer.stdout)["files"]
    for file in files:
        file["lines"] = [line for line in file["lines"]
                         if not line["gcovr/noncode"]]
    return sorted(files, key=lambda file: file["file"])


def read_reasons():
    with open(os.path.join(HERE, "reasons.txt"), encoding="utf-8") as file:
        blocks = file.read().strip().split("\n\n")
    entries = [block.partition("\n") for block in blocks
               if not block.startswith("#")]
    return {what: reason for what, _, reason in entries}


def missed_of(file):
    """The lines that were not reached, or not with both outcomes."""
    with open(os.path.join(STEP, file["file"]), encoding="utf-8") as source:
        texts = source.read().split("\n")
    for line in file["lines"]:
        counts = [line["count"]] + [b["count"] for b in line["branches"]]
        if 0 in counts:
            yield f"{file['file']}: {texts[line['line_number'] - 1].strip()}"


def counts_of(file):
    """Reached and all, of lines and of branches."""
    lines = [line["count"] for line in file["lines"]]
    branches = [b["count"] for line in file["lines"] for b in line["branches"]]
    return (sum(c > 0 for c in lines), len(lines),
            sum(c > 0 for c in branches), len(branches))


def row(name, lines, all_lines, branches, all_branches):
    def share(some, every):
        percent = f"{100 * some / every:.1f} %" if every else "-"
        return f"{some:5} of {every:<4} {percent:>8}"
    return f"{name:12} {share(lines, all_lines)}  " \
           f"{share(branches, all_branches)}"


def main():
    run_tests()
    files, reasons = measured(), read_reasons()
    totals = [sum(column) for column in zip(*map(counts_of, files))]
    missed = {what for file in files for what in missed_of(file)}
    for what in sorted(missed & set(reasons)):
        print(f"not reached: {what}\n    {reasons[what]}")
    print(f"{'file':14}{'lines':>14}{'branches':>25}")
    for file in files:
        print(row(file["file"], *counts_of(file)))
    print(row("all", *totals))

    wrong = [f"no test reaches, and no reason is given: {what}"
             for what in sorted(missed - set(reasons))]
    wrong += [f"has a reason, but is reached or gone: {what}"
              for what in sorted(set(reasons) - missed)]
    wrong += [f"no reason is given: {what}" for what in reasons
              if not reasons[what].strip()]
    if 100 * totals[2] < ENOUGH * totals[3]:
        wrong.append(f"fewer than {ENOUGH} % of the branches are reached")
    for problem in wrong:
        print(f"coverage: {problem}", file=sys.stderr)
    print(f"{totals[0]} of {totals[1]} lines and {totals[2]} of {totals[3]} "
          "branches; a reason for each of the rest")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
