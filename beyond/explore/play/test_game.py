"""Tests of what the game says to each word that is typed."""
import re
import unittest

from game import Game
from games import LEVELS
from screen import Screen
from test_levels import load

LOSES = "1 1 2 2 1 2 2"  # with bug 10


class Games(unittest.TestCase):
    def play(self, name, words=""):
        """What the game says to each word, in order."""
        said = []
        level = load(name)
        self.game = Game(level, Screen(level), said.append)
        answers = []
        for word in words.split():
            said.clear()
            self.game.obey(word)
            answers.append("\n".join(said))
        return answers

    def test_the_wake_is_lost_by_these_steps(self):
        last = self.play("wake-against-sleep-bug-10", LOSES)[-1]
        self.assertIn("nobody is left to wake them: the wake is lost", last)
        self.assertIn("park->woken: true", last)
        self.assertIn("asleep: the sleeper's thread", last)
        self.assertIn("  3. a waker's thread: park_scenes.c:36", last)
        self.assertIn("  5. the sleeper's thread: park.c:61", last)
        self.assertRegex(last, r"27 `park->woken = true;`, 28\s+`pthread_mutex"
                         r"_unlock\(&park->lock\);` takes the lock, gives it")
        self.assertIn("--replay '0 0 0 1 1 0 1 1' wake-sleep", last)

    def test_by_the_same_steps_ours_is_not_lost(self):
        last = self.play("wake-against-sleep", LOSES)[-1]
        self.assertNotIn("lost", last)
        self.assertIsNone(self.game.state()["fault"])

    def test_an_end_without_a_loss_is_no_victory(self):
        words = "2 2 2 2 1 1"
        last = self.play("wake-against-sleep-bug-10", words)[-1]
        self.assertTrue(self.game.has_ended())
        self.assertIn("All have finished, and nothing was lost", last)

    def test_back_undoes_the_last_step(self):
        self.play("wake-against-sleep-bug-10", "1 2 b")
        self.assertEqual(len(self.game.trail), 1)
        at_one = self.game.number()
        self.play("wake-against-sleep-bug-10", "1")
        self.assertEqual(self.game.number(), at_one)

    def test_a_loss_can_be_taken_back(self):
        self.play("wake-against-sleep-bug-10", LOSES + " b")
        self.assertFalse(self.game.has_ended())

    def test_back_at_the_start_says_so(self):
        self.assertEqual(self.play("wake-against-sleep", "b"),
                         ["this is the start"])

    def test_whoever_follows_the_hints_loses_it(self):
        for level in LEVELS:
            if not level.bug:
                continue
            with self.subTest(level.name):
                self.play(level.name)
                while not self.game.has_ended():
                    self.follow_hint()
                self.assertTrue(self.game.state()["fault"])

    def follow_hint(self):
        said = []
        self.game.say = said.append
        self.game.do("h")
        name = re.search(r"Let (.*?) step:", " ".join("\n".join(said).split()))
        threads = self.game.level["threads"]
        self.game.do(str(threads.index(name[1]) + 1))

    def test_where_it_is_too_late_a_hint_says_how_far_back(self):
        words = "2 2 2 2 h"
        last = self.play("wake-against-sleep-bug-10", words)[-1]
        back = re.search(r"type ((?:b ?)+)", " ".join(last.split()))[1]
        for word in back.split():
            self.assertIsNone(self.game.graph.way_to_loss(self.game.number()))
            self.game.do(word)
        self.assertTrue(self.game.graph.way_to_loss(self.game.number()))

    def test_on_ours_a_hint_says_that_there_is_none(self):
        self.assertIn("from anywhere",
                      self.play("wake-against-sleep", "1 h")[-1])

    def test_who_gives_up_is_shown_the_shortest_loss(self):
        last = self.play("wake-against-sleep-bug-10", "2 g")[-1]
        self.assertTrue(last.startswith("6 of the 32 schedules"))
        self.assertIn("--replay '0 0 0 1 1 0 1 1'", last)
        self.assertTrue(self.game.is_over)

    def test_who_gives_up_on_ours_is_told_how_we_know(self):
        last = self.play("wake-against-sleep", "1 g")[-1]
        self.assertIn("All 32 schedules", last)
        self.assertIn("\nsh beyond/explore/run.sh wake-sleep", last)

    def test_a_word_that_is_none_changes_nothing(self):
        for word in "x", "0", "3", "-1", "1.5", "²", "bb":
            with self.subTest(word):
                self.assertEqual(
                    self.play("wake-against-sleep", "1 " + word)[-1],
                    f"{word}: neither a thread nor a command; ? lists them")
                self.assertEqual(len(self.game.trail), 1)

    def test_a_thread_that_cannot_step_says_why(self):
        words = "1 1 2 2"
        self.assertEqual(
            self.play("wake-against-sleep", words)[-1],
            "a waker's thread cannot step: "
            "the lock is held by the sleeper's thread")
        self.assertEqual(len(self.game.trail), 3)

    def test_after_the_end_no_thread_steps(self):
        last = self.play("wake-against-sleep-bug-10", LOSES + " 1")[-1]
        self.assertEqual(last, "the run is over: b goes back, q quits")

    def test_what_has_changed_is_marked(self):
        last = self.play("wake-against-sleep", "1 1")[-1]
        self.assertIn("park->lock: held by the sleeper's thread *", last)
        self.assertNotIn("park->woken: false *", last)
