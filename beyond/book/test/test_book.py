#!/usr/bin/env python3
"""How the pages are made, on texts that are made up."""
import contextlib
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import book  # noqa: E402
import links  # noqa: E402
import markdown  # noqa: E402
import pages  # noqa: E402
import player  # noqa: E402
import sources  # noqa: E402

TEXT = """# A book

Before.

## How to use this

```sh
## no heading
```

## Step 1: Why?

### Because

[there](#why-not), and [up](README.md).

## Why not?
"""


class Pages(unittest.TestCase):
    def test_a_text_is_split_at_its_parts_and_not_in_its_code(self):
        made = list(pages.tutorial_pages(TEXT))

        self.assertEqual([page.file for page in made],
                         ["start.html", "step-1.html", "why-not.html"])
        self.assertIn("## no heading", made[0].text)

    def test_a_heading_s_anchor_is_as_hosting_sites_make_it(self):
        self.assertEqual(pages.slug("Step 3: Who asks? It's `run`"),
                         "step-3-who-asks-its-run")


class Files(unittest.TestCase):
    def test_without_git_the_same_files_are_found(self):
        with_git = {path for path in links.tracked(markdown.TOP)
                    if os.path.exists(os.path.join(markdown.TOP, path))}

        self.assertEqual(set(links.walked(markdown.TOP)), with_git)


    @unittest.skipUnless(shutil.which("git"), "needs git")
    def test_a_name_may_hold_what_git_would_quote(self):
        with tempfile.TemporaryDirectory() as top:
            subprocess.run(["git", "init", "-q", top], check=True)
            with open(os.path.join(top, "ü.c"), "w", encoding="utf-8"):
                pass

            self.assertEqual(links.tracked(top), ["ü.c"])


class Texts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        all_pages = [*pages.tutorial_pages(TEXT), pages.Page(
            "index.html", "Read me", "", "# Read me\n", "README.md")]
        self.links = links.Links(markdown.TOP, folder.name, all_pages)

    def html(self, text, **more):
        page = pages.Page("x.html", "x", "", text, "TUTORIAL.md", **more)
        return markdown.Text(page, self.links).html()

    def test_an_anchor_of_another_part_leads_to_its_page(self):
        html = self.html(TEXT)

        self.assertIn('href="why-not.html#why-not"', html)
        self.assertIn('href="index.html"', html)

    def test_a_link_that_leads_nowhere_is_a_problem(self):
        with self.assertRaisesRegex(markdown.Problem, "nowhere.md"):
            self.html("[x](nowhere.md)")
        with self.assertRaisesRegex(markdown.Problem, "#nowhere"):
            self.html("[x](#nowhere)")

    def test_the_top_directory_is_its_readme(self):
        self.assertIn('href="index.html"', self.html("[x](.)"))

    def test_a_path_leads_to_the_file(self):
        html = self.html("See `step02-wake/park.c` and `no/such.c`.")

        self.assertIn('href="source/step02-wake/park.c.html"', html)
        self.assertNotIn("such.c.html", html)

    def test_where_code_is_shown_the_path_leads_to_its_line(self):
        html = self.html("`step02-wake/park.c`, `park_wait`:\n\n"
                         "```c\nvoid park_wait(Park *park)\n```\n")

        line = markdown.line_in("step02-wake/park.c", "park_wait")
        with open(os.path.join(markdown.TOP, "step02-wake/park.c"),
                  encoding="utf-8") as file:
            self.assertIn("park_wait", file.read().split("\n")[line - 1])
        self.assertIn(f"park.c.html#line-{line}", html)

    def test_a_command_leads_to_the_page_that_shows_the_same(self):
        html = self.html("`make diff-3`, `make play SCENE=x`, `make run-3`")

        self.assertEqual(re.findall(r'href="(.*?)"', html),
                         ["diff-3.html", "play.html"])

    def test_without_scenes_no_command_leads_to_them(self):
        self.links.can_play = False

        self.assertNotIn("href", self.html("`make play`"))

    def test_a_fold_ends_behind_its_last_paragraph(self):
        html = self.html("<details><summary>Answer</summary>\n\nYes.</details>")

        self.assertLess(html.index("</p>"), html.index("</details>"))

    def test_a_part_s_sections_are_one_level_below_its_title(self):
        text = "# Step 1\n\n### Because\n"

        self.assertIn("<h2", self.html(text, is_part=True))
        self.assertIn("<h3", self.html(text))

    def test_a_link_in_a_heading_is_listed_by_its_words(self):
        page = pages.Page("x.html", "x", "", "## a [b](README.md)", "README.md")
        text = markdown.Text(page, self.links)
        text.html()

        self.assertEqual(text.sections, [("a-b", "a b")])

    def test_what_can_be_scrolled_is_a_stop_for_the_keyboard(self):
        html = self.html("| a |\n|---|\n| b |\n\n```text\nc\n```\n")

        self.assertEqual(html.count('tabindex="0"'), 2)

    def test_a_picture_says_below_what_it_shows_and_leads_to_itself(self):
        html = self.html("![Two threads](beyond/bench/bench.svg)")

        self.assertRegex(html, '<figure><a href="(.*)"><img src="\\1"')
        self.assertIn(">Two threads</figcaption>", html)

    def test_a_folder_s_page_lists_what_is_in_it(self):
        html = sources.folder_html(self.links, "step02-wake")

        self.assertIn('href="park.c.html"', html)
        self.assertIn('href="demo/index.html"', html)


class Problems(unittest.TestCase):
    def build(self, into):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            return book.main([into]), said.getvalue()

    def test_a_folder_that_is_no_book_is_not_replaced(self):
        status, said = self.build(HERE)

        self.assertEqual(status, 1)
        self.assertRegex(said, "^book.py: not a book, .*\n$")
        self.assertTrue(os.path.exists(__file__))

    def test_where_it_cannot_be_written_one_line_says_so(self):
        with mock.patch("os.makedirs", side_effect=PermissionError(
                errno.EACCES, os.strerror(errno.EACCES), "build")):
            status, said = self.build("/nowhere/book")

        self.assertEqual(status, 1)
        self.assertRegex(said, "^book.py: .*Permission denied.*\n$")

    def test_a_broken_scene_is_a_problem(self):
        for text in "", "{", "{}", "[]":
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                file.write(text)
                file.flush()
                with self.assertRaisesRegex(markdown.Problem, file.name):
                    player.read(file.name)


class Scenes(unittest.TestCase):
    def test_what_a_scene_says_cannot_end_its_script(self):
        scene = player.Scene(os.path.join(HERE, "scene.json"))

        html = player.scene_html(scene)
        data = re.search('id="scene">(.*)</script>', html)[1]
        self.assertNotIn("<", data)
        self.assertEqual(json.loads(data), scene.data)

    def test_the_run_that_is_shown_is_the_shortest_that_is_lost(self):
        scene = player.Scene(os.path.join(HERE, "scene.json"))

        for _ in range(2):
            self.assertEqual([step.get("note") for step in scene.run()],
                             ["looks", "sleeps", None])


if __name__ == "__main__":
    unittest.main()
