"""Markdown to HTML, by pandoc; on the way its tree is looked through, so that
each path and each link leads to a page of the book."""
import json
import os
import posixpath
import re
import subprocess
import sys

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
sys.path.insert(0, os.path.join(TOP, "common"))
import tutorial  # noqa: E402


class Problem(Exception):
    pass


def pandoc(text, *options):
    try:
        done = subprocess.run(["pandoc", *options], input=text.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise Problem("This needs pandoc: sh setup.sh book, or install it")
    if done.returncode:
        raise Problem("pandoc: " + done.stderr.decode().strip())
    return done.stdout.decode()


def document(blocks):
    """A tree that this pandoc takes: it refuses what names another version."""
    return {**json.loads(pandoc("", "-f", "gfm", "-t", "json")),
            "blocks": blocks}


def html_of(tree):
    html = pandoc(json.dumps(tree), "-f", "json", "-t", "html5",
                  "--wrap=preserve")
    # What can be scrolled must be reached by the keyboard; a corner of a table
    # is no heading. A picture leads to itself, alone and large.
    html = re.sub(r'<p>(<img\s+src="([^"]*)"\s+alt="([^"]*)" />)</p>',
                  r'<figure><a href="\2">\1</a>'
                  r'<figcaption aria-hidden="true">\3</figcaption></figure>',
                  html)
    return (html.replace("<pre", '<pre tabindex="0"')
            .replace("<th></th>", "<td></td>"))


def words(inlines):
    """The plain text of a heading."""
    return "".join(one["c"] if one["t"] == "Str" else
                   one["c"][1] if one["t"] == "Code" else
                   words(one["c"]) if one["t"] in ("Emph", "Strong") else
                   words(one["c"][1]) if one["t"] == "Link" else " "
                   for one in inlines)


def line_in(path, name):
    """Where a file has what is called so."""
    lines = tutorial.read_lines(os.path.join(TOP, path))
    kinds = {".c": tutorial.c_definitions, ".h": tutorial.c_definitions,
             ".rs": tutorial.rust_definitions}
    find = kinds.get(os.path.splitext(path)[1], tutorial.script_definitions)
    found = [one for one in find(lines) if name in one.names]
    best = [one for one in found if one.has_body] or found
    return best[0].first + 1 if best else None


class Text:
    """One text on its way into the book."""

    def __init__(self, page, links):
        self.page = page
        self.links = links
        self.sections = []  # (id, title) of what the contents list

    def html(self):
        document = json.loads(pandoc(self.page.text, "-f", "gfm", "-t", "json"))
        document["blocks"] = self.blocks(document["blocks"])
        return html_of(document)

    # --- Blocks

    def blocks(self, blocks):
        done = []
        for block in blocks:
            done += self.block(block)
        return done

    def block(self, block):
        kind, content = block["t"], block.get("c")
        if kind == "Header":
            self.note_section(content)
            content[2] = self.inlines(content[2])
        elif kind in ("Para", "Plain"):
            return self.paragraph(kind, content)
        elif kind in ("BulletList", "OrderedList"):
            items = content if kind == "BulletList" else content[1]
            items[:] = [self.blocks(item) for item in items]
        elif kind == "BlockQuote":
            block["c"] = self.blocks(content)
        elif kind == "Table":
            self.table(content)
            return [scrolled(block)]
        return [block]

    def note_section(self, header):
        header[0] -= header[0] > 1 and self.page.is_part
        level, (name, _, _), inlines = header
        if level == 2:
            self.sections.append((name, words(inlines)))

    def paragraph(self, kind, inlines):
        """An answer's fold may end inside one."""
        end = None
        if inlines[-1] == {"t": "RawInline", "c": ["html", "</details>"]}:
            end = {"t": "RawBlock", "c": ["html", "</details>"]}
            inlines = inlines[:-1]
        names = self.cited(inlines)
        block = {"t": kind, "c": self.inlines(inlines, *names)}
        return [block] + ([end] if end else [])

    def table(self, content):
        for row in self.rows(content):
            for cell in row[1]:
                cell[4] = self.blocks(cell[4])

    @staticmethod
    def rows(content):
        _, _, _, head, bodies, foot = content
        yield from head[1]
        for body in bodies:
            yield from body[2]
            yield from body[3]
        yield from foot[1]

    # --- Inlines

    def cited(self, inlines):
        """The path and the first name of a line that shows code."""
        codes = [one["c"][1] for one in inlines if one["t"] == "Code"]
        ends = inlines and inlines[-1] == {"t": "Str", "c": ":"}
        if ends and len(codes) > 1 and inlines[0]["t"] == "Code":
            return codes[0], codes[1]
        return ()

    def inlines(self, inlines, *cited):
        return [self.inline(one, *cited) for one in inlines]

    def inline(self, one, *cited):
        kind, content = one["t"], one.get("c")
        if kind == "Code":
            return self.code(one, *cited)
        if kind == "Link":
            content[1] = [one if one["t"] == "Code" else self.inline(one)
                          for one in content[1]]
            content[2][0] = self.target(content[2][0])
        elif kind == "Image":
            content[2][0] = self.links.picture(self.path(content[2][0]))
        elif kind in ("Emph", "Strong", "Strikeout"):
            one["c"] = self.inlines(content)
        return one

    def code(self, one, path=None, name=None):
        """A path from the top leads to the file; where its code is shown, to
        the line. A command leads to its page, if it has one."""
        text = one["c"][1].rstrip("/")
        target = (self.links.source(text) if "/" in text
                  else self.links.command(text))
        if not target:
            return one
        line = line_in(path, name) if text == path else None
        return {"t": "Link", "c": [["", ["file"], []], [one],
                                   [target + (f"#line-{line}" if line else ""),
                                    ""]]}

    def path(self, target):
        folder = posixpath.dirname(self.page.origin)
        return posixpath.normpath(posixpath.join(folder, target))

    def target(self, target):
        if re.match(r"\w+:", target):
            return target
        path, _, anchor = target.partition("#")
        where = self.path(path) if path else self.page.origin
        found = self.links.page(where, anchor)
        if not found:
            raise Problem(f"{self.page.origin}: a link leads nowhere: {target}")
        return found


def scrolled(block):
    attributes = ["", ["table"], [["tabindex", "0"], ["role", "group"],
                                  ["aria-label", "A table"]]]
    return {"t": "Div", "c": [attributes, [block]]}
