#!/usr/bin/env python3
"""Builds the book: pages of HTML that ask nothing of the network.

    python3 book.py DIR

The texts are TUTORIAL.md and the READMEs; pandoc makes HTML of them. DIR is
replaced as a whole, once all is made.
"""
import collections
import html
import os
import re
import shutil
import string
import sys

import lessons
import links
import markdown
import pages
import player
import slides
import sources

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = markdown.TOP
WHOLE = "all.html"

# A page with its HTML, and the sections that the contents list.
Made = collections.namedtuple("Made", "page html sections")


def escaped(text):
    return html.escape(text, quote=False)


class Book:
    def __init__(self, into):
        self.into = into
        self.made = []
        with open(os.path.join(HERE, "page.html"), encoding="utf-8") as file:
            self.template = string.Template(file.read())
        texts = pages.all_pages(TOP)
        scenes = player.all_scenes(TOP)
        self.links = links.Links(TOP, into, texts, bool(scenes))
        self.make(texts, scenes)

    def make(self, texts, scenes):
        for page in texts:
            text = markdown.Text(page, self.links)
            body = text.html()
            self.made.append(Made(page, self.with_more(page, body),
                                  text.sections))
        self.insert(player.player_pages(scenes))
        self.insert(self.diff_pages())

    @staticmethod
    def with_more(page, body):
        """Under a step's heading: where its difference is."""
        step = re.fullmatch(r"step-([2-5])\.html", page.file)
        if not step:
            return body
        number = int(step[1])
        more = (f'<p class="also"><a href="diff-{number}.html">What it adds to '
                f"step {number - 1}, file by file</a></p>")
        return body.replace("</h1>", "</h1>\n" + more, 1)

    def insert(self, all_html):
        """Before what lies beyond the chapter."""
        at = next(i for i, one in enumerate(self.made)
                  if one.page.group == pages.BEYOND)
        self.made[at:at] = [Made(page, body, []) for page, body in all_html]

    def diff_pages(self):
        all_lessons = [lessons.Lesson(number, self.links)
                       for number in range(2, 6)]
        blocks = [list(one.blocks()) for one in all_lessons]
        code = sources.highlighted(sum(blocks, []))
        for one, own in zip(all_lessons, blocks):
            title = f"What step {one.number} adds to step {one.number - 1}"
            yield (pages.Page(f"diff-{one.number}.html", title, pages.DIFFS),
                   one.html(code[:len(own)]))
            del code[:len(own)]

    # --- Writing

    def write(self):
        for i, made in enumerate(self.made):
            self.write_page(made.page.file, made.page.title, made.html,
                            made.page, self.turn(i))
        for path, body in sources.all_pages(self.links).items():
            is_file = path in self.links.files
            self.write_page(f"source/{path}" + (".html" if is_file
                                                else "/index.html"),
                            path, body, None, "")
        self.write_whole()
        self.write_file("slides.html", slides.slides_html(self.made))
        for name in ("book.css", "play.js"):
            shutil.copy(os.path.join(HERE, name), self.into)

    def write_page(self, file, title, body, page, turn):
        root = "../" * file.count("/")
        heading = ("" if page and page.origin else
                   f"<h1>{self.heading(title, page)}</h1>\n")
        self.write_file(file, self.template.substitute(
            title=escaped(title + ("" if file == "index.html" else
                                   " · Async from the inside, in C")),
            root=root, heading=heading, html=body, turn=turn,
            contents=self.contents(page, root)))

    @staticmethod
    def heading(title, page):
        return escaped(title) if page else f"<code>{escaped(title)}</code>"

    def write_file(self, file, text):
        path = os.path.join(self.into, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)

    def write_whole(self):
        """The tutorial on one page, to be printed: nothing is folded, and no
        anchor is there twice."""
        body = "\n".join(made.html for made in self.made
                         if made.page.origin == "TUTORIAL.md")
        body = body.replace("<details>", "<details open>")
        body = re.sub(r' id="[^"]*"|<a href="#[^>]*></a>', "", body)
        self.write_file(WHOLE, self.template.substitute(
            title="Taming async with tasks, in C", root="", heading="",
            html=body, turn="", contents=self.contents(None, "")))

    # --- What stands around a text

    def contents(self, current, root):
        groups = {}
        for made in self.made:
            if made.page.group == pages.PLAY and made.page.file != "play.html" \
                    and (not current or current.group != pages.PLAY):
                continue
            groups.setdefault(made.page.group, []).append(
                self.entry(made, current, root))
        return "\n".join(
            f"<h2>{escaped(group)}</h2>\n<ul>\n" + "\n".join(entries)
            + "\n</ul>" for group, entries in groups.items())

    @staticmethod
    def entry(made, current, root):
        is_here = made.page is current
        here = ' aria-current="page"' if is_here else ""
        inner = ""
        if is_here and made.sections:
            inner = "\n<ul>\n" + "\n".join(
                f'<li><a href="#{name}">{escaped(title)}</a></li>'
                for name, title in made.sections) + "\n</ul>\n"
        return (f'<li><a href="{root}{made.page.file}"{here}>'
                f"{escaped(made.page.title)}</a>{inner}</li>")

    def turn(self, at):
        def link(where, word, kind):
            page = self.made[where].page
            return (f'<a class="{kind}" rel="{kind}" href="{page.file}">{word} '
                    f"<span>{escaped(page.title)}</span></a>")

        return "\n".join(
            ([link(at - 1, "Before:", "prev")] if at > 0 else [])
            + ([link(at + 1, "Next:", "next")]
               if at + 1 < len(self.made) else []))


def is_book(folder):
    return not os.listdir(folder) or WHOLE in os.listdir(folder)


def remove(folder):
    if os.path.isdir(folder):
        shutil.rmtree(folder)


def build(into):
    if os.path.isdir(into) and not is_book(into):
        raise markdown.Problem(f"not a book, so it is not replaced: {into}")
    new = os.path.join(TOP, "build/book.new")
    remove(new)
    os.makedirs(new)
    book = Book(new)
    book.write()
    remove(into)
    os.rename(new, into)
    count = sum(name.endswith(".html") for _, _, names in os.walk(into)
                for name in names)
    print(f"{count} pages: open "
          + os.path.relpath(os.path.join(into, "index.html"), TOP))


def main(arguments):
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        build(arguments[0])
    except (markdown.Problem, markdown.tutorial.Problem, OSError) as problem:
        print(f"book.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
