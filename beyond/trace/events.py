"""Reads a file in the Trace Event format, and says what is wrong with it."""
import json


class Broken(Exception):
    """A file that is not a trace of ours; the text says why."""


FIELDS = {  # of each kind of event, beside ph and pid
    "M": {"name": str, "args": dict},
    "B": {"tid": int, "name": str},
    "E": {"tid": int, "name": str},
    "i": {"tid": int, "name": str, "s": str, "args": dict},
    "s": {"tid": int, "id": int, "cat": str, "name": str},
    "f": {"tid": int, "id": int, "cat": str, "name": str, "bp": str},
}


def check_fields(event):
    kind = event.get("ph")
    if kind not in FIELDS:
        raise Broken(f"an event of the unknown kind {kind!r}")
    for field, wanted in {"pid": int, **FIELDS[kind]}.items():
        if not isinstance(event.get(field), wanted):
            raise Broken(f"an event {kind} without a good {field!r}")
    at = event.get("ts")
    if isinstance(at, bool) or not isinstance(at, (int, float)) or at < 0:
        raise Broken(f"an event {kind} without a good 'ts'")


def check_order(events):
    """Time does not go back, on no lane."""
    latest = {}
    for event in events:
        tid = event.get("tid")
        if event["ts"] < latest.get(tid, 0):
            raise Broken(f"time goes back on lane {tid}")
        latest[tid] = event["ts"]


def check_slices(events):
    """Each slice that begins ends, before the next one of its lane begins."""
    is_open = {}
    for event in events:
        tid = event.get("tid")
        if event["ph"] == "B":
            if tid in is_open:
                raise Broken(f"a slice inside a slice on lane {tid}")
            is_open[tid] = event["name"]
        elif event["ph"] == "E" and is_open.pop(tid, None) != event["name"]:
            raise Broken(f"an end without a begin on lane {tid}")
    for tid in is_open:
        raise Broken(f"a slice without an end on lane {tid}")


def check_arrows(events):
    """Each arrow has one start and one end, on lanes that have a name."""
    named = {e["tid"] for e in events if e.get("name") == "thread_name"}
    for event in events:
        if "tid" in event and event["tid"] not in named:
            raise Broken(f"lane {event['tid']} has no name")
    starts = [e["id"] for e in events if e["ph"] == "s"]
    ends = [e["id"] for e in events if e["ph"] == "f"]
    if starts != ends or len(set(starts)) != len(starts):
        raise Broken("an arrow that has not one start and one end")


def check(document):
    """Raises Broken unless it is a trace."""
    events = document.get("traceEvents") if isinstance(document, dict) else 0
    if not isinstance(events, list):
        raise Broken("no list of traceEvents")
    for event in events:
        if not isinstance(event, dict):
            raise Broken("an event that is no object")
        check_fields(event)
    check_order(events)
    check_slices(events)
    check_arrows(events)


def load(path):
    """The events of the file, checked."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except ValueError as error:
        raise Broken(f"no JSON: {error}") from error
    check(document)
    return document["traceEvents"]
