"""Makes lanes of a trace's events: one a thread, one a task or bare handle."""
import collections

FIRST_TASK = 1000  # tid; below are the threads

# Times are in ms. A lane is in one state at a time.
Span = collections.namedtuple("Span", "state start end")
Mark = collections.namedtuple("Mark", "name at")
Arrow = collections.namedtuple("Arrow", "source target at")  # from tid to tid


class Lane:
    def __init__(self, tid):
        self.tid = tid
        self.name = ""
        self.spans = []
        self.marks = []
        self.is_thread = tid < FIRST_TASK

    def begin(self, state, at):
        self.spans.append(Span(state, at, at))

    def end(self, at):
        self.spans[-1] = self.spans[-1]._replace(end=at)


def add(lane, event, arrows):
    at = event["ts"] / 1000
    kind = event["ph"]
    if kind == "M" and event["name"] == "thread_name":
        lane.name = event["args"]["name"]
    elif kind == "B":
        lane.begin(event["name"], at)
    elif kind == "E":
        lane.end(at)
    elif kind == "i":
        lane.marks.append(Mark(event["name"], at))
    elif kind == "s":
        arrows[event["id"]] = Arrow(lane.tid, None, at)
    elif kind == "f":
        arrows[event["id"]] = arrows[event["id"]]._replace(target=lane.tid)


def make(events, names=()):
    """The lanes from top to bottom, and the arrows; `names` are pairs of what
    a lane is called in the trace, and what it is to be called."""
    lanes = {}
    arrows = {}
    for event in events:
        if "tid" in event:
            lane = lanes.setdefault(event["tid"], Lane(event["tid"]))
            add(lane, event, arrows)
    for old, new in names:
        rename(lanes.values(), old, new)
    return [lanes[tid] for tid in sorted(lanes)], list(arrows.values())


def rename(lanes, old, new):
    for lane in lanes:
        if lane.name == old:
            lane.name = new
        lane.spans = [span._replace(state=f"calls {new}")
                      if span.state == f"calls {old}" else span
                      for span in lane.spans]


def end_of(lanes):
    return max((span.end for lane in lanes for span in lane.spans), default=0)
