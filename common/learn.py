#!/usr/bin/env python3
"""What a learner builds alone, and how far it is.

    python3 common/learn.py start N [AGAIN]   work/stepNN-…: the step to write
    python3 common/learn.py grade N [FORMAT]  its tests, each passed or not yet
    python3 common/learn.py watch N           grades at every save
    python3 common/learn.py hint N            a hint for the first that fails
    python3 common/learn.py solution N        what the reference does otherwise

Run it from the top directory; make start-3, grade-3, … do. FORMAT is text, tap
or json. Tests and hints are in common/hints/stepNN-….txt, in the order in which
it makes sense to build: a test's name, then its hints, indented by two; names
without hints share those of the next. A line with "# " stands above a group.

N is a step's number; with an h behind it, as in 4h, it is the hard exercise of
that step: the files of common/hard/stepNN-… laid over those of the step.
"""
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import tutorial

TESTS_AT_ONCE = 8
SECONDS_TO_HANG = 10
SECONDS_WHEN_MANY_HANG = 3  # nobody would wait for ten seconds each
MOST_TO_READ = 1000 * 1000
TODO = "TODO: "
WORK = os.environ.get("WORK", "work")


class Problem(Exception):
    pass


class Step:
    def __init__(self, number):
        self.number = number
        digit, hard = number[:1], number[1:]
        found = glob.glob(f"step0{digit}-*")
        if len(found) != 1 or hard not in ("", "h"):
            raise Problem(f"there is no step {number}")
        # Folders, each laid over the one before it: what is to be written is
        # in the last, less what is in `before`.
        self.layers = found + [f"common/hard/{found[0]}"] * bool(hard)
        self.name = self.layers[-1]
        before = glob.glob(f"step0{int(digit) - 1}-*")
        self.before = before[0] if before and not hard else None
        self.folder = f"step0{digit}-hard" if hard else found[0]
        self.work = os.path.join(WORK, self.folder)
        self.order = f"common/hints/{found[0]}{'-hard' if hard else ''}.txt"

    def new(self, pattern):
        """The step's own files of that kind, as paths inside it."""
        return [file for file in sorted(
                    os.path.relpath(path, self.name)
                    for path in glob.glob(os.path.join(self.name, pattern)))
                if not self.before
                or not os.path.exists(os.path.join(self.before, file))]

    def tests(self):
        """Its own tests that look from outside, and those of the layers below
        that the hints name, each with its file's name."""
        own, hints = self.new("test/test_*.c"), self.hints()
        tests = {}
        for path in (path for layer in self.layers for path in sorted(
                glob.glob(os.path.join(layer, "test/test_*.c")))):
            suite = os.path.basename(path)[:-2]
            if not suite.startswith("test_inside"):
                text = "\n".join(tutorial.read_lines(path))
                tests.update(
                    (test, suite)
                    for test in re.findall(r"^START_TEST\((\w+)\)", text, re.M)
                    if f"test/{suite}.c" in own or test in hints)
        return tests

    def must_have_begun(self):
        if not os.path.isdir(self.work):
            raise Problem(f"there is no {self.work} yet: make "
                          f"start-{self.number}")

    def hints(self):
        """Each test's hints, in the order in which to build. Names that follow
        one another share what is below them."""
        hints, shared = {}, []
        for line in tutorial.read_lines(self.order):
            if re.match(r"\w", line):
                shared = [] if shared else shared
                hints[line] = shared
            elif line.startswith("  "):
                shared.append(line.strip())
        return hints

    def headings(self):
        """What stands above a test, by the test's name."""
        lines = tutorial.read_lines(self.order)
        return {test: line[2:] for line, test in zip(lines, lines[1:])
                if line.startswith("# ")}


# --- The skeleton

def declared(header):
    """The functions that a header declares, in its order."""
    lines = tutorial.read_lines(header)
    for definition in tutorial.c_definitions(lines):
        code = re.sub(tutorial.NOT_CODE, "", "\n".join(
            lines[definition.first:definition.end])).strip()
        if not definition.has_body and not code.startswith("typedef"):
            yield from (name for name in definition.names
                        if re.search(rf"\b{name}\(", code))


def parameters(signature):
    inside = re.sub(r".*?\(", "", " ".join(signature), count=1)[:-1]
    inside = re.sub(r"(?:\(\*(\w+)\)|(\w+))\([^()]*\)", r" \1\2", inside)
    return [re.findall(r"\w+", part)[-1] for part in inside.split(",")
            if part.strip() != "void"]


def to_be_written(source, name):
    """The function, as the source has its signature, with no body yet."""
    code = [line for line in tutorial.cited(source, name)
            if not line.startswith("//")]
    signature = code[:code.index("{")]
    unused = ", ".join(f"(void){word}" for word in parameters(signature))
    return signature + ["{"] + [f"    {unused};"] * bool(unused) + [
        f'    must(false, "{TODO}{name}");', "    abort();", "}"]


