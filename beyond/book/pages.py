"""Which pages there are, and how they hang together."""
import collections
import glob
import os
import re

# A page: its file in the book, its title, the group it is listed under, its
# Markdown, the file from the top that this comes from, and whether it is a part
# of that: then its headings are one level too deep.
Page = collections.namedtuple("Page", "file title group text origin is_part",
                              defaults=["", None, False])

TUTORIAL = "The tutorial"
PLAY = "Be the scheduler"
DIFFS = "What each step adds"
BEYOND = "Beyond the chapter"
CLASS = "For a class"

FENCE = re.compile(r" *(```|~~~)")
ORDER = ["explore", "bug-hunt", "faults", "soak", "fuzz", "coverage", "mutants",
         "tools", "trace", "book", "bench", "cost", "fast", "futures-crate",
         "sockets", "thread-pool"]


def slug(title):
    """As hosting sites make an anchor from a heading."""
    kept = re.sub(r"[^\w\- ]", "", title.lower())
    return kept.replace(" ", "-")


def parts(text):
    """(heading, lines) of each ## part; the first has what stands before."""
    heading, lines, in_code = None, [], False
    for line in text.split("\n"):
        in_code ^= bool(FENCE.match(line))
        if line.startswith("## ") and not in_code:
            yield heading, lines
            heading, lines = line[3:], []
        lines.append(line)
    yield heading, lines


def title_of(text):
    return re.search(r"^# (.*)$", text, re.M)[1].replace("`", "")


def short(heading):
    """Of "Step 3: Who asks many tasks?" a file's name."""
    step = re.match(r"Step (\d)", heading)
    return f"step-{step[1]}" if step else slug(heading)


def tutorial_pages(text):
    before, first, *rest = parts(text)
    whole = "\n".join(before[1] + first[1])
    yield Page("start.html", title_of(whole), TUTORIAL, whole, "TUTORIAL.md")
    for heading, lines in rest:
        lines[0] = lines[0][1:]
        yield Page(short(heading) + ".html", heading, TUTORIAL,
                   "\n".join(lines), "TUTORIAL.md", True)


def order(path):
    name = os.path.basename(os.path.dirname(path))
    return ORDER.index(name) if name in ORDER else len(ORDER), name


def all_pages(top):
    def read(path):
        with open(os.path.join(top, path), encoding="utf-8") as file:
            return file.read()

    def page(path, file, group):
        text = read(path)
        return Page(file, title_of(text), group, text, path)

    texts = glob.glob("beyond/*/README.md", root_dir=top)
    return [page("README.md", "index.html", TUTORIAL),
            *tutorial_pages(read("TUTORIAL.md")),
            page("beyond/README.md", "beyond.html", BEYOND),
            *(page(path, f"beyond-{path.split('/')[1]}.html", BEYOND)
              for path in sorted(texts, key=order)),
            page("TEACHING.md", "teaching.html", CLASS)]
