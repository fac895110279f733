"""Builds step 5 with a mistake in it, and runs its tests until one fails."""
import hashlib
import os
import re
import shutil
import subprocess
import threading

STEP = "step05-combined"
# The kinds of build, in the order in which they are tried. No -g, so that
# what compiles to the same is the same file.
FLAGS = {
    "plain": "-O2",
    "asan": "-O1 -fsanitize=address,undefined -fno-sanitize-recover=all",
    "tsan": "-O1 -fsanitize=thread",
}
# Of the minute that a test may take until it counts as hanging. The sanitizers
# have all of it: they are slow, and what hangs has been found without them.
PATIENCE = {"plain": "0.1", "asan": "1", "tsan": "1"}
LONGEST_SUITE = 300  # seconds; where Check itself is what hangs
MEMORY = 4 << 20  # KiB, for a mistake that allocates without end

HANGS = ", hangs"
SURVIVED, SAME_CODE, NOT_C = "survived", "same code", "not C"
FAILED = re.compile(r"not ok \d+ - [^:]*:(?:[\w ]+: )?[\w ]+:(\w+): ")


def first_failure(process):
    """The first test that fails; the rest is not run. Or None."""
    for line in process.stdout:
        failed = FAILED.match(line)
        if failed:
            process.terminate()
            return failed[1] + HANGS * ("timeout expired" in line)
    return None


def run_suite(command, patience):
    """What failed, in words, or None."""
    # A session of its own: Check hands a signal on to its whole group.
    environment = dict(os.environ, CK_TAP_LOG_FILE_NAME="-",
                       CK_VERBOSITY="silent", CK_TIMEOUT_MULTIPLIER=patience)
    with subprocess.Popen(command, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env=environment, start_new_session=True) as process:
        limit = threading.Timer(LONGEST_SUITE, process.terminate)
        limit.start()
        failed = first_failure(process)
        limit.cancel()
    return failed or ("its end" if process.returncode else None)


class Tree:
    """A copy of step 5, for one mistake at a time."""

    def __init__(self, top, directory):
        shutil.rmtree(directory, ignore_errors=True)
        self.step = os.path.join(directory, STEP)
        for name in STEP, "common":
            shutil.copytree(os.path.join(top, name),
                            os.path.join(directory, name))
        self.sources = self.files(".")
        self.suites = [name[:-2] for name in self.files("test")
                       if name.startswith("test_")]
        self.wrappers = {kind: self.wrapper(top, flags)
                         for kind, flags in FLAGS.items()}
        self.code = {}

    def files(self, directory):
        return sorted(name for name in
                      os.listdir(os.path.join(self.step, directory))
                      if name.endswith(".c"))

    def wrapper(self, top, flags):
        script = os.path.join(top, "beyond/tools/wrapper.sh")
        return subprocess.run(["sh", script, "cc", flags], check=True, text=True,
                              capture_output=True).stdout.split()

    def make(self, kind, *targets):
        return subprocess.run(
            ["make", "-s", f"BUILD=../{kind}", f"CFLAGS={FLAGS[kind]}",
             *targets], cwd=self.step, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False).returncode == 0

    def compiled(self, kind):
        """A digest of the objects of the sources, or None if it is not C."""
        objects = [f"../{kind}/{name[:-2]}.o" for name in self.sources]
        if not self.make(kind, *objects):
            return None
        digest = hashlib.sha256()
        for name in objects:
            with open(os.path.join(self.step, name), "rb") as file:
                digest.update(file.read())
        return digest.hexdigest()

    def fails(self, kind, suites):
        if not self.make(kind, *(f"../{kind}/{suite}" for suite in suites)):
            return "the build"
        for suite in suites:
            program = os.path.abspath(f"{self.step}/../{kind}/{suite}")
            command = ["sh", "-c", 'cd "$0" && exec "$@"', self.step,
                       *self.wrappers[kind], program]
            if kind == "plain":  # the sanitizers reserve more than there is
                command[2] = f"ulimit -v {MEMORY}; " + command[2]
            failed = run_suite(command, PATIENCE[kind])
            if failed:
                return f"{suite}: {failed}" + f" ({kind})" * (kind != "plain")
        return None

    def prepare(self):
        """All tests must pass while there is no mistake in it."""
        self.code = {kind: self.compiled(kind) for kind in FLAGS}
        for kind in FLAGS:
            failed = self.fails(kind, self.suites)
            if failed:
                raise SystemExit(f"mutants: without a mistake fails {failed}")

    def verdict(self, mutant):
        """What killed it, or one of the words above."""
        code = self.compiled("plain")
        if code in (None, self.code["plain"]):
            return SAME_CODE if code else NOT_C
        stem = mutant.file[:-2]
        own = [suite for suite in self.suites
               if re.search(rf"_{stem}(_|$)", suite)]
        others = [suite for suite in self.suites if suite not in own]
        return (self.fails("plain", own) or self.fails("plain", others)
                or self.fails("asan", own or others)
                or self.fails("tsan", own or others) or SURVIVED)

    def try_out(self, mutant):
        path = os.path.join(self.step, mutant.file)
        with open(path, encoding="utf-8") as file:
            right = file.read()
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(mutant.text)
            return self.verdict(mutant)
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(right)
