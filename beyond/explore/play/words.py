"""What the game says, where that takes more than a word."""

HELP = """\
1, 2, …  the thread of this number steps: up to the next thing that another
         thread could notice
b        back: undoes the last step
h        a hint: what leads to the loss
g        gives up: how it is done, or that it cannot be done; and quits
q        quits
?        this text
Several on one line are done one after the other: 1 1 2
A * behind a value: it has changed since you last saw it."""


def after(count):
    return f"after {steps(count)}" if count else "at the start"


def steps(count):
    return f"{count} step" + ("s" if count != 1 else "")


def in_words(fault):
    if fault.startswith("deadlock"):
        return ("All are asleep or wait, and nobody is left to wake them: "
                "the wake is lost.")
    if "no_wake_was_lost" in fault:
        return ("The task has ended, and it never saw what was written before "
                "the wake: the wake is lost.")
    if fault == "data race":
        return ("It goes wrong, a data race: one thread uses memory that "
                "another one changes or frees, and nothing orders the two.")
    return f"It goes wrong: {fault}."
