"""A page for each file that a text names, and for each folder."""
import os
import posixpath
import re

import markdown

KINDS = {".c": "c", ".h": "c", ".py": "python", ".rs": "rust", ".sh": "bash",
         ".mk": "makefile", ".patch": "diff", ".js": "javascript",
         ".mjs": "javascript", ".css": "css", ".json": "json",
         ".toml": "toml", ".html": "html", ".md": "markdown"}
MARK = "<!-- the next file -->"


def kind_of(path):
    if posixpath.basename(path) == "Makefile":
        return "makefile"
    return KINDS.get(posixpath.splitext(path)[1], "default")


def read(top, path):
    with open(os.path.join(top, path), encoding="utf-8") as file:
        return file.read().rstrip("\n")


def code_block(text, kind, name="", *classes):
    return {"t": "CodeBlock", "c": [[name, [kind, *classes], []], text]}


def highlighted(blocks):
    """The HTML of each code block. One call of pandoc for all of them."""
    mark = {"t": "RawBlock", "c": ["html", MARK]}
    joined = [one for block in blocks for one in (block, mark)]
    html = markdown.html_of(markdown.document(joined))
    return html.split(MARK)[:-1]


def file_pages(links, paths):
    """(path, HTML) of each."""
    blocks = [code_block(read(links.top, path), kind_of(path), "line",
                         "numberLines", "lineAnchors") for path in paths]
    return zip(paths, map(silent_numbers, highlighted(blocks)))


def silent_numbers(html):
    """The links at the lines are no stops for the keyboard."""
    return re.sub(r'<a href="(#line-\d+)"></a>',
                  r'<a href="\1" aria-hidden="true" tabindex="-1"></a>', html)


def folder_html(links, folder):
    def row(path):
        name = posixpath.basename(path) + ("" if path in links.files else "/")
        address = links.source(path).removeprefix(f"source/{folder}/")
        return f'<li><a href="{address}"><code>{name}</code></a></li>'

    return ('<ul class="files">\n'
            + "\n".join(map(row, links.entries(folder))) + "\n</ul>")


def all_pages(links):
    """(path, HTML) of all that is linked, and of what that links to."""
    done = {}
    while links.wanted - done.keys():
        for path in links.wanted - done.keys():
            done[path] = (None if path in links.files
                          else folder_html(links, path))
    files = sorted(path for path, html in done.items() if html is None)
    done.update(file_pages(links, files))
    return done
