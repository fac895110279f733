"""The shapes of a picture, as SVG: a state is a bar that differs from the
others in colour and in height, pattern or outline; a wake is an arrow."""
from xml.sax.saxutils import escape

BAR = 20  # px, the highest
HEIGHTS = {"asleep": 4, "waiting": 8, "awake": 12}
LETTERS = {"ijl.,:' ": 4, "frt": 5, "mwMW": 10.5}  # about; others:
LETTER = 7.6

# The colours are Okabe and Ito's, which the colour-blind can tell apart.
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 14px; font-weight: 600 }
.faint { fill: #59636e }
.grid { stroke: #d1d9e0 }
.paper { fill: #ffffff }
.asleep { fill: #848d97 }
.awake { fill: #59636e }
.calls, .running { fill: #0072b2 }
.inside { fill: #ffffff }
.waiting { fill: #56b4e9; stroke: #2f8fc4 }
.ready { fill: url(#stripes); stroke: #b87900 }
.stripe { stroke: #e69f00; stroke-width: 3 }
.gone { fill: none; stroke: #59636e; stroke-dasharray: 3 3 }
.wake { stroke: #d55e00; stroke-width: 1.5 }
.tip { fill: #d55e00 }
.halo { stroke: #ffffff; stroke-width: 4 }
.done { fill: none; stroke: #007a57; stroke-width: 2.5 }
.dropped { fill: none; stroke: #a8336f; stroke-width: 2.5 }
.spawn { stroke: #1f2328; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .faint { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .paper { fill: #0d1117 }
  .asleep { fill: #6e7681 }
  .awake { fill: #9198a1 }
  .calls, .running { fill: #3a9bd9 }
  .inside { fill: #0d1117 }
  .waiting { fill: #56b4e9 }
  .ready { stroke: #e69f00 }
  .gone { stroke: #9198a1 }
  .wake { stroke: #ff8c42 }
  .tip { fill: #ff8c42 }
  .halo { stroke: #0d1117 }
  .done { stroke: #00c98d }
  .dropped { stroke: #e58fbe }
  .spawn { stroke: #f0f6fc }
}
"""

PATTERN = """<pattern id="stripes" width="6" height="6"
 patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<path class="stripe" d="M0 0V6"/></pattern>"""

def style_of(state):
    return state.split()[0]  # "calls task 1" is a call


def width_of(words):
    """At least, in any sans-serif."""
    return sum(next((width for letters, width in LETTERS.items()
                     if letter in letters), LETTER) for letter in words)


def text(words, x, y, style="", anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" '
            f'text-anchor="{anchor}">{escape(words)}</text>')


def bar(state, x, y, width):
    """Of a state around the line y, with its words if there is room."""
    style = style_of(state)
    height = HEIGHTS.get(style, BAR)
    gap = width > 6  # two calls in a row are two
    shape = (f'<rect class="{style}" x="{x:.1f}" y="{y - height / 2:.1f}" '
             f'width="{width - gap:.1f}" height="{height}"/>')
    words = state.removeprefix("calls ")
    if style in ("calls", "running") and width_of(words) + 2 < width:
        shape += text(words, x + width / 2, y + 4, "inside", "middle")
    return shape


def arrow(x, y, to_y):
    """A wake: it ends at the edge of the bar that it reaches."""
    down = 1 if to_y > y else -1
    y, to_y = y + down * BAR / 2, to_y - down * BAR / 2
    line = f'd="M{x:.1f} {y:.1f}V{to_y - down * 5:.1f}"'
    return (f'<path class="halo" {line}/><path class="wake" {line}/>'
            f'<path class="tip" d="M{x:.1f} {to_y:.1f}l-4 {-8 * down}h8z"/>')


def tick(x, y):
    """A task is done."""
    return f'<path class="done" d="M{x + 3:.1f} {y:.1f}l4 5l8 -11"/>'


def cross(x, y):
    """A task is dropped before it is done."""
    return (f'<path class="dropped" d="M{x:.1f} {y - 5:.1f}l10 10m0 -10'
            f'l-10 10"/>')


def spawned(x, y):
    return f'<path class="spawn" d="M{x:.1f} {y - BAR / 2 - 3:.1f}v{BAR + 6}"/>'


def document(size, title, description, shapes):
    width, height = size
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f'<style>{STYLE}</style>',
        f'<defs>{PATTERN}</defs>',
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *shapes, '</svg>', ''])
