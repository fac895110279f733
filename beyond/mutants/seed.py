#!/usr/bin/env python3
"""One of the mistakes of make mutants, chosen by a word or a number.

    python3 beyond/mutants/seed.py plant SEED    puts it into work/bug-seed-SEED
    python3 beyond/mutants/seed.py answer SEED   shows it

Run it from the top directory. It is the first, in an order that the seed
gives, that few of step 5's test programs notice, and none by hanging: so the
tests can find it, and it is not plain to see.
"""
import difflib
import os
import random
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import mutants  # noqa: E402
import trial  # noqa: E402

FEW = 2


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def is_noticed_by_few(tree):
    failed = 0
    for suite in tree.suites:
        what = tree.fails("plain", [suite])
        failed += what is not None
        if failed > FEW or (what and what.endswith(trial.HANGS)):
            return False
    return failed > 0


def is_good(tree, mutant):
    path = os.path.join(tree.step, mutant.file)
    right = read(path)
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(mutant.text)
        return tree.compiled("plain") is not None and is_noticed_by_few(tree)
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(right)


def chosen(seed):
    listed = mutants.read_entries()
    found = [mutant for mutant in mutants.all_mutants()
             if not listed.keys() & {mutants.entry(mutant),
                                     mutants.entry_for_all(mutant)}]
    random.Random(seed).shuffle(found)
    with tempfile.TemporaryDirectory() as directory:
        tree = trial.Tree(mutants.TOP, directory)
        return next(mutant for mutant in found if is_good(tree, mutant))


def plant(seed):
    place = os.path.join(os.environ.get("WORK", "work"), f"bug-seed-{seed}")
    if os.path.exists(place):
        sys.exit(f"seed.py: {place} is there already; move it away, or remove "
                 "it")
    mutant = chosen(seed)
    for name in trial.STEP, "common":
        shutil.copytree(name, os.path.join(place, name))
    with open(os.path.join(place, trial.STEP, mutant.file), "w",
              encoding="utf-8") as file:
        file.write(mutant.text)
    print(f"{place}/{trial.STEP}:\n"
          "  One of its files has a small mistake in it. A test fails.")


def answer(seed):
    mutant = chosen(seed)
    path = os.path.join(trial.STEP, mutant.file)
    sys.stdout.writelines(difflib.unified_diff(
        read(path).splitlines(keepends=True),
        mutant.text.splitlines(keepends=True), path, path + ", with the bug"))


def main(arguments):
    verbs = {"plant": plant, "answer": answer}
    if len(arguments) != 2 or arguments[0] not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    if not re.fullmatch(r"[\w-]+", arguments[1]):
        print("seed.py: SEED is letters and digits", file=sys.stderr)
        return 2
    verbs[arguments[0]](arguments[1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
