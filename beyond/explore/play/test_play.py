"""Tests of the game as a program: its input, its output, its end."""
import os
import pty
import subprocess
import sys
import unittest

from games import LEVELS

PLAY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "play.py")


class Commands(unittest.TestCase):
    def play(self, *args, words=""):
        return subprocess.run(
            [sys.executable, PLAY, *args], input=words,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)

    def test_the_end_of_input_ends_it_well(self):
        for words in "", "1", "1\n2\n":
            run = self.play("wake-against-sleep", words=words)
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            self.assertTrue(run.stdout.endswith("\n"))

    def test_it_ends_quietly_if_nobody_reads_on(self):
        reads, writes = os.pipe()
        os.close(reads)
        run = subprocess.run([sys.executable, PLAY, "wake-against-sleep"],
                             stdin=subprocess.DEVNULL, stdout=writes,
                             stderr=subprocess.PIPE,
                             env={**os.environ, "PYTHONUNBUFFERED": ""})
        os.close(writes)
        self.assertEqual((run.returncode, run.stderr), (0, b""))

    def test_nothing_is_done_behind_the_q(self):
        run = self.play("wake-against-sleep", words="1\nq h x\n1\n")
        self.assertTrue(run.stdout.endswith(" q h x\n"))

    def test_the_first_screen_says_what_to_do(self):
        said = self.play("wake-against-sleep", "10").stdout
        for words in ("Make it go wrong: the note is written",
                      "1  the sleeper's thread", "2  a waker's thread",
                      "can step: type 1", "h        a hint"):
            self.assertIn(words, said)

    def test_the_explorers_name_of_a_scene_will_do(self):
        self.assertEqual(self.play("wake-sleep", "10").stdout,
                         self.play("wake-against-sleep", "10").stdout)

    def test_an_unknown_level_is_said_in_one_line(self):
        for args, what in ((("nap",), "nap"),
                           (("wake-sleep", "99"), "wake-sleep with BUG=99"),
                           (("wake-sleep", "x"), "wake-sleep with BUG=x")):
            run = self.play(*args)
            self.assertEqual(
                (run.returncode, run.stdout, run.stderr),
                (2, "", f"play: no such level: {what} (make play lists "
                        "them)\n"))

    def test_a_bug_alone_is_refused_with_what_is_missing(self):
        self.assertEqual(self.play("10").stderr,
                         "play: a bug needs its scene: SCENE=… (make play "
                         "lists them)\n")

    def test_without_a_name_it_lists_all_levels(self):
        said = self.play().stdout
        for level in LEVELS:
            self.assertIn(f"SCENE={level.game.name}", said)
        self.assertEqual(said.count("make play"), len(LEVELS))

    def test_plain_text_where_there_is_no_terminal(self):
        self.assertNotIn("\033", self.play("wake-against-sleep", "10",
                                           words="1 1 1 2 2 2 g").stdout)

    def on_terminal(self, **more):
        """What it writes to one, if its input ends at once."""
        ours, theirs = pty.openpty()
        game = subprocess.Popen(
            [sys.executable, PLAY, "wake-against-sleep"],
            stdin=subprocess.DEVNULL, stdout=theirs,
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **more})
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:  # the end of what a terminal has
            pass
        os.close(ours)
        self.assertEqual(game.wait(), 0)
        return said

    def test_bold_letters_on_a_terminal_unless_it_wants_none(self):
        self.assertIn(b"\033[1m", self.on_terminal())
        self.assertNotIn(b"\033", self.on_terminal(NO_COLOR="1"))
        self.assertNotIn(b"\033", self.on_terminal(TERM="dumb"))
