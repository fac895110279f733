"""Draws what was measured, with gnuplot, on white: that is readable on any
page."""
import os
import re
import shutil
import subprocess
import sys

# Each contender keeps its colour and its mark from picture to picture.
MARKS = {"ours": ("#000000", 7), "fast": ("#e69f00", 7),
         "tokio": ("#d55e00", 5),
         "futures": ("#0072b2", 9), "unordered": ("#56b4e9", 11),
         "async-io": ("#009e73", 13), "libev": ("#cc79a7", 4),
         "libuv": ("#9a6a00", 6), "libevent": ("#666666", 8),
         "toy": ("#c0392b", 12)}
OTHER = ("#444444", 2)
HEAD = """set terminal svg size 860,{height} font "sans-serif,14" \
background "#ffffff"
set output "{file}"
set key outside right top
set grid linecolor "#dddddd"
set title "{title}"
"""


def style(contender):
    colour, mark = MARKS.get(contender, OTHER)
    return f'linecolor "{colour}" pointtype {mark} pointsize 1 linewidth 2'


def block(contender, rows):
    return "\n".join([f"${contender.replace('-', '_')} << EOD",
                      *(" ".join(map(str, row)) for row in rows), "EOD"])


def plot_of(points, how):
    """One curve for each contender in {contender: [(x, y), ...]}."""
    blocks = [block(contender, rows) for contender, rows in points.items()]
    curves = [f"${contender.replace('-', '_')} with {how} {style(contender)} "
              f'title "{contender}"' for contender in points]
    return "\n".join(blocks) + "\nplot " + ", ".join(curves) + "\n"


def picture_of_ratios(file, workloads, results):
    """A row for each figure, a mark for each contender in it."""
    rows, points = [], {}
    for workload in workloads:
        for figure, title in workload.figures.items():
            ratios = {contender: figures[figure]["ratio_to_ours"]
                      for contender, figures
                      in results.get(workload.name, {}).items()}
            ratios = {name: value for name, value in ratios.items() if value}
            if len(ratios) < 2 or not figure.startswith(("ns", "us", "bytes")):
                continue
            for contender, value in ratios.items():
                points.setdefault(contender, []).append((value, len(rows)))
            rows.append(f"{workload.name}: {title}".replace("%", "%%"))
    if not rows:
        return None
    labels = ", ".join(f'"{row}" {at}' for at, row in enumerate(rows))
    return (HEAD.format(height=120 + 34 * len(rows), file=file,
                        title="Cost, as a ratio to ours; less is better")
            + f"set logscale x\nset yrange [{len(rows)}:-1]\n"
            + f"set ytics ({labels})\n"
            + 'set arrow from 1, graph 0 to 1, graph 1 nohead '
              'linecolor "#000000"\n'
            + plot_of(points, "points"))


def picture_of_growth(file, name, workloads, results):
    """The first figure of each workload, over its size."""
    points = {}
    for workload in workloads:
        figure, title = next(iter(workload.figures.items()))
        for contender, figures in results.get(workload.name, {}).items():
            points.setdefault(contender, []).append(
                (workload.words.split()[1], figures[figure]["median"]))
    if not points:
        return None
    what = "timers" if name == "W3" else "tasks"
    return (HEAD.format(height=480, file=file, title=f"{name}: {title}")
            + 'set logscale xy\nset format x "10^{%T}"\n'
            + "set xrange [700:1400000]\n"
            + f'set xlabel "{what}"\n' + plot_of(points, "linespoints"))


def draw_one(path, script):
    done = subprocess.run(["gnuplot"], input=script.encode(),
                          stderr=subprocess.PIPE)
    if done.returncode:
        print(f"gnuplot: {done.stderr.decode().strip()}", file=sys.stderr)
        return
    give_title(path, re.search(r'^set title "(.*)"$', script, re.M)[1])
    print(f"Drawn: {path}")


def give_title(path, title):
    """To all its pictures gnuplot gives its own name."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("<title>Gnuplot</title>",
                                f"<title>{title}</title>"))


def draw(kind, build, workloads, results):
    if kind not in ("bench", "growth"):
        return
    if not shutil.which("gnuplot"):
        print("No picture: there is no gnuplot (sh setup.sh peers, or install "
              "gnuplot-nox)")
        return
    pictures = {}
    if kind == "bench":
        pictures["bench.svg"] = picture_of_ratios(
            os.path.join(build, "bench.svg"), workloads, results)
    else:
        for name in dict.fromkeys(one.name.split()[0] for one in workloads):
            file = f"growth-{name}.svg"
            pictures[file] = picture_of_growth(
                os.path.join(build, file), name,
                [one for one in workloads if one.name.startswith(name)],
                results)
    for file, script in pictures.items():
        if script:
            draw_one(os.path.normpath(os.path.join(build, file)), script)
