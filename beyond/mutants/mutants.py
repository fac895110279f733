#!/usr/bin/env python3
"""Makes every small mistake in the steps' sources, one at a time, and sees
whether the tests of step 5 notice.

    python3 beyond/mutants/mutants.py [--only FILE] [--sample N] [--seed N]

Run it from anywhere. Whoever survives must be killed by a new test, or stand
in equivalent.txt with the reason why no test could kill it, or why it takes an
injected fault or a rare schedule (column "elsewhere": not counted as killed).
An entry that belongs to no mutant, or to one that was killed, is an error too.
"""
import argparse
import collections
import concurrent.futures
import os
import queue
import random
import sys

sys.dont_write_bytecode = True
import mutate  # noqa: E402
import trial  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
EQUIVALENT = os.path.join(HERE, "equivalent.txt")
AT_ONCE = 2
COLUMNS = ["mutants", "killed", "sanitizers", "equivalent", "elsewhere",
           "survivors"]


def entry(mutant, after=None):
    """A mutant as it stands in equivalent.txt, where lines may move."""
    lines = [f"{mutant.file}: {mutant.function}"]
    lines += ["-" + line for line in mutant.before.split("\n")]
    lines += ["+" + line for line in (after or mutant.after).split("\n")]
    return "\n".join(line.rstrip() for line in lines)


def entry_for_all(mutant):
    """The entry for all mutants of the same lines."""
    return entry(mutant, "...")


def read_entries():
    """The entries of equivalent.txt, with their reasons: the last lines."""
    with open(EQUIVALENT, encoding="utf-8") as file:
        blocks = file.read().strip().split("\n\n")
    entries = [block.rpartition("\n") for block in blocks
               if not block.startswith("#")]
    for what, _, reason in entries:
        if not what or reason[0] in "+-":
            raise SystemExit(f"equivalent.txt: no reason given:\n{what}")
    return {what: reason for what, _, reason in entries}


def all_mutants():
    step = os.path.join(TOP, trial.STEP)
    for name in sorted(os.listdir(step)):
        if name.endswith((".c", ".h")):
            with open(os.path.join(step, name), encoding="utf-8") as file:
                yield from mutate.mutants(name, file.read())


def chosen(options, mutants):
    if options.only:
        mutants = [mutant for mutant in mutants if mutant.file in options.only.split()]
    if options.sample and options.sample < len(mutants):
        mutants = random.Random(options.seed).sample(mutants, options.sample)
    return sorted(mutants, key=lambda mutant: mutant.file)


def verdicts(mutants):
    """Yields each mutant with what became of it."""
    trees = queue.Queue()
    build = os.path.join(TOP, "build/mutants")
    for number in range(AT_ONCE):
        trees.put(trial.Tree(TOP, os.path.join(build, str(number))))

    def in_a_tree(deed):
        tree = trees.get()
        try:
            return deed(tree)
        finally:
            trees.put(tree)

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(trial.Tree.prepare, list(trees.queue)))
        tried = [pool.submit(in_a_tree, lambda tree, m=m: tree.try_out(m))
                 for m in mutants]
        for mutant, future in zip(mutants, tried):
            yield mutant, future.result()


def column_of(verdict, reason):
    if verdict == trial.SAME_CODE:
        return "equivalent"
    if verdict == trial.SURVIVED and not reason:
        return "survivors"
    if verdict == trial.SURVIVED:
        return "elsewhere" if reason.startswith("Elsewhere: ") else "equivalent"
    return "sanitizers" if verdict.endswith("san)") else "killed"


def print_row(name, counts):
    all_killed = counts["killed"] + counts["sanitizers"]
    could_die = counts["mutants"] - counts["equivalent"]
    share = f"{100 * all_killed / could_die:.1f}" if could_die else "-"
    print(f"{name:16}" + "".join(f"{counts[c]:11}" for c in COLUMNS)
          + f"{share:>10}")


def print_table(tables):
    print(f"{'file':16}" + "".join(f"{c:>11}" for c in COLUMNS)
          + f"{'per cent':>10}")
    for name, counts in sorted(tables.items()):
        print_row(name, counts)
    print_row("all", sum(tables.values(), collections.Counter()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", metavar="FILES")
    parser.add_argument("--sample", metavar="N", type=int)
    parser.add_argument("--seed", metavar="N", type=int, default=1)
    options = parser.parse_args()

    listed, mutants = read_entries(), list(all_mutants())
    wrong = [f"belongs to no mutant:\n{stale}"
             for stale in sorted(set(listed) - {
                 each(m) for m in mutants for each in (entry, entry_for_all)})]
    tables = collections.defaultdict(collections.Counter)
    for mutant, verdict in verdicts(chosen(options, mutants)):
        what = entry(mutant)
        if os.environ.get("V"):
            print(f"{what}\n=> {verdict}\n", file=sys.stderr, flush=True)
        if verdict == trial.NOT_C:
            continue
        column = column_of(verdict, listed.get(what)
                           or listed.get(entry_for_all(mutant)))
        tables[mutant.file].update(["mutants", column])
        if column == "survivors":
            wrong.append(f"survived:\n{what}")
        elif what in listed and verdict != trial.SURVIVED:
            wrong.append(f"is listed, but: {verdict}\n{what}")
    print_table(tables)
    for problem in wrong:
        print(f"\n{problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
