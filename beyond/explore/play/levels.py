#!/usr/bin/env python3
"""Writes a level of the game: all states of a scene, and what a player needs
to know of it, as JSON.

    levels.py                the names of all levels
    levels.py NAME FILE      writes the one of this name

Ends with 2 and one line on stderr if the name is unknown, or if the explorer
refuses or cannot be built.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.realpath(os.path.join(HERE, "../../.."))
BUILD = os.path.join(TOP, "build/play")
WHOLE = "step05-combined"
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TOP, "common"))
import tutorial  # noqa: E402

from graph import Graph  # noqa: E402

# What the threads of a scene want, and what it would be to lose.
Game = collections.namedtuple("Game", "name scene bugs line about lose")

GAMES = [
    Game("wake-against-sleep", "wake-sleep", [10],
         "a wake, while its thread falls asleep",
         "One thread waits for a note: it looks whether the note is written, "
         "and sleeps in its park as long as it is not. The other thread "
         "writes the note, wakes the sleeper, and drops its handle.",
         "the note is written, and the sleeper sleeps for ever"),
    Game("letter-against-reader", "letter-read", [15],
         "a letter that is written while it is asked for",
         "One thread reads a letter: if none is there it leaves a handle, and "
         "sleeps in its park. The other thread writes the letter, and wakes "
         "whoever has left a handle.",
         "the letter is written, and the reader sleeps for ever"),
    Game("wake-against-call", "wake-complete", [17, 20],
         "a wake, while the executor calls the task or falls asleep",
         "The executor calls a task, which says that it must wait for a "
         "letter. A writer's thread writes the letter, wakes the task, and "
         "drops its handle. This may happen while the call is on.",
         "the letter is written, and the task is not called again"),
    Game("second-wake", "two-wakes", [25],
         "a second wake, when the task may be done and the executor gone",
         "The executor calls a task, which waits for a letter. A writer's "
         "thread writes it and wakes the task, twice. When the second wake "
         "comes, the task may be done, and the executor gone.",
         "somebody touches what is freed, or sleeps for ever"),
    Game("spawn-against-end", "spawn-run", [41],
         "a spawn from another thread, when run comes to its end",
         "The executor runs its only task, and returns when none is left. "
         "Another thread spawns one more meanwhile.",
         "the executor sleeps for ever, with nothing left to do"),
    Game("drop-against-end", "drop-run", [10],
         "the last handle of a task goes, and nobody can wake it any more",
         "A task waits for a letter, and its only writer drops the handle "
         "without a word. Nobody can wake the task any more, so the executor "
         "has to notice, drop it, and return.",
         "the executor sleeps for ever"),
]


class Refused(Exception):
    """One line: why there is no such level."""


class Level:
    def __init__(self, game, bug):
        self.game = game
        self.bug = bug  # its number, or None: our code as it is
        self.name = game.name + (f"-bug-{bug}" if bug else "")

    def title(self):
        """What the planted bug's user calls it; or None."""
        name = os.path.basename(bug_file(self.bug))[:-len(".patch")]
        return name.split("-", 1)[1].replace("-", " ")


LEVELS = [Level(game, bug) for game in GAMES for bug in [*game.bugs, None]]


def bug_file(number):
    bugs = os.path.join(TOP, "beyond/bug-hunt")
    for name in sorted(os.listdir(bugs)):
        if name.endswith(".patch") and name.startswith(f"{number:02d}-"):
            return os.path.join(bugs, name)
    raise Refused(f"there is no bug {number}")


def ask(*command, **more):
    """What the command prints; its status is looked at only if it is 2 or
    higher, since 1 is the explorer's word for a fault."""
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                         stderr=subprocess.PIPE, cwd=TOP, **more)
    if run.returncode > 1 or (command[0] != "sh" and run.returncode):
        said = (run.stderr or run.stdout).strip().splitlines()
        raise Refused(said[0] if said else f"{command[0]} fails")
    return run.stdout


