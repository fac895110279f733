"""The pages on which the reader is the scheduler: the scenes that the explorer
has written, played by play.js. Without JavaScript, one run stands there."""
import glob
import html
import json
import os
import sys

import markdown
import pages

sys.path.insert(0, os.path.join(markdown.TOP, "beyond/explore/play"))
from games import LEVELS  # noqa: E402
from words import in_words  # noqa: E402

SCENES = "build/play"


class Scene:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.data = json.load(file)
        self.name = self.data["name"]
        self.bug = self.data["bug"]
        self.file = f"play-{self.name}.html"
        for state in self.data["states"]:
            if state["fault"]:
                state["said"] = in_words(state["fault"])

    def title(self):
        game = self.data.get("game", self.name).replace("-", " ")
        return game[0].upper() + game[1:] + (
            f", with bug {self.bug['number']}" if self.bug else ", our code")

    def run(self):
        """The steps of one run: the shortest that is lost, or one of ours."""
        states, here = self.data["states"], 0
        loss = iter(self.data["loss"] or [])
        while states[here]["go"]:
            choice = next(loss, states[here]["go"][0]["choice"])
            step = next(one for one in states[here]["go"]
                        if one["choice"] == choice)
            yield step
            here = step["to"]
        yield {"end": states[here]}


def read(path):
    try:
        return Scene(path)
    except (ValueError, KeyError, TypeError):
        raise markdown.Problem(f"no scene, remove it to have it made: {path}")


def all_scenes(top):
    order = [level.name for level in LEVELS]
    found = [read(path) for path
             in glob.glob(os.path.join(top, SCENES, "*.json"))]
    return sorted((scene for scene in found if scene.name in order),
                  key=lambda scene: order.index(scene.name))


def code(text):
    return f"<code>{html.escape(text)}</code>"


def line_text(line):
    file = os.path.basename(line["file"])
    return f"{file}:{line['line']} {code(line['text'])}"


def run_html(scene):
    """The numbered interleaving."""
    rows = []
    for step in scene.run():
        if "end" in step:
            said = step["end"].get("said", "All threads have ended.")
            rows.append(f"<li><strong>{html.escape(said)}</strong></li>")
            continue
        passed = " ".join(line_text(scene.data["lines"][at])
                           for at in step.get("passes", []))
        thread = html.escape(scene.data["threads"][step["thread"]])
        rows.append(f"<li><b>{thread}</b>: {passed} "
                    f"<i>{html.escape(step['note'])}</i></li>")
    return '<ol class="run">\n' + "\n".join(rows) + "\n</ol>"


def words(scene):
    data = scene.data
    aim = ("A mistake is planted in this code. Find an order of the steps in "
           f"which {html.escape(data['lose'])}."
           if scene.bug else
           "This is our code. Try to find an order of the steps in which "
           f"{html.escape(data['lose'])}: there is none.")
    return (f"<p>{html.escape(data['about'])}</p>\n<p>{aim} You are the "
            "scheduler: one thread at a time steps, and you say which.</p>")


def proof(scene):
    data = scene.data
    said = (f"{data['lost']:,} of the {data['schedules']:,} orders of these "
            "steps go wrong. The explorer stops at the first that it finds, "
            f"in its run {data['runs']:,}:" if scene.bug else
            f"All {data['schedules']:,} orders of these steps were tried, and "
            "none goes wrong. The explorer tries them, too, and those with "
            f"{data['left_out']}; {data['runs']:,} runs stand for all that "
            "differ in more than the order of what commutes:")
    return (f"<p>{html.escape(said)}</p>\n"
            f"<p><code>{html.escape(data['command'])}</code></p>")


def scene_html(scene):
    # "</script>" would end the script, and "<!--" with "<script" hide its end.
    data = json.dumps(scene.data, ensure_ascii=False).replace("<", "\\u003c")
    title = "A run that is lost" if scene.bug else "One run"
    return f"""{words(scene)}
<div id="player"></div>
<script type="application/json" id="scene">{data}</script>
<script src="play.js"></script>
<h2 id="run">{title}, step by step</h2>
<details{' class="spoiler"' if scene.bug else ' open'}>
<summary>Show it</summary>
{run_html(scene)}
</details>
<noscript><p>With JavaScript, this page lets you choose each step.</p></noscript>
<h2 id="all">All runs</h2>
{proof(scene)}"""


def index_html(scenes):
    rows = "\n".join(
        f'<li><a href="{one.file}">{html.escape(one.title())}</a>: '
        + (f"can you bring it about that {html.escape(one.data['lose'])}?"
           if one.bug else "the same, where it cannot be done.") + "</li>"
        for one in scenes)
    return f"""<p>A wake is lost when it falls between a look and a sleep. Here
you decide which thread steps next, line by line of the real C, and try to lose
it. Start with the first: it takes a minute.</p>
<ul>
{rows}
</ul>
<p>In the terminal: <code>make play</code>. How all orders are found:
<a href="beyond-explore.html">Every interleaving, of the real C</a>.</p>"""


def player_pages(scenes):
    """(page, HTML) of each. Where the explorer cannot run there are none."""
    if not scenes:
        return
    yield (pages.Page("play.html", "Lose the wake", pages.PLAY),
           index_html(scenes))
    for scene in scenes:
        yield (pages.Page(scene.file, scene.title(), pages.PLAY),
               scene_html(scene))
