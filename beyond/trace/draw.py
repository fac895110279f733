#!/usr/bin/env python3
"""Draws a trace.

    python3 draw.py [--title TEXT] [--name OLD=NEW]... TRACE.json PICTURE.svg

--name gives a lane another name, as in --name 'task 1=Ada'.
"""
import argparse
import sys

import events
import lanes
import picture


def parse():
    parser = argparse.ArgumentParser(description="Draws a trace as an SVG.")
    parser.add_argument("--title", default="A run, drawn")
    parser.add_argument("--name", action="append", default=[],
                        metavar="OLD=NEW", help="call the lane OLD NEW")
    parser.add_argument("trace", metavar="TRACE.json")
    parser.add_argument("picture", metavar="PICTURE.svg")
    options = parser.parse_args()
    options.name = [name.partition("=")[::2] for name in options.name]
    return options


def draw(options):
    of_file = events.load(options.trace)
    drawn = picture.Picture(*lanes.make(of_file, options.name))
    with open(options.picture, "w", encoding="utf-8") as file:
        file.write(drawn.draw(options.title))


def main():
    options = parse()
    try:
        draw(options)
    except (events.Broken, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        where = getattr(error, "filename", None) or options.trace
        print(f"draw.py: {where}: {reason}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
