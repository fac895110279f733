#!/usr/bin/env python3
"""Be the scheduler: a scene of the explorer, and you say which thread steps.

    play.py                 lists the levels
    play.py SCENE [BUG]     plays one; input may come from a file

SCENE is a name from the list, or the explorer's name of it. Ends with 0, also
at the end of input; with 2 and one line on stderr if there is no such level.
"""
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
from game import Game  # noqa: E402
from games import BUILD, LEVELS, TOP, Refused, complaint  # noqa: E402
from screen import Screen  # noqa: E402


def find(scene, bug):
    if scene.isdecimal():
        raise Refused("a bug needs its scene: SCENE=… (make play lists them)")
    for level in LEVELS:
        if (scene in (level.game.name, level.game.scene)
                and str(level.bug or "") == bug.lstrip("0")):
            return level
    what = f"{scene} with BUG={bug}" if bug else scene
    raise Refused(f"no such level: {what} (make play lists them)")


def list_levels():
    print("Be the scheduler: you say which thread steps next, and try to lose "
          "a wake.\nFirst where it can be lost, then where it cannot:\n")
    for level in LEVELS:
        bug = f" BUG={level.bug}" if level.bug else ""
        print(f"  make play SCENE={level.game.name}{bug}")
        print(f"      {level.game.line}" if bug else "      the same, as ours "
              "is")


def load(level):
    name = f"{level.name}.json"
    if not os.path.exists(os.path.join(BUILD, name)) and sys.stderr.isatty():
        print("building the level: a few seconds", file=sys.stderr)
    made = subprocess.run(
        ["make", "-s", "-C", os.path.join(TOP, "beyond/explore"),
         f"../../build/play/{name}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if made.returncode:
        raise Refused(complaint(made.stderr))
    with open(os.path.join(BUILD, name)) as file:
        return json.load(file)


def lines_of_input(game):
    """Each line that the player types; from a file it is shown, too."""
    while True:
        keys = " ".join([*game.keys(), "b h g q ?"])
        print(f"\nwhich thread steps next? [{keys}] ", end="", flush=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            print(line.strip())
        if not line:
            return
        yield line


def play(level):
    is_terminal = (sys.stdout.isatty() and not os.environ.get("NO_COLOR")
                   and os.environ.get("TERM", "dumb") != "dumb")
    game = Game(level, Screen(level, is_terminal), print)
    game.introduce()
    game.show()
    for line in lines_of_input(game):
        game.obey(line)
        if game.is_over:
            break


def main(args):
    try:
        if not args:
            list_levels()
        elif len(args) > 2:
            raise Refused("a scene and a bug's number, please")
        else:
            play(load(find(args[0], (args + [""])[1])))
    except Refused as why:
        print(f"play: {why}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print()
    except BrokenPipeError:  # nobody reads on: nor is there anything to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