def skeleton(header, source):
    """The source with only what its header declares: any private helper would
    dictate a shape."""
    lines = [f'#include "{os.path.basename(header)}"', "",
             '#include "must.h"']
    for name in declared(header):
        lines += [""] + to_be_written(source, name)
    return "\n".join(lines) + "\n"


def header_and_source(step, source):
    path = os.path.join(step.name, source)
    return path[:-1] + "h", path


def start(step, again=""):
    if os.path.exists(step.work):
        if not again:
            raise Problem(f"{step.work} is there already; AGAIN=1 moves it "
                          "aside and begins anew")
        number = 1
        while os.path.exists(f"{step.work}.{number}"):
            number += 1
        os.rename(step.work, f"{step.work}.{number}")
        print(f"The old one is now {step.work}.{number}")
    # What looks inside the reference would not fit another shape.
    for layer in step.layers:
        shutil.copytree(layer, step.work, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("test_inside_*", "wrong"))
    with open(os.path.join(step.work, "Makefile"), "w") as file:
        file.write("include " + os.path.relpath("common/step.mk", step.work)
                   + "\n")
    sources = step.new("*.c")
    for source in sources:
        with open(os.path.join(step.work, source), "w") as file:
            file.write(skeleton(*header_and_source(step, source)))
    print(f"Yours to write, in {step.work}: {' '.join(sources)}")
    print(f"make grade-{step.number} says how far you are, "
          f"make hint-{step.number} helps on.")


# --- The grade

