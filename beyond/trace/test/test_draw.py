#!/usr/bin/env python3
"""A bad trace is told, and what is drawn of a good one can be read.

    python3 test/test_draw.py BUILD [WRAPPER]    BUILD holds the programs
"""
import copy
import itertools
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True
from programs import STILL, TRACE, events_of, states  # noqa: E402
import events  # noqa: E402
import lanes  # noqa: E402
import picture  # noqa: E402
import shapes  # noqa: E402
import programs  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"


def drawn(program, title="a title"):
    made = lanes.make(events_of(program))
    return xml.etree.ElementTree.fromstring(picture.Picture(*made).draw(title))


def without_first(kind):
    def spoil(all_events):
        place = [event["ph"] for event in all_events].index(kind)
        del all_events[place]
    return spoil


def first_with(**changes):
    def spoil(all_events):
        event = next(e for e in all_events if e["ph"] == changes["of"])
        event.update({k: v for k, v in changes.items() if k != "of"})
    return spoil


def backwards(all_events):
    all_events[-1]["ts"] = 0


SPOILS = {
    "an end without a begin": without_first("B"),
    "an end without a begin on lane": first_with(of="E", name="another"),
    "a slice inside a slice": without_first("E"),
    "a slice without an end": lambda all_events: all_events.pop(),
    "an arrow that has not one start and one end": without_first("s"),
    "an arrow that has not one start": first_with(of="f", id=99),
    "time goes back": backwards,
    "without a good 'ts'": first_with(of="i", ts="soon"),
    "without a good 'tid'": first_with(of="B", tid=None),
    "without a good 'args'": first_with(of="M", args=[]),
    "has no name": first_with(of="i", tid=77),
    "unknown kind": first_with(of="E", ph="Q"),
}


class Broken(unittest.TestCase):
    def test_each_way_to_break_a_trace_is_told(self):
        good = events_of("still_doorbell")
        for reason, spoil in SPOILS.items():
            spoilt = copy.deepcopy(good)
            spoil(spoilt)
            with self.assertRaisesRegex(events.Broken, reason):
                events.check({"traceEvents": spoilt})

    def test_a_bad_file_is_one_line_and_status_2(self):
        with tempfile.TemporaryDirectory() as directory:
            for name, text in ("a", "{"), ("b", "[]"), ("c", "\0"), ("d", None):
                path = os.path.join(directory, name)
                if text is not None:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                done = subprocess.run(
                    [sys.executable, "draw.py", path, path + ".svg"],
                    cwd=TRACE, stderr=subprocess.PIPE,
                    text=True)
                self.assertEqual(done.returncode, 2, text)
                self.assertRegex(done.stderr, r"^draw.py: [^\n]+\n$")


def boxes_of(svg):
    """Where texts are: from left to right, and their base line."""
    for text in svg.iter(SVG + "text"):
        width = shapes.width_of(text.text)
        left = float(text.get("x")) - width * {
            "start": 0, "middle": .5, "end": 1}[text.get("text-anchor")]
        yield left, left + width, float(text.get("y"))


def overlap(one, other):
    return (one[0] < other[1] and other[0] < one[1]
            and abs(one[2] - other[2]) < 14)


class Pictures(unittest.TestCase):
    def test_a_picture_has_a_title_and_words_for_who_cannot_see(self):
        svg = drawn("still_doorbell", "Who <rings> & why")
        self.assertEqual(svg.get("role"), "img")
        self.assertEqual(svg.find(SVG + "title").text, "Who <rings> & why")
        self.assertIn("task 1: called at 0 and 300 ms, woken at 300 ms, done at 320 ms",
                      svg.find(SVG + "desc").text)
        for word in svg.get("aria-labelledby").split():
            self.assertIsNotNone(svg.find(f"*[@id='{word}']"))

    def test_no_text_is_smaller_than_11_px_at_1000_px(self):
        svg = drawn("still_ding")
        sizes = re.findall(r"(\d+)px", svg.find(SVG + "style").text)
        self.assertEqual(svg.get("viewBox").split()[2], "1000")
        self.assertGreaterEqual(min(map(int, sizes)), 11)

    def test_no_two_texts_overlap(self):
        for program in STILL:
            boxes = boxes_of(drawn(program, 12 * "title "))
            for one, other in itertools.combinations(boxes, 2):
                self.assertFalse(overlap(one, other), (one, other))

    def test_a_long_legend_goes_on_in_another_line(self):
        everything = lanes.Lane(lanes.FIRST_TASK)
        everything.name = "all of them"
        for name, _ in picture.LEGEND:
            everything.marks.append(lanes.Mark(name, 0))
        made = picture.Picture([everything], []).draw("a title")
        for _, right, _ in boxes_of(xml.etree.ElementTree.fromstring(made)):
            self.assertLess(right, picture.WIDTH)

    def test_each_lane_has_its_label_and_its_own_row(self):
        svg = drawn("still_ding")
        labels = {text.text: text.get("y") for text in svg.iter(SVG + "text")
                  if text.get("text-anchor") == "end"}
        self.assertEqual(len(labels), 11)
        self.assertEqual(len(set(labels.values())), 11)

    def test_each_wake_is_an_arrow(self):
        made = lanes.make(events_of("still_ding"))
        svg = xml.etree.ElementTree.fromstring(
            picture.Picture(*made).draw("a title"))
        tips = svg.findall(f"{SVG}path[@class='tip']")
        self.assertEqual(len(tips), len(made[1]) + 1)  # one in the legend

    def test_each_style_has_another_one_in_the_dark(self):
        style = drawn("still_ding").find(SVG + "style").text
        light, dark = style.split("@media (prefers-color-scheme: dark)")
        for name in "text", ".grid", ".paper", ".running", ".wake", ".halo":
            self.assertIn(f"{name} ", light)
            self.assertIn(f"{name} ", dark)

    def test_a_lane_can_have_another_name(self):
        made = lanes.make(events_of("still_take_turns"), [("task 1", "Ada")])
        self.assertEqual(made[0][1].name, "Ada")
        self.assertIn("calls Ada", states(made[0][0]))

    def test_the_axis_has_a_handful_of_round_times(self):
        for end in 0.01, 0.9, 1, 12, 180, 1800, 9030, 123456:
            steps = end / picture.step_of(end)
            self.assertTrue(4 < steps <= 12, end)


if __name__ == "__main__":
    programs.use(sys.argv[1:])
    unittest.main(argv=sys.argv[:1])
