"""Lays lanes out as a picture: time to the right, a row a lane."""
import lanes as lanes_of
import shapes

WIDTH = 1000
MARGIN = 16
LEFT = 150  # px, where time begins
RIGHT = 970  # and where it ends
TOP = 76  # the first lane
ROW = 34
GAP = 12  # between the threads and the tasks
NARROWEST = 3  # whatever has any length is seen
ROOM = 2  # less than this between a call and an arrow has no room there

LEGEND = [  # state or mark, and what it means
    ("asleep", "thread asleep"),
    ("awake", "thread awake"),
    ("spawned", "spawned"),
    ("ready", "ready"),
    ("running", "running, in a call"),
    ("waiting", "waiting"),
    ("wake", "wake"),
    ("done", "done"),
    ("dropped", "dropped"),
    ("gone", "a handle is left"),
]
# From the back to the front: a call is never hidden, and sleep hides nothing.
DEPTH = ["asleep", "waiting", "gone", "done", "awake", "ready", "calls",
         "running"]
MARKS = {"spawned": shapes.spawned, "done": shapes.tick,
         "dropped": shapes.cross}


class Picture:
    def __init__(self, lanes, arrows):
        self.lanes = lanes
        self.arrows = arrows
        self.end = lanes_of.end_of(lanes) or 1
        self.rows = {}
        y = TOP
        for before, lane in zip([None] + lanes, lanes):
            if before:
                y += ROW
                y += GAP * (before.is_thread != lane.is_thread)
            self.rows[lane.tid] = y
        self.bottom = y + ROW / 2

    def x(self, at):
        return LEFT + (RIGHT - LEFT) * at / self.end

    def grid(self):
        step = step_of(self.end)
        for i in range(int(self.end / step) + 1):
            x = self.x(i * step)
            yield (f'<path class="grid" d="M{x:.1f} {TOP - ROW / 2}'
                   f'V{self.bottom}"/>')
            yield shapes.text(f"{i * step:,.10g} ms", x, TOP - 24, "faint",
                              "middle")

    def bars(self, lane):
        y = self.rows[lane.tid]
        for span in sorted(without_blinks(lane.spans), key=from_back_to_front):
            if self.is_seen(span):
                width = max(self.x(span.end) - self.x(span.start), NARROWEST)
                yield shapes.bar(span.state, self.x(span.start), y, width)

    def is_seen(self, span):
        """A thread that was awake for no time may have woken somebody. What
        lies between a call and a mark or an arrow must have room there."""
        width = self.x(span.end) - self.x(span.start)
        if span.state in ("ready", "done", "gone"):
            return span.state != "done" and width >= ROOM
        return width > 0 or span.state == "awake"

    def marks(self, lane):
        for mark in lane.marks:
            if mark.name in MARKS:
                yield MARKS[mark.name](self.x(mark.at), self.rows[lane.tid])

    def wakes(self):
        for arrow in self.arrows:
            yield shapes.arrow(self.x(arrow.at), self.rows[arrow.source],
                               self.rows[arrow.target])

    def seen(self):
        """Which entries of the legend there are."""
        seen = {shapes.style_of(span.state) for lane in self.lanes
                for span in lane.spans if self.is_seen(span)}
        seen |= {mark.name for lane in self.lanes for mark in lane.marks}
        return seen | ({"wake"} if self.arrows else set())

    def legend(self):
        x, y = MARGIN, self.bottom + 28
        for name, words in LEGEND:
            if name not in self.seen():
                continue
            width = 26 + shapes.width_of(words)
            if x + width > RIGHT:
                x, y = MARGIN, y + 26
            yield sample(name, x, y)
            yield shapes.text(words, x + 26, y + 4)
            x += width + 12
        self.bottom = y

    def draw(self, title):
        parts = [shapes.text(title, MARGIN, 24, "title"), *self.grid()]
        for lane in self.lanes:
            parts.append(shapes.text(lane.name, LEFT - 14,
                                     self.rows[lane.tid] + 4, "", "end"))
            parts += self.bars(lane)
        for lane in self.lanes:
            parts += self.marks(lane)
        parts += self.wakes()
        parts += self.legend()
        return shapes.document((WIDTH, int(self.bottom) + 24), title,
                               describe(self), parts)


def without_blinks(spans):
    """Without the moments right before and behind a call, when its thread was
    awake: if they take no time the call says it all."""
    for before, span, after in zip([None, *spans], spans, [*spans[1:], None]):
        near_call = any(one and shapes.style_of(one.state) == "calls"
                        for one in (before, after))
        if span.end > span.start or not near_call:
            yield span


def from_back_to_front(span):
    return DEPTH.index(shapes.style_of(span.state))


def sample(name, x, y):
    if name in MARKS:
        return MARKS[name](x + 4, y)
    if name == "wake":
        return shapes.arrow(x + 9, y - 22, y + 20)
    return shapes.bar(name, x, y, 18)


def step_of(end):
    """Between two times at the axis: 1, 2 or 5 with zeros, six to a dozen."""
    step = 0.001
    factors = 2, 2.5, 2
    for i in range(30):
        if end / step <= 12:
            break
        step *= factors[i % 3]
    return step


def describe(picture):
    """In words, for who cannot see it."""
    parts = [f"{picture.end:,.0f} ms, {len(picture.arrows)} wakes."]
    parts += [f"{lane.name}: {life}." for lane in picture.lanes
              if (life := life_of(lane))]
    return " ".join(parts)


def life_of(lane):
    """Such as: spawned at 0 ms, called at 0 and 500 ms, done at 520 ms."""
    times = {"spawned": [], "called": [span.start for span in lane.spans
                                       if span.state == "running"],
             "woken": [], "done": [], "dropped": []}
    for mark in lane.marks:
        if mark.name in times:
            times[mark.name].append(mark.at)
    return ", ".join(f"{what} at {' and '.join(f'{at:,.0f}' for at in ats)} ms"
                     for what, ats in times.items() if ats)