def make(step, *arguments):
    return subprocess.run(
        ["make", "-s", "-C", step.work, *arguments], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace")


def sanitizers():
    """Those that are there and start: one sees leaks and what was freed, the
    other what is undefined."""
    cc = os.environ.get("CC", "cc")
    program = os.path.join(WORK, "build", "sanitized")
    os.makedirs(os.path.dirname(program), exist_ok=True)
    flags = "-fsanitize=address,undefined -fno-sanitize-recover=undefined"
    built = subprocess.run(
        [*cc.split(), *flags.split(), "-x", "c", "-", "-o", program],
        input=b"int main(void) { return 0; }", stderr=subprocess.DEVNULL)
    fits = built.returncode == 0 and subprocess.run(
        [program], stderr=subprocess.DEVNULL).returncode == 0
    return f" {flags}" if fits else ""


def about_own_files(step, said):
    """What the compiler says of what the learner writes."""
    parts = re.split(r"^(?=\S+\.[ch]:)", said, flags=re.M)
    return "".join(part for part in parts if os.path.normpath(
        part.split(":")[0]) in step.new("*.c"))


def built(step, flags):
    """Builds the tests for the grade, beside those of make check, and returns
    where. Shows the warnings about the learner's own files."""
    build = os.path.join("..", "build", step.folder, "graded")
    made = make(step, "-k", f"BUILD={build}", "CFLAGS=-O1 -g" + flags,
                *(f"{build}/{suite}" for suite in set(step.tests().values())))
    said = "".join(line for line in made.stdout.splitlines(keepends=True)
                   if not re.match("  (CC|LD) |make", line))
    if made.returncode != 0:
        raise Problem("it does not build yet:\n" + said.rstrip())
    print(about_own_files(step, said), end="", file=sys.stderr)
    return build


def run_alone(step, program, test, seconds):
    """What Check says of the test, and the begin of what it writes to stderr:
    one that writes for ever ends by that."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        run = subprocess.Popen(
            [program], cwd=step.work, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(
                os.environ, CK_RUN_CASE=test, CK_VERBOSITY="silent",
                CK_LOG_FILE_NAME=log.name, CK_DEFAULT_TIMEOUT=str(seconds),
                ASAN_OPTIONS="hard_rss_limit_mb=1500"))
        errors = run.stderr.read(MOST_TO_READ).decode(errors="replace")
        run.stderr.close()
        run.wait()
        return log.read(), errors


def result(step, program, test, hung):
    """None if it passed, else what it says: it runs alone, so that nothing
    that it does is another's fault."""
    seconds = (SECONDS_TO_HANG if len(hung) < TESTS_AT_ONCE
               else SECONDS_WHEN_MANY_HANG)
    log, errors = run_alone(step, program, test, seconds)
    said = re.search(rf"^(\S+:-?\d+):([PFES]):\w+:{test}:\d+: (.*)$", log, re.M)
    if not said:
        return "did not run"
    where, passed_or_not, message = said.groups()
    if passed_or_not == "P":
        return None
    if message.endswith("Test timeout expired"):
        hung.append(test)
        message = f"hangs: not at its end after {seconds} seconds"
    elif len(errors) == MOST_TO_READ:
        message = "writes to stderr without end"
    if not where.endswith(":-1"):  # before the test itself, in its set-up
        message = f"{where}: {message}"
    return "\n".join([message] + [
        line for line in errors.split("\n")
        if re.match("fatal:|SUMMARY:|.*runtime error:|.*rss limit", line)])


def graded(step, flags=None):
    """(test, what it says) in the order in which to build. Most that hang
    sleep, so a few at once are no slower than one."""
    step.must_have_begun()
    suites = step.tests()
    build = built(step, sanitizers() if flags is None else flags)
    hung = []
    pool = concurrent.futures.ThreadPoolExecutor(TESTS_AT_ONCE)
    try:
        yield from zip(step.hints(), pool.map(
            lambda test: result(
                step, os.path.join(build, suites[test]), test, hung),
            step.hints()))
    finally:
        pool.shutdown(cancel_futures=True)


def sentence(test):
    return test.replace("_", " ")


def grade(step, form="text"):
    if form == "text":
        grade_in_words(step)
    elif form == "tap":
        grade_as_tap(list(graded(step)))
    elif form == "json":
        grade_as_json(step, list(graded(step)))
    else:
        raise Problem(f"FORMAT is text, tap or json, not {form}")


def turned_green(step, tests):
    """Those that pass and did not at the last grade; none at the first."""
    noted = os.path.join(step.work, ".passed")
    begun = os.path.exists(noted)
    before = tutorial.read_lines(noted) if begun else []
    now = [test for test, message in tests if message is None]
    with open(noted, "w") as file:
        file.write("\n".join(now) + "\n")
    return [test for test in now if begun and test not in before]


def watch(step):
    """Grades again whenever a file of the learner's has changed."""
    step.must_have_begun()
    before = None
    while True:
        now = {file: os.stat(file).st_mtime for file in
               glob.glob(os.path.join(step.work, "*.[ch]"))}
        if now != before:
            before = now
            try:
                grade(step)
            except Problem as problem:
                print(problem)
            print("-- waiting for the next save; Ctrl-C ends this", flush=True)
        time.sleep(0.5)


def passed(tests):
    return sum(message is None for _, message in tests)


def grade_as_json(step, tests):
    print(json.dumps({"step": step.folder, "passed": passed(tests),
                      "of": len(tests), "tests": [
                          {"test": test, "passed": message is None,
                           "message": message or ""}
                          for test, message in tests]}, indent=2))


def grade_as_tap(tests):
    print(f"1..{len(tests)}")
    for number, (test, message) in enumerate(tests, 1):
        print("ok" if message is None else "not ok", number, "-",
              sentence(test))


def grade_in_words(step):
    tests = []
    headings = step.headings()
    for test, message in graded(step):
        tests.append((test, message))
        if test in headings:
            print(("\n" if len(tests) > 1 else "") + headings[test])
        print("ok      " if message is None else "not yet ",
              sentence(test), flush=True)
    print(f"\n{passed(tests)} of {len(tests)}")
    for green in turned_green(step, tests):
        print(f"New since the last time: {sentence(green)}")
    test, message = first_to_do(tests)
    if not test:
        print(f"All of step {step.number} is right. What the reference does "
              f"otherwise: make solution-{step.number}")
        return
    if not changed(step):
        print("All these failures are expected: nothing is written yet.")
    print(f"Next: {sentence(test)}")
    print("\n".join("  " + line for line in message.split("\n")))


def changed(step):
    """Whether the learner has begun."""
    return any(
        tutorial.read_lines(os.path.join(step.work, source))
        != skeleton(*header_and_source(step, source)).rstrip("\n").split("\n")
        for source in step.new("*.c"))


def first_to_do(tests):
    return next((one for one in tests if one[1] is not None), (None, None))


def hint(step):
    test, _ = first_to_do(graded(step))
    if not test:
        print("All tests pass: nothing is left to hint at.")
        return
    hints = step.hints()[test]
    given = os.path.join(step.work, ".hints")
    seen = tutorial.read_lines(given) if os.path.exists(given) else []
    number = min(seen.count(test), len(hints) - 1)
    with open(given, "a") as file:
        file.write(f"{test}\n")
    print(f"{sentence(test)}, hint {number + 1} of {len(hints)}:")
    print(f"  {hints[number]}")


def solution(step):
    step.must_have_begun()
    for source in step.new("*.c"):
        subprocess.run(["diff", "-u", os.path.join(step.work, source),
                        os.path.join(step.name, source)])


def check(step):
    """The list of hints is the list of tests."""
    hints = step.hints()
    for test in sorted(set(step.tests()) ^ set(hints)):
        raise Problem(f"{step.order} and the tests differ: {test}")
    for test, lines in hints.items():
        if not lines or not lines[0].endswith("?"):
            raise Problem(f"the first hint is a question: {test}")


def main(arguments):
    verbs = {one.__name__: one for one in (start, grade, watch, hint,
                                           solution, check)}
    if len(arguments) < 2 or arguments[0] not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    verbs[arguments[0]](Step(arguments[1]), *filter(None, arguments[2:3]))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # for the last flush
        sys.exit(1)
    except (Problem, tutorial.Problem) as problem:
        print(f"learn.py: {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
