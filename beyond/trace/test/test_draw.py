#!/usr/bin/env python3
"""What the programs write is a trace, and what is drawn of it can be read.

    python3 test/test_draw.py BUILD [WRAPPER]    BUILD holds the programs
"""
import collections
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import events  # noqa: E402
import lanes  # noqa: E402
import picture  # noqa: E402

BUILD = WRAPPER = None
STILL = ["still_letter", "still_doorbell", "still_take_turns", "still_alarm",
         "still_ding"]
REAL = ["doorbell", "take_turns", "alarm", "ding"]
SVG = "{http://www.w3.org/2000/svg}"


def run(program, path, *words):
    return subprocess.run(
        [*WRAPPER, os.path.join(BUILD, program), *words], text=True,
        env={**os.environ, "TRACE_FILE": path}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60)


def events_of(program, *words):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "trace.json")
        done = run(program, path, *words)
        assert (done.returncode, done.stderr) == (0, ""), done
        return events.load(path)


def drawn(program, title="a title"):
    made = lanes.make(events_of(program))
    return xml.etree.ElementTree.fromstring(picture.Picture(*made).draw(title))


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


class Traces(unittest.TestCase):
    def test_each_program_writes_a_trace(self):
        for program in STILL + REAL:
            words = ["-p", "10ms"] if program == "ding" else []
            self.assertGreater(len(events_of(program, *words)), 20, program)

    def test_a_lane_is_in_one_state_at_a_time_without_gaps(self):
        for one in lanes.make(events_of("still_ding"))[0]:
            for before, span in zip(one.spans, one.spans[1:]):
                self.assertEqual(before.end, span.start, one.name)

    def test_a_program_says_what_it_says_untraced(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "trace.json")
            said = run("take_turns", path).stdout.splitlines()
            self.assertEqual(said[:4], ["Ada: 1", "Brian: 1", "Carol: 1",
                                        "Ada: 2"])
            self.assertEqual(said[-1], "no task is left")

    def test_a_program_that_refuses_still_refuses(self):
        with tempfile.TemporaryDirectory() as directory:
            done = run("ding", os.path.join(directory, "t"), "--tasks", "0")
            self.assertEqual(done.returncode, 2)

    def test_a_trace_that_cannot_be_written_is_said_in_one_line(self):
        done = run("take_turns", "/nowhere/trace.json")

        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "trace: cannot write /nowhere/trace.json"
                                      ": No such file or directory\n")


class Runs(unittest.TestCase):
    def test_a_task_of_step_1_is_called_though_nobody_wakes_it(self):
        reader = lane("still_letter", "task 2")
        self.assertEqual(states(reader).count("running"), 12)
        self.assertNotIn("woken", [mark.name for mark in reader.marks])

    def test_the_reader_of_step_2_is_woken_once_and_called_twice(self):
        reader = lane("still_doorbell", "task 1")
        self.assertEqual(states(reader)[:5], ["running", "waiting", "ready",
                                              "running", "done"])

    def test_the_handle_of_who_is_gone_is_woken_to_no_effect(self):
        second = lane("still_doorbell", "task 2")
        self.assertEqual(states(second), ["running", "waiting", "gone"])
        names = [mark.name for mark in second.marks]
        self.assertLess(names.index("dropped"), names.index("woken"))

    def test_who_wakes_itself_is_ready_at_once(self):
        for task in "task 1", "task 2", "task 3":
            self.assertEqual(states(lane("still_take_turns", task)),
                             3 * ["ready", "running"] + ["done", "gone"])

    def test_the_wakes_of_the_timer_are_on_its_lane(self):
        self.assertEqual(sources_of_wakes("still_ding"), 18 * ["timer's thread"])
        self.assertEqual(set(sources_of_wakes("ding", "--period", "10ms")),
                         {"timer's thread"})

    def test_each_of_nine_tasks_is_called_three_times_and_done(self):
        made, _ = lanes.make(events_of("still_ding"))
        tasks = [one for one in made if not one.is_thread]
        self.assertEqual([states(one).count("running") for one in tasks],
                         9 * [3])
        self.assertEqual([states(one).count("done") for one in tasks], 9 * [1])

    def test_the_timer_is_rung_by_an_earlier_deadline_only(self):
        timer = lane("still_alarm", "timer's thread")
        starts = [span.start for span in timer.spans if span.state == "asleep"]
        self.assertEqual(starts, [0, 0, 10, 100, 200, 300])

    def test_handles_balance(self):
        for program in STILL:
            left = {}
            for event in events_of(program):
                if event["ph"] == "i":
                    left[event["tid"]] = event["args"]["handles"]
            self.assertEqual(set(left.values()), {0}, program)

    def test_a_still_run_is_the_same_each_time(self):
        for program in STILL:
            first = events_of(program)
            for _ in range(3):
                self.assertEqual(events_of(program), first, program)


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
                    cwd=os.path.dirname(HERE), stderr=subprocess.PIPE,
                    text=True)
                self.assertEqual(done.returncode, 2, text)
                self.assertRegex(done.stderr, r"^draw.py: [^\n]+\n$")


class Pictures(unittest.TestCase):
    def test_a_picture_has_a_title_and_words_for_who_cannot_see(self):
        svg = drawn("still_doorbell", "Who <rings> & why")
        self.assertEqual(svg.get("role"), "img")
        self.assertEqual(svg.find(SVG + "title").text, "Who <rings> & why")
        self.assertIn("task 1: called 2 times, woken at 300 ms, done at 320 ms",
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
            rows = collections.defaultdict(list)
            for text in drawn(program).iter(SVG + "text"):
                width = len(text.text) * 6.5
                x = float(text.get("x"))
                x -= {"start": 0, "middle": .5,
                      "end": 1}[text.get("text-anchor")] * width
                rows[text.get("y")].append((x, x + width))
            for row in rows.values():
                row.sort()
                self.assertGreaterEqual(row[0][0], 0, program)
                self.assertLessEqual(row[-1][1], 1000, program)
                for left, right in zip(row, row[1:]):
                    self.assertLess(left[1], right[0], program)

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
    BUILD = os.path.abspath(sys.argv[1])
    WRAPPER = sys.argv[2:]
    unittest.main(argv=sys.argv[:1])
