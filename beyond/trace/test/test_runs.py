#!/usr/bin/env python3
"""What the programs write is a trace of what they did.

    python3 test/test_runs.py BUILD [WRAPPER]    BUILD holds the programs
"""
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from programs import (REAL, STILL, events_of, lane, run,  # noqa: E402
                      sources_of_wakes, states)
import lanes  # noqa: E402
import programs  # noqa: E402


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

    def test_in_the_still_world_nobody_wakes_up_late(self):
        writer = lane("still_letter", "thread 2")
        self.assertIn(("asleep", 0, 300), writer.spans)
        timer = lane("still_ding", "timer's thread", "-t", "1", "-p", "25ms")
        self.assertIn(25, [span.end for span in timer.spans])

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


if __name__ == "__main__":
    programs.use(sys.argv[1:])
    unittest.main(argv=sys.argv[:1])
