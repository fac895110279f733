#!/usr/bin/env python3
"""Ours does each workload, and the driver tells rightly what was measured.

    python3 test_bench.py BUILD      BUILD holds the program `ours`
"""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import bench  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
from workloads import CPUS, OF_EXECUTORS, WORKLOADS, Workload  # noqa: E402

OURS = None
SMALL = {"W1": "10 10", "W1 big": "100 3", "W2": "100", "W3": "100",
         "W4": "5", "W5": f"5 {CPUS[0]} {CPUS[0]}",
         "W5 two": f"5 {CPUS[0]} {CPUS[-1]}", "W6": "1000",
         "W7": "10 10"}


def printed_by_ours(*words):
    return subprocess.run([OURS, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


class Ours(unittest.TestCase):
    def test_each_workload_prints_its_figures(self):
        for workload in {one.name: one for one
                         in WORKLOADS + OF_EXECUTORS}.values():
            words = [workload.words.split()[0], *SMALL[workload.name].split()]
            printed = bench.run(OURS, *words)

            self.assertEqual(set(printed), set(workload.figures))
            self.assertTrue(all(float(value) >= 0
                                for value in printed.values()), printed)

    def test_no_sleep_is_too_early(self):
        self.assertEqual(float(bench.run(OURS, "W4", "20")["early"]), 0)

    def test_bad_words_exit_2_with_the_usage(self):
        for words in ((), ("W7",), ("W1",), ("W1", "1"), ("W1", "0", "1"),
                      ("W1", "x", "1"), ("W1", "1", "-1"), ("W1", "1", ""),
                      ("W1", "1", "1", "1"), ("W2", "99999999999999999999")):
            done = printed_by_ours(*words)

            self.assertEqual(done.returncode, 2, words)
            self.assertEqual(done.stdout, b"")
            self.assertTrue(done.stderr.startswith(b"usage: "))


class Figures(unittest.TestCase):
    MADE_UP = {"W1": {"ours": {"ns_per_call": [10.0, 30.0, 20.0]},
                      "tokio": {"ns_per_call": [50.0, 40.0, 60.0]}},
               "W4": {"ours": {"us_median": [5.0], "us_99": [9.0],
                               "early": [0.0, 0.0, 1.0]},
                      "tokio": {"us_median": [50.0], "us_99": [80.0],
                                "early": [0.0]}}}

    def setUp(self):
        self.results = report.summed_up(self.MADE_UP)

    def test_the_ratio_is_that_of_the_medians(self):
        tokio = self.results["W1"]["tokio"]["ns_per_call"]

        self.assertEqual((tokio["median"], tokio["min"], tokio["max"]),
                         (50, 40, 60))
        self.assertEqual(tokio["ratio_to_ours"], 2.5)

    def test_there_is_no_ratio_to_nothing(self):
        early = self.results["W4"]["tokio"]["early"]

        self.assertIsNone(early["ratio_to_ours"])

    def test_bounds_hold_up_to_their_limit_and_no_further(self):
        judged = {(one["figure"], one["other"]): one["holds"]
                  for one in report.judged(self.results)}

        self.assertEqual(judged, {("ns_per_call", "tokio"): True,
                                  ("us_median", "tokio"): True,
                                  ("us_99", "tokio"): False,
                                  ("early", None): False})

    def test_a_bound_is_held_by_whom_it_names(self):
        made_up = dict(self.MADE_UP["W1"], fast={"ns_per_call": [15.5]})

        judged = {(one["who"], one["other"]): one["measured"] for one
                  in report.judged(report.summed_up({"W1": made_up}))}

        self.assertEqual(judged, {("ours", "tokio"): 0.4,
                                  ("fast", "tokio"): 0.31})

    def test_a_row_shows_median_span_and_ratio(self):
        rows = list(report.figure_table("ns a call", "ns_per_call",
                                        self.results["W1"]))

        self.assertEqual(rows[2].split(),
                         ["tokio", "50", "40", "..", "60", "2.50"])

    def test_an_overview_has_a_column_a_workload(self):
        rows = [row.split() for row
                in report.overview(WORKLOADS, self.results)]

        self.assertEqual(rows, [["W1", "W4"], ["ours", "20", "5"],
                                ["tokio", "50", "50"]])

    def test_a_picture_marks_each_ratio(self):
        script = plot.picture_of_ratios("x.svg", WORKLOADS, self.results)

        self.assertIn("$tokio << EOD\n2.5 0\n10.0 1\n", script)


    def test_a_picture_has_a_title_of_its_own(self):
        with tempfile.NamedTemporaryFile("w+", suffix=".svg") as file:
            file.write("<svg><title>Gnuplot</title></svg>")
            file.flush()

            plot.give_title(file.name, "Cost")

            with open(file.name, encoding="utf-8") as drawn:
                self.assertEqual(drawn.read(), "<svg><title>Cost</title></svg>")


class Driver(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.build = folder.name
        kept = bench.SETS, plot.draw
        self.addCleanup(lambda: (setattr(bench, "SETS", kept[0]),
                                 setattr(plot, "draw", kept[1])))
        bench.SETS = {"bench": [Workload("W1", "W1 1", "", {"ns": "ns"})]}
        plot.draw = lambda *_: None

    def contender(self, name, script):
        path = os.path.join(self.build, name)
        with open(path, "w") as file:
            file.write(f'#!/bin/sh\n[ "$1" != list ] || {{ echo W1; exit; }}\n'
                       f"{script}\n")
        os.chmod(path, 0o755)

    def run_bench(self, *contenders, turns="3", only=""):
        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said), \
                contextlib.redirect_stderr(self.said):
            return bench.main(["bench", self.build, turns, only, *contenders])

    def test_each_runs_once_a_turn(self):
        self.contender("ours", "echo ns 2")
        self.contender("peer", "echo ns 3; echo note is another thing")

        self.assertEqual(self.run_bench("ours", "peer", "gone=a-package"), 0)
        with open(os.path.join(self.build, "bench.json")) as file:
            told = json.load(file)
        peer = told["results"]["W1"]["peer"]["ns"]
        self.assertEqual((peer["all"], peer["ratio_to_ours"]), ([3] * 3, 1.5))
        self.assertEqual(told["notes"], [["W1", "peer", "is another thing"]])
        self.assertEqual(told["missing"], {"gone": "a-package"})
        self.assertIn("Not installed: gone", self.said.getvalue())

    def test_some_run_more_often_in_a_turn(self):
        bench.SETS = {"bench": [Workload("W1", "W1 1", "", {"ns": "ns"}, 4)]}
        self.contender("ours", "echo ns 2")

        self.assertEqual(self.run_bench("ours", turns="2"), 0)
        with open(os.path.join(self.build, "bench.json")) as file:
            told = json.load(file)
        self.assertEqual(told["results"]["W1"]["ours"]["ns"]["all"], [2] * 8)

    def test_what_fails_is_named_and_the_rest_is_told(self):
        self.contender("ours", "echo ns 2")
        self.contender("breaks", "echo no luck >&2; exit 3")
        self.contender("silent", "")

        self.assertEqual(self.run_bench("ours", "breaks", "silent"), 1)
        self.assertIn("breaks W1 1: exit status 3: no luck",
                      self.said.getvalue())
        self.assertIn("silent W1 1: printed no figure", self.said.getvalue())
        self.assertIn("  ours ", self.said.getvalue())

    def test_bad_words_exit_2(self):
        self.assertEqual(self.run_bench("ours", turns="0"), 2)
        self.assertEqual(self.run_bench("ours", turns="many"), 2)
        self.assertEqual(self.run_bench("ours", only="W9"), 2)
        self.assertEqual(self.run_bench(), 2)


if __name__ == "__main__":
    OURS = os.path.join(sys.argv.pop(1), "ours")
    unittest.main()