def sources_of(bug):
    """The directory of the C files, with the bug in them."""
    if not bug:
        return os.path.join(TOP, WHOLE)
    into = os.path.join(BUILD, f"bug-{bug}", "sources")
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(os.path.join(TOP, WHOLE), into,
                    ignore=shutil.ignore_patterns("test", "Makefile"))
    ask("sh", "-ec", '. beyond/bug-hunt/bug.sh; plant "$@"', "plant",
        bug_file(bug), into)
    return into


def explorer_for(bug):
    sources = sources_of(bug)
    build = os.path.join(BUILD, f"bug-{bug}" if bug else "ours", "explore")
    ask("make", "-s", "-C", "beyond/explore", "PEEK=yes", f"BUILD={build}",
        f"SOURCES={sources}")
    program = os.path.join(build, "explore")
    if not os.path.exists(program):
        raise Refused("the explorer is not for this machine")
    return program, sources


# --- Lines of source, as they stand in the tutorial

def known_as(path, sources):
    """The path from the top; a step's file under the first step that has it."""
    inside = os.path.relpath(os.path.realpath(path), sources)
    if inside.startswith(".."):
        return os.path.relpath(os.path.realpath(path), TOP)
    steps = sorted(name for name in os.listdir(TOP) if name.startswith("step"))
    return next(f"{step}/{inside}" for step in steps
                if os.path.exists(os.path.join(TOP, step, inside)))


def function_at(path, line):
    """Its first line's number and its lines, with the comment above it."""
    lines = tutorial.read_lines(path)
    for piece in tutorial.c_definitions(lines):
        if piece.first < line <= piece.end:
            return {"first": piece.first + 1,
                    "lines": lines[piece.first:piece.end]}
    return {"first": line, "lines": [lines[line - 1]]}


def add_sources(level, sources):
    level["functions"] = {}
    for line in level["lines"]:
        path = line["file"]
        line["file"] = known_as(path, sources)
        level["functions"].setdefault(line["function"], {
            "file": line["file"], **function_at(path, line["line"])})


# --- The whole

def write(level, path):
    path = os.path.abspath(path)
    program, sources = explorer_for(level.bug)
    raw = path + ".all"
    ask(program, "--plain", "--states", raw, level.game.scene)
    with open(raw) as file:
        found = json.load(file)
    os.remove(raw)
    graph = Graph(found["states"])
    graph.merge()
    command = ["sh", "beyond/explore/run.sh"]
    if level.bug:
        command += ["--patch", os.path.relpath(bug_file(level.bug), TOP)]
    command.append(level.game.scene)
    said = ask(*command)
    whole = {
        "name": level.name,
        "game": level.game.name,
        "scene": level.game.scene,
        "bug": level.bug and {"number": level.bug, "title": level.title()},
        "about": level.game.about,
        "lose": level.game.lose,
        "threads": found["threads"],
        "before": found["before"],
        "runs": int(re.search(r"(\d+) runs", said)[1]),
        "schedules": graph.count_schedules(),
        "command": " ".join(command),
        "left_out": "sleepers that wake for no reason and loads that see an "
                    "older value",
        "lines": found["lines"],
        "states": graph.states,
        "loss": [step["choice"] for step in graph.way_to_loss(0) or []],
    }
    add_sources(whole, sources)
    with open(path, "w") as file:
        file.write(as_text(whole))


def as_text(whole):
    """A line for each state and each line of source."""
    parts = []
    for key, value in whole.items():
        text = json.dumps(value, ensure_ascii=False)
        if key in ("states", "lines"):
            rows = [json.dumps(one, ensure_ascii=False) for one in value]
            text = "[\n" + ",\n".join(rows) + "\n]"
        parts.append(f"{json.dumps(key)}: {text}")
    return "{" + ",\n".join(parts) + "}\n"


def main(args):
    if not args:
        print("\n".join(level.name for level in LEVELS))
        return 0
    try:
        if len(args) != 2:
            raise Refused("a name and a file, please")
        known = {level.name: level for level in LEVELS}
        if args[0] not in known:
            raise Refused(f"no such level: {args[0]}")
        write(known[args[0]], args[1])
    except Refused as why:
        print(f"levels.py: {why}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
