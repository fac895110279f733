#!/usr/bin/env python3
"""Writes a level of the game: all states of a scene, and what a player needs
to know of it, as JSON.

    levels.py                the names of all levels
    levels.py NAME FILE      writes the one of this name

Ends with 2 and one line on stderr if the name is unknown, or if the explorer
refuses or cannot be built.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from games import (BUILD, LEVELS, TOP, Refused, bug_file,  # noqa: E402
                   complaint)
from graph import Graph  # noqa: E402

sys.path.insert(0, os.path.join(TOP, "common"))
import tutorial  # noqa: E402

WHOLE = "step05-combined"


def ask(*command, good=(0,)):
    """What the command prints, if it ends with a good status."""
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                         stderr=subprocess.PIPE, cwd=TOP)
    if run.returncode not in good:
        raise Refused(f"{command[0]}: {complaint(run.stderr)}")
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


def functions_of(lines, sources):
    """Those that the lines are in. The lines' files are renamed, too."""
    functions = {}
    for line in lines:
        path = line["file"]
        line["file"] = known_as(path, sources)
        functions.setdefault(line["function"], {
            "file": line["file"], **function_at(path, line["line"])})
    return functions


# --- The whole

def all_states(level, program):
    """As the explorer writes them."""
    with tempfile.NamedTemporaryFile() as file:
        ask(program, "--plain", "--states", file.name, level.game.scene)
        return json.load(file)


def command_for(level):
    """What searches the level without the game."""
    command = ["sh", "beyond/explore/run.sh"]
    if level.bug:
        command += ["--patch", os.path.relpath(bug_file(level.bug), TOP)]
    return " ".join([*command, level.game.scene])


def build(level):
    program, sources = explorer_for(level.bug)
    found = all_states(level, program)
    graph = Graph(found["states"])
    graph.merge()
    searched = ask(program, level.game.scene, good=(0, 1))  # 1: a fault
    return {
        "name": level.name,
        "game": level.game.name,
        "scene": level.game.scene,
        "bug": level.bug and {"number": level.bug, "title": level.title()},
        "about": level.game.about,
        "lose": level.game.lose,
        "threads": found["threads"],
        "before": found["before"],
        "runs": int(re.search(r"(\d+) runs", searched)[1]),
        "schedules": graph.count_schedules(),
        "command": command_for(level),
        "left_out": "sleepers that wake for no reason and loads that see an "
                    "older value",
        "lines": found["lines"],
        "functions": functions_of(found["lines"], sources),
        "states": graph.states,
        "lost": graph.count_schedules(lost=True),
        "loss": [step["choice"] for step in graph.way_to_loss(0) or []],
    }


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
        name, path = args
        known = {level.name: level for level in LEVELS}
        if name not in known:
            raise Refused(f"no such level: {name}")
        text = as_text(build(known[name]))
        with open(path, "w") as file:
            file.write(text)
    except (Refused, OSError) as why:
        print(f"levels.py: {why}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
