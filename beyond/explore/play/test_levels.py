"""Tests of the levels: all their states are there, and nothing else. make check
runs them, once the levels are built."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from graph import Graph
from games import BUILD, LEVELS, TOP

MOST_BYTES = 200 * 1000
LEVELS_PY = os.path.join(os.path.dirname(__file__), "levels.py")
OURS = os.path.join(BUILD, "ours/explore/explore")


def load(name):
    with open(os.path.join(BUILD, f"{name}.json")) as file:
        return json.load(file)


def explore(*args, program=OURS):
    return subprocess.run([program, *args], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.PIPE)


def explorer_of(level):
    kind = f"bug-{level.bug}" if level.bug else "ours"
    return os.path.join(BUILD, kind, "explore/explore")


def all_states(*args):
    with tempfile.NamedTemporaryFile() as file:
        explore("--states", file.name, *args)
        return json.load(file)["states"]


def others(states):
    """The choices that are no steps of threads."""
    return {step["choice"] for state in states for step in state["go"]
            if step["choice"] != str(step["thread"])}


def runs_by_brute_force(scene, *options):
    said = explore("--brute", *options, scene).stdout
    return int(re.search(r"(\d+) runs", said)[1])


class Graphs(unittest.TestCase):
    def test_a_fault_is_there_where_the_search_finds_one_and_nowhere_else(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                search = explore(level.game.scene, program=explorer_of(level))
                self.assertIn(search.returncode, (0, 1))
                self.assertEqual(any(one["fault"] for one in made["states"]),
                                 search.returncode == 1)

    def test_each_bug_can_be_lost_and_what_is_ours_cannot(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                self.assertEqual(bool(made["loss"]), bool(level.bug))

    def test_the_explorer_runs_the_loss_to_the_same_fault(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                if not level.bug:
                    continue
                graph, at = Graph(made["states"]), 0
                for step in graph.way_to_loss(0):
                    at = step["to"]
                schedule = " ".join([made["before"], *made["loss"]])
                run = explore("--replay", schedule, level.game.scene,
                              program=explorer_of(level))
                self.assertEqual(run.returncode, 1)
                self.assertIn(made["states"][at]["fault"], run.stdout)

    def test_as_many_schedules_lead_through_it_as_brute_force_runs(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                if not level.bug:
                    self.assertEqual(
                        made["schedules"],
                        runs_by_brute_force(level.game.scene, "--plain"))

    def test_what_the_game_leaves_out_is_not_there(self):
        for level in LEVELS:
            with self.subTest(level.name):
                self.assertEqual(others(load(level.name)["states"]), set())
        self.assertEqual(others(all_states("--plain", "two-wakes-sleep")),
                         set())
        self.assertIn("0-1", others(all_states("two-wakes-sleep")))
        self.assertIn("~0", others(all_states("wake-sleep")))

    def test_so_they_do_with_old_values_and_wakes_without_a_reason(self):
        for scene in "wake-sleep", "letter-read", "two-wakes-sleep":
            with self.subTest(scene):
                graph = Graph(all_states(scene))
                self.assertEqual(graph.count_schedules(),
                                 runs_by_brute_force(scene))

    def test_states_that_look_the_same_and_go_on_the_same_are_one(self):
        end = {"see": "end", "fault": None, "go": []}
        graph = Graph([
            {"see": "start", "go": [{"to": 1}, {"to": 2}]},
            {"see": "here", "go": [{"to": 3}]},
            {"see": "here", "go": [{"to": 4}]},
            end, dict(end)])
        graph.merge()
        self.assertEqual([one["see"] for one in graph.states],
                         ["start", "here", "end"])
        self.assertEqual(graph.count_schedules(), 2)

    def test_each_level_is_small_enough_for_a_page(self):
        for level in LEVELS:
            with self.subTest(level.name):
                path = os.path.join(BUILD, f"{level.name}.json")
                self.assertLess(os.path.getsize(path), MOST_BYTES)

    def test_who_cannot_step_says_why_and_who_can_has_a_step(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                for state in made["states"]:
                    threads = {step["thread"] for step in state["go"]}
                    for number, can in enumerate(state["can"]):
                        self.assertEqual(can, number in threads)
                        if state["go"] and state["next"][number] is not None:
                            self.assertEqual(can, not state["why"][number])

    def test_what_is_seen_is_why_a_thread_cannot_step(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                for state in made["states"]:
                    self.see(made["threads"], state)

    def see(self, threads, state):
        asleep = [name for name, why in zip(threads, state["why"])
                  if why == "it is asleep"]
        self.assertEqual(dict(state["see"])["asleep"],
                         asleep[0] if asleep else "nobody")
        for why in state["why"]:
            if why.startswith("the lock is "):
                self.assertIn(why[len("the lock is "):],
                              [value for _, value in state["see"]])

    def test_each_line_stands_so_in_its_function(self):
        for level in LEVELS:
            with self.subTest(level.name):
                made = load(level.name)
                for line in made["lines"]:
                    function = made["functions"][line["function"]]
                    text = function["lines"][line["line"] - function["first"]]
                    self.assertEqual(text.strip(), line["text"])
                    self.assertEqual(function["file"], line["file"])

    def test_each_line_has_a_file_and_ours_stands_in_it(self):
        for level in LEVELS:
            with self.subTest(level.name):
                for line in load(level.name)["lines"]:
                    with open(os.path.join(TOP, line["file"])) as file:
                        text = file.read().splitlines()
                    if not level.bug:
                        self.assertEqual(text[line["line"] - 1].strip(),
                                         line["text"])

    def test_what_cannot_be_written_is_said_in_one_line(self):
        for args, why in ((["nap", "file"], "no such level: nap"),
                          (["nap"], "a name and a file, please")):
            run = subprocess.run([sys.executable, LEVELS_PY, *args],
                                 stderr=subprocess.PIPE, text=True)
            self.assertEqual((run.returncode, run.stderr),
                             (2, f"levels.py: {why}\n"))

    def test_a_scene_with_too_many_states_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "states")
            run = explore("--plain", "--states", file, "two-writers")
            self.assertEqual((run.returncode, run.stderr),
                             (2, f"explore: {file}: too many states\n"))

    def test_a_file_that_cannot_be_written_is_said(self):
        for file, why in (("/no/such/place", "No such file or directory"),
                          ("/dev/full", "No space left on device")):
            run = explore("--states", file, "wake-sleep")
            self.assertEqual((run.returncode, run.stderr),
                             (2, f"explore: {file}: {why}\n"))
