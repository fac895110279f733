"""What each step adds to the one before: the lesson of common/lesson.sh, as a
page."""
import html
import re
import subprocess

import markdown
import sources


def lesson(top, number):
    done = subprocess.run(["sh", "common/lesson.sh", str(number)], cwd=top,
                          stdout=subprocess.PIPE)
    if done.returncode:
        raise markdown.Problem(f"common/lesson.sh {number} failed")
    return done.stdout.decode()


def sections(text):
    """(title, lines): a title stands alone, a blank line before and behind."""
    title, lines = None, []
    all_lines = text.split("\n")
    for i, line in enumerate(all_lines):
        alone = (i > 0 and not all_lines[i - 1]
                 and all_lines[i + 1:i + 2] == [""])
        if re.match(r"--- |New:|As it was|What the new|From the wrong|All of",
                    line) and alone:
            yield title, lines
            title, lines = line.removeprefix("--- "), []
        else:
            lines.append(line)
    yield title, lines


def paths(lines, folder, links):
    names = " ".join(lines).split()
    return "<p class=names>" + " ".join(
        f'<a href="{links.source(f"{folder}/{name}")}"><code>{name}</code></a>'
        for name in names) + "</p>"


def sentences(lines, links):
    out = []
    for line in filter(str.strip, lines):
        if line.startswith("  - "):
            out.append(f"<li>{html.escape(line[4:])}</li>")
        else:
            out.append(f'</ul><p><a href="{links.source(line)}">'
                       f"<code>{line}</code></a></p><ul>")
    return "".join(out).removeprefix("</ul>") + "</ul>"


def step_of(number, links):
    return next(folder for folder in links.folders
                if folder.startswith(f"step0{number}-") and "/" not in folder)


class Lesson:
    """Its sections, with all code for one call of pandoc."""

    def __init__(self, number, links):
        self.number, self.links = number, links
        self.sections = list(sections(lesson(links.top, number)))
        self.titles = []

    def blocks(self):
        for title, lines in self.sections:
            if title and self.kind(title):
                text = "\n".join(lines).strip("\n")
                yield sources.code_block(text, self.kind(title))

    def kind(self, title):
        if title.startswith("from "):
            return "diff"
        path = title.split()[0]
        return sources.kind_of(path) if path in self.links.files else None

    def html(self, highlighted):
        code = iter(highlighted)
        return "\n".join(self.section(title, lines, code)
                         for title, lines in self.sections if title)

    def section(self, title, lines, code):
        before, step = (step_of(n, self.links)
                        for n in (self.number - 1, self.number))
        self.titles.append(title)
        heading = f'<h2 id="{len(self.titles)}">{self.linked(title)}</h2>'
        if self.kind(title):
            return heading + next(code)
        if title.startswith("As it was"):
            return heading + paths(lines, before, self.links)
        if title.startswith("New"):
            return heading + paths(lines, step, self.links)
        if title.startswith("What the new"):
            return heading + sentences(lines, self.links)
        return f"<p>{html.escape(title)}</p>"

    def linked(self, title):
        return " ".join(
            f'<a href="{self.links.source(word)}"><code>{word}</code></a>'
            if word in self.links.files else html.escape(word)
            for word in title.split())
