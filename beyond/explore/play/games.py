"""What there is to play: scenes of the explorer, each with bugs planted and as
it is."""
import collections
import os

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.."))
BUILD = os.path.join(TOP, "build/play")

# What the threads of a scene want, and what it would be to lose.
Game = collections.namedtuple("Game", "name scene bugs line about lose")

GAMES = [
    Game("wake-against-sleep", "wake-sleep", [10],
         "a wake, while its thread falls asleep",
         "One thread waits for a note: it looks whether the note is written, "
         "and sleeps in its park as long as it is not. (A park is a sleep "
         "that remembers a wake.) The other thread writes the note, wakes the "
         "sleeper by a handle of its park, and drops the handle.",
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
         "two wakes, while the task may be done and the executor gone",
         "The executor calls a task, which waits for a letter. A writer's "
         "thread writes it and wakes the task, twice. While a wake is under "
         "way, the task may end and the executor go.",
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


def complaint(said):
    """The first line of what a command printed, but for make's progress."""
    return next((line for line in said.splitlines()
                 if not line.startswith("  ")), "it does not say why")


class Level:
    def __init__(self, game, bug):
        self.game = game
        self.bug = bug  # its number, or None: our code as it is
        self.name = game.name + (f"-bug-{bug}" if bug else "")

    def title(self):
        """Of the planted bug: what its user has seen."""
        name = os.path.basename(bug_file(self.bug))[:-len(".patch")]
        return name.split("-", 1)[1].replace("-", " ")


LEVELS = [Level(game, bug) for game in GAMES for bug in [*game.bugs, None]]


def bug_file(number):
    bugs = os.path.join(TOP, "beyond/bug-hunt")
    for name in sorted(os.listdir(bugs)):
        if name.endswith(".patch") and name.startswith(f"{number:02d}-"):
            return os.path.join(bugs, name)
    raise Refused(f"there is no bug {number}")
