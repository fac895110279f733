#!/usr/bin/env python3
"""Proves the hard exercises, by the grader: the skeleton fails each test, and
the answer passes all, also under ThreadSanitizer. make check-hard runs it.

    python3 common/hard.py NUMBER...   such as 4h

And each wrong version is caught. common/hard/stepNN-…/wrong has them: a line
that says what is wrong, the test that must fail, and, indented by two, what sed
does to the answer. Run it from the top directory; what it writes is in
build/hard.
"""
import contextlib
import io
import os
import shutil
import subprocess
import sys

os.environ["WORK"] = "build/hard"
import learn  # noqa: E402
import tutorial  # noqa: E402

failures = 0


def fail(step, message):
    global failures
    failures += 1
    print(f"FAILED  {step.number}: {message}", flush=True)


def wrong_versions(step):
    """(what is wrong, the test, what sed does)"""
    text = "\n".join(tutorial.read_lines(f"{step.name}/wrong"))
    for version in text.split("\n\n"):
        comment, test, *script = version.split("\n")
        yield comment.lstrip("# "), test, "\n".join(script)


def answer(step):
    """The path of the one file to write, and what is to be in it."""
    [source] = step.new("*.c")
    with open(os.path.join(step.name, source)) as file:
        return os.path.join(step.work, source), file.read()


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def quietly(what, *arguments):
    with contextlib.redirect_stdout(io.StringIO()):
        with contextlib.redirect_stderr(io.StringIO()):
            return list(what(*arguments) or [])


def check_skeleton(step):
    for test, message in quietly(learn.graded, step):
        if not message:
            fail(step, f"passes with nothing written: {test}")


def check_answer(step, flags):
    for test, message in quietly(learn.graded, step, flags):
        if message:
            fail(step, f"the answer{flags} fails {test}\n{message}")


def check_wrong(step, path, right, version):
    comment, test, script = version
    wrong = subprocess.run(["sed", script], input=right, text=True, check=True,
                           stdout=subprocess.PIPE).stdout
    if wrong == right:
        fail(step, f"sed changes nothing: {comment}")
    write(path, wrong)
    build = quietly(lambda: [learn.built(step, learn.sanitizers())])[0]
    program = os.path.join(build, step.tests()[test])
    message = learn.result(step, program, test, [])
    if not message:
        fail(step, f"passes {test}: {comment}")
    else:
        print(f"caught  {step.number}: {comment}", flush=True)


def check(step):
    quietly(learn.start, step)
    check_skeleton(step)
    path, right = answer(step)
    write(path, right)
    check_answer(step, learn.sanitizers())
    check_answer(step, " -fsanitize=thread")
    for version in wrong_versions(step):
        check_wrong(step, path, right, version)


def main(numbers):
    shutil.rmtree(learn.WORK, ignore_errors=True)
    for number in numbers:
        check(learn.Step(number))
    if not failures:
        print("The hard exercises can be done, and not by mistake.")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (learn.Problem, tutorial.Problem) as problem:
        print(f"hard.py: {problem}", file=sys.stderr)
        sys.exit(1)
