"""A slide for each step: its question, and its first picture."""
import html
import os
import re
import string

PICTURE = re.compile(r"<img [^>]*>", re.S)


def slide(made):
    step, question = made.page.title.split(": ", 1)
    picture = PICTURE.search(made.html)
    return (f"<section>\n<h2><small>{html.escape(step)}</small>"
            f"{html.escape(question, quote=False)}</h2>\n"
            + (picture[0] if picture else "") + "\n</section>")


def slides_html(all_made):
    steps = [made for made in all_made
             if re.fullmatch(r"step-\d\.html", made.page.file)]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                           "slides.html"), encoding="utf-8") as file:
        return string.Template(file.read()).substitute(
            slides="\n".join(map(slide, steps)))
