"""Runs the programs, for the tests: what they trace, and lanes of it."""
import os
import subprocess
import sys
import tempfile

TRACE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TRACE)
import events  # noqa: E402
import lanes  # noqa: E402

STILL = ["still_letter", "still_doorbell", "still_take_turns", "still_alarm",
         "still_ding"]
REAL = ["doorbell", "take_turns", "alarm", "ding"]
where = {}


def use(words):
    """The directory of the programs, and what goes before their names."""
    where["build"] = os.path.abspath(words[0])
    where["wrapper"] = words[1:]


def run(program, path, *words):
    return subprocess.run(
        [*where["wrapper"], os.path.join(where["build"], program), *words],
        text=True, env={**os.environ, "TRACE_FILE": path}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60)


def events_of(program, *words):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "trace.json")
        done = run(program, path, *words)
        assert (done.returncode, done.stderr) == (0, ""), done
        return events.load(path)


def lane(program, name, *words):
    found = [one for one in lanes.make(events_of(program, *words))[0]
             if one.name == name]
    assert len(found) == 1, name
    return found[0]


def sources_of_wakes(program, *words):
    """Who wakes tasks, wake by wake."""
    made, arrows = lanes.make(events_of(program, *words))
    names = {one.tid: one.name for one in made}
    return [names[arrow.source] for arrow in arrows
            if arrow.target >= lanes.FIRST_TASK]


def states(one):
    return [span.state for span in one.spans]
