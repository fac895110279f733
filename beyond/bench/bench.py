#!/usr/bin/env python3
"""Runs every contender in turn, and tells what each took.

    python3 bench.py SET BUILD TURNS ONLY CONTENDER[=PACKAGES]...

SET is bench; growth: the same in four sizes; fast: what an executor alone is
measured by; or pool: what threads buy. BUILD holds a program for each contender
that is installed; PACKAGES say how to get it. `BUILD/NAME list` prints the names
of its workloads; `BUILD/NAME W1 1000 1000` prints figures, a name and a number a
line, and perhaps "note" and in what it is not like ours. ONLY is the beginning
of a workload's name, or empty. The figures go to BUILD/SET.json as well, and
those of the first two, with gnuplot, to pictures beside it.
"""
import json
import os
import platform
import subprocess
import sys

import plot
import report
from workloads import GROWTH, OF_EXECUTORS, ON_THREADS, WORKLOADS

TIME_LIMIT = 300  # seconds, for what hangs
SETS = {"bench": WORKLOADS, "growth": GROWTH, "fast": OF_EXECUTORS,
        "pool": ON_THREADS}


class Problem(Exception):
    pass


def run(program, *words):
    """What the program prints, by the first word of each line."""
    try:
        done = subprocess.run([program, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise Problem(f"took over {TIME_LIMIT} s")
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().split("\n")
        raise Problem(f"exit status {done.returncode}: {said[0]}")
    return dict(line.partition(" ")[::2]
                for line in done.stdout.decode().splitlines())


class Progress:
    """One line on stderr that is overwritten, or one a turn in a log."""

    def __init__(self):
        self.is_terminal = sys.stderr.isatty()

    def tell(self, text, is_first):
        if self.is_terminal:
            print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)
        elif is_first:
            print(text, file=sys.stderr, flush=True)

    def end(self):
        if self.is_terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, build, contenders):
        self.build = build
        self.does = {name: run(self.program(name), "list")
                     for name in contenders}
        self.measured, self.notes, self.failures = {}, {}, []

    def program(self, contender):
        return os.path.join(self.build, contender)

    def one(self, workload, contender):
        place = f"{contender} {workload.words}"
        try:
            printed = run(self.program(contender), *workload.words.split())
            figures = {name: float(printed[name]) for name in workload.figures}
        except Problem as problem:
            self.failures.append(f"{place}: {problem}")
            return
        except (KeyError, ValueError) as error:
            self.failures.append(f"{place}: printed no figure: {error}")
            return
        if "note" in printed:
            self.notes[workload.words.split()[0], contender] = printed["note"]
        kept = self.measured.setdefault(workload.name, {}).setdefault(
            contender, {name: [] for name in figures})
        for name, value in figures.items():
            kept[name].append(value)

    def all(self, workloads, turns):
        progress = Progress()
        runs = [(workload, contender) for workload in workloads
                for _ in range(workload.runs)
                for contender, does in self.does.items()
                if workload.words.split()[0] in does]
        for turn in range(1, turns + 1):
            for at, (workload, contender) in enumerate(runs):
                progress.tell(f"turn {turn} of {turns}: {workload.name} "
                              f"{contender}", at == 0)
                self.one(workload, contender)
        progress.end()


def first_line(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    except OSError:
        return "not found"
    return done.stdout.decode(errors="replace").split("\n")[0]


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(": ")[1].strip() for line in file
                  if line.startswith("model name")]
    return {"system": platform.platform(), "cpus": os.cpu_count(),
            "model": (models or ["unknown"])[0],
            "cc": first_line(os.environ.get("CC", "cc"), "--version"),
            "rustc": first_line(os.environ.get("RUSTC", "rustc"), "--version")}


def parsed(arguments):
    """The set, its directory, turns, workloads, and contenders here and not."""
    if len(arguments) < 5 or arguments[0] not in SETS:
        raise Problem(__doc__.strip())
    kind, build, turns, only, *contenders = arguments
    if not turns.isdecimal() or int(turns) == 0:
        raise Problem(f"TURNS is a number from 1 on, not '{turns}'")
    workloads = [one for one in SETS[kind] if one.name.startswith(only)]
    if not workloads:
        names = ", ".join(one.name for one in SETS[kind])
        raise Problem(f"ONLY is one of {names}; not '{only}'")
    packages = dict(one.partition("=")[::2] for one in contenders)
    missing = {name: how for name, how in packages.items()
               if not os.path.exists(os.path.join(build, name))}
    return (kind, build, int(turns), workloads,
            [name for name in packages if name not in missing], missing)


def write_json(path, turns, bench, results, missing):
    with open(path, "w") as file:
        json.dump({"machine": machine(), "turns": turns, "results": results,
                   "bounds": list(report.judged(results)),
                   "notes": [[*of, note] for of, note in bench.notes.items()],
                   "missing": missing, "failures": bench.failures},
                  file, indent=1)
        file.write("\n")


def main(arguments):
    try:
        kind, build, turns, workloads, contenders, missing = parsed(arguments)
        bench = Bench(build, contenders)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    bench.all(workloads, turns)
    results = report.summed_up(bench.measured)
    tables = (report.overview(workloads, results) if kind in ("fast", "pool")
              else report.report(workloads, results, bench.notes))
    for line in tables:
        print(line)
    for name, how in missing.items():
        print(f"Not installed: {name} (sh setup.sh peers, or install {how})")
    write_json(os.path.join(build, kind + ".json"), turns, bench, results,
               missing)
    plot.draw(kind, build, workloads, results)
    for failure in bench.failures:
        print(f"FAILED: {failure}", file=sys.stderr)
    return 1 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
