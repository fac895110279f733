#!/usr/bin/env python3
"""Empties each function of each step's files, one at a time: the grade of that
step must name a test that does not pass. make check-strict runs it.

    python3 common/strict.py [NUMBER...]   of these steps (default: all)

Run it from the top directory. What it writes is in build/strict.
"""
import contextlib
import os
import re
import shutil
import sys

os.environ["WORK"] = "build/strict"
import learn  # noqa: E402
import tutorial  # noqa: E402


def emptied(lines):
    """Each function with a body, and the lines without what is in it; but not
    what is for macOS."""
    compiled = True
    for definition in tutorial.c_definitions(lines):
        code = lines[definition.first:definition.end]
        if code[-1].startswith("#"):
            compiled = not code[-1].startswith("#ifdef __APPLE__")
        if code[-1] != "}" or "{" not in code or not compiled:
            continue
        head = code[:code.index("{")]
        signature = [line for line in head if not line.startswith("//")]
        kind, name = re.match(r"(?:static )?(.*?)(\w+)\(",
                              " ".join(signature)).groups()
        body = [f"    (void){word};" for word in learn.parameters(signature)]
        if kind.strip() != "void":
            body.append(f"    return ({kind.strip()}){{0}};")
        yield name, (lines[:definition.first] + head + ["{"] + body + ["}"]
                     + lines[definition.end:])


def write(path, lines):
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def first_not_yet(step):
    with open(os.devnull, "w") as nothing, contextlib.redirect_stderr(nothing):
        with contextlib.closing(learn.graded(step)) as tests:
            return next((test for test, message in tests if message), None)


def check(step):
    """Returns how many functions no test misses."""
    with contextlib.redirect_stdout(None):
        learn.start(step)
    sources = step.new("*.c")
    for source in sources:
        shutil.copy(os.path.join(step.name, source), step.work)
    unseen = 0
    for source in sources:
        path = os.path.join(step.work, source)
        right = tutorial.read_lines(path)
        for name, lines in emptied(right):
            write(path, lines)
            test = first_not_yet(step)
            unseen += not test
            print(f"{step.name} {source} {name}:",
                  learn.sentence(test or "NO TEST"), flush=True)
        write(path, right)
    return unseen


def main(numbers):
    shutil.rmtree(learn.WORK, ignore_errors=True)
    unseen = sum(check(learn.Step(number)) for number in numbers or "12345")
    print("Emptied, each is missed by a test." if not unseen else
          f"{unseen} are missed by no test.")
    return 1 if unseen else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except learn.Problem as problem:
        print(f"strict.py: {problem}", file=sys.stderr)
        sys.exit(1)
