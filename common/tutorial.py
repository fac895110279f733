#!/usr/bin/env python3
"""Ties the text to the sources, so that it cannot drift.

    python3 common/tutorial.py check FILE...   names every place that is stale
    python3 common/tutorial.py write FILE...   brings stale blocks up to date

Run it from the top directory, with everything built. In a Markdown FILE:

A ```c block shows whole definitions of one file, each with the comment right
above it, a blank line between those that are not neighbours in the file. The
line above the block names them; without names, it is the whole file:

    `step03-executor/exec.c`, `list_push`, `struct ToyExec`:

A plain name prefers what has a body to a forward declaration; `struct X` and
`typedef X` say which is meant. Under such a line, the same goes for ```sh,
```make, ```python and ```js: a function, class, rule or variable; and for
```rust, where `impl Future for X` is a name as well. A ```diff block shows
diff -U2, less file names, line numbers and places where only comments differ:

    `common/wrong/step03-executor/sleep.c` → `step03-executor/exec.c`:

A ```console block shows commands behind `$ ` and what they print, less what
make says about its work. A line `...` leaves out the lines there, and at the
end `(exit status 2)` says how the command fails. MASKS tells what may vary.

Paths in backticks, relative links, #anchors and `make` targets must exist, and
so must names with an underscore, such as a function's or a test's, in some
source. build/ and work/ may hold anything. System headers: `<time.h>`.
```text blocks, and ```rust ones without such a line, are not checked.
"""
import collections
import glob
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys

LONGEST_BLOCK = 40  # lines of code
TIME_LIMIT = 60  # seconds for a command

# What varies from run to run. Small counts do not: "asked 2 times" stays.
MASKS = [
    # How often something happened, or how many threads there were.
    (r"(?<=asked )\d[\d,]{3,}|\b\d[\d,]{3,}(?= (?:times|threads)\b)", "#"),
    # Time, memory and shares.
    (r"\b\d[\d,.]*(?= ?(?:ms|us|µs|ns|s|bytes|[KMG]iB|%)(?!\w))", "#"),
    # Processes, addresses and temporary files.
    (r"(?<=\bpid )\d+|(?<===)\d+(?===)|\b0x[0-9a-f]{4,}", "#"),
    (r"/tmp/[\w./-]+", "/tmp/#"),
    # Where the rule stands that failed, and what became of the core.
    (r"^(make: \*\*\* )\[.*\]", r"\1[#]"),
    (r" \(core dumped\)", ""),
]
# What make says about its work, and the rules of step.mk about theirs.
NOISE = re.compile(r"  (CC|LD) |make\[\d+\]: |make: (Entering|Leaving|Nothing)"
                   r"|make: '.*' is up to date")

# Where paths and bare names may begin, beside the text's own directory.
BASES = "", "step*", "common", "common/*/*", "beyond/*"
PATH = re.compile(r"(?=.*/|.*\w\.(?:c|h|mk|md|py|sh)$|Makefile$|step\d\d-\w)"
                  r"[\w.+*][\w.+*/-]*")
ALLOWED = re.compile(  # what is built, placeholders, other hosts, Rust's files
    r"(?:\.{1,2}/)*(?:build|work|book)(?:/|$)|.*(?:NN|NAME|DIR|\.\.\.|…)"
    r"|\w[\w-]*(?:\.[\w-]+)+/|.*\.(?:rs|toml)$")
ELSEWHERE = {"block_on", "await_suspend"}  # names of other languages
RUST = re.compile(r"(?:pub )?(?:async |unsafe )*(?:extern \"C\" )?"
                  r"(?:(?:fn|struct|enum|static|const) (\w+)|(impl.*?) \{)")
MAKE = re.compile(r"(?:^|[;&|(]) *(?:\w+=\S* +)*make(?= )"
                  r"((?: +-C +(\S+)| +[^\s;&|()<>#]+)*)", re.M)

FENCE = re.compile(r"([ \t>]*)(`{3,}|~{3,})\s*([\w+-]*)")
NAMING = re.compile(r"[ \t>]*(?:[-*+] +|\d+\. +)?"
                    r"`[^`]+`(?:(?:, *`[^`]+`)*| → `[^`]+`):? *")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)",
                       re.S)
LINK = re.compile(r"\]\(<?([^)\s>]+)[^)]*\)|^ *\[[^]\n]+\]: *(\S+)"
                  r"|(?:href|src)=\"([^\"]+)\"", re.M)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M)

QUOTED = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
NOT_CODE = r"//[^\n]*|/\*.*?\*/|" + QUOTED
SCRIPT = re.compile(r"(?:def|class|function) (\w+)|(\w+)\(\) *\{"
                    r"|([^\s:=#]+?)(?: [\w. -]+)?\s*[:?+!]*[:=]")

Definition = collections.namedtuple("Definition", "names has_body first end")
Block = collections.namedtuple("Block", "language first end prefix lines")


class Problem(Exception):
    pass


def read_lines(path):
    if not os.path.isfile(path):
        raise Problem(f"no such file: {path}")
    with open(path, encoding="utf-8") as file:
        return file.read().rstrip("\n").split("\n")


def blanked(pattern, text):
    """The text with spaces for what matches, so that the rest stays put."""
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match[0]),
                  text, flags=re.S)


def line_of(match, text):
    return text.count("\n", 0, match.start())


# --- What the text shows of files

def c_names(code):
    """All that a piece of C from the top level can be called."""
    macro = re.match(r"#\s*define\s+(\w+)|START_TEST\((\w+)\)", code)
    if macro or code.startswith("#"):
        return {macro[1] or macro[2]} if macro else set()
    tag = re.match(r"(?:typedef\s+)?(struct|union|enum)\s+(\w+)\s*[{;]", code)
    names = {tag[2], f"{tag[1]} {tag[2]}"} if tag else set()
    while "{" in code:
        code = re.sub(r"\{[^{}]*\}", "", code)
    code = re.sub(r"\b_Atomic\s*\([^()]*\)|=[^,;]*|\[[^]]*\]|;", "", code)
    function = re.search(r"(\w+)\s*\((?:\*(\w+))?", code)
    if function:
        declared = {function[2] or function[1]}
    else:
        declared = set(re.findall(r"(\w+)\s*(?:,|$)", code))
    if code.startswith("typedef"):
        names |= {f"typedef {name}" for name in declared}
    return names | declared


def c_definitions(lines):
    """A piece ends where the braces are closed, behind a ; or a }."""
    bare = blanked(NOT_CODE, "\n".join(lines)).split("\n")
    code = ""
    for number, line in enumerate(bare):
        if not code:
            first = number
        code = (code + line.rstrip() + "\n").lstrip("\n")
        if code.startswith("#"):
            ended = not code.endswith("\\\n")
        elif code.startswith("START_TEST"):
            ended = code.endswith("END_TEST\n")
        else:
            ended = (code.count("{") == code.count("}")
                     and code.endswith((";\n", "}\n")))
        if ended:
            while (first > 0 and not bare[first - 1].strip()
                   and re.match(r" ?\S", lines[first - 1])):
                first -= 1  # a comment
            has_body = code.startswith("#") or "{" in code or "=" in code
            yield Definition(c_names(code), has_body, first, number + 1)
            code = ""


def script_definitions(lines):
    """A piece goes on while lines are indented; a shell function, to its }."""
    for number, line in enumerate(lines):
        found = SCRIPT.match(line)
        if not found:
            continue
        first, end, code = number, number + 1, line
        while end < len(lines) and (
                re.match(r"\s|[)}\]]|$", lines[end])
                or found[2] and code.count("{") > code.count("}")):
            code += "\n" + lines[end]
            end += 1
        end -= len(code) - len(code.rstrip("\n"))
        while first > 0 and re.match(r"#(?!!)|@|//(?! ---)", lines[first - 1]):
            first -= 1  # a comment
        yield Definition({found[found.lastindex]}, True, first, end)


def rust_definitions(lines):
    """A piece goes on to a line that is not indented and closes it."""
    for number, line in enumerate(lines):
        found = RUST.match(line)
        if not found:
            continue
        first, end = number, number
        while not re.match(r"\S(.*[;}])?$", lines[end]):
            end += 1
        while first > 0 and re.match(r"//(?! ---)|#\[", lines[first - 1]):
            first -= 1  # a comment, or an attribute
        yield Definition({found[1] or found[2]}, True, first, end + 1)


def cited(path, *names):
    lines = read_lines(path)
    definitions = {".c": c_definitions, ".h": c_definitions,
                   ".rs": rust_definitions}
    known = list(definitions.get(os.path.splitext(path)[1],
                                 script_definitions)(lines))
    shown, end = [], None
    for name in names:
        every = [one for one in known if name in one.names]
        best = [one for one in every if one.has_body] or every
        if len(best) != 1:
            raise Problem(f"`{name}` is defined {len(best)} times in {path}")
        if end not in (None, best[0].first):
            shown.append("")
        end = best[0].end
        shown += lines[best[0].first:end]
    return shown if names else lines


def difference(old, new):
    if read_lines(old) == read_lines(new):
        raise Problem("these two are the same")
    run = subprocess.run(["diff", "-U2", old, new], stdout=subprocess.PIPE)
    # Without blanks at the end of a line: editors take them away.
    lines = [line.rstrip() for line in run.stdout.decode().splitlines()[2:]]
    hunks, code = [], re.compile(r"[-+]\s*(?!//|\s|$)")
    for line in lines:
        if line.startswith("@@"):
            hunks.append(["@@"])
        else:
            hunks[-1].append(line)
    return [line for hunk in hunks if any(map(code.match, hunk))
            for line in hunk]


# --- What the text shows of commands

def masked(line):
    for pattern, instead in MASKS:
        line = re.sub(pattern, instead, line)
    return line


def transcript(block):
    """Yields each command with its place and the output that is shown."""
    starts = [at for at, line in enumerate(block.lines)
              if line.startswith("$ ")]
    for at, end in zip(starts, starts[1:] + [len(block.lines)]):
        yield block.first + at, block.lines[at][2:], block.lines[at + 1:end]


class Runner:
    """What commands print, which targets make and which names the sources
    have; each asked once."""
    WORK = "build/work"

    def __init__(self):
        self.outputs, self.targets, self.names = {}, {}, None
        # As if no make had called us; and no transcripts inside a transcript.
        self.nested = "IN_TRANSCRIPT" in os.environ
        self.environment = dict(os.environ, LC_ALL="C", IN_TRANSCRIPT="1",
                                WORK=self.WORK)
        shutil.rmtree(self.WORK, ignore_errors=True)  # not the reader's own
        for name in "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "V":
            self.environment.pop(name, None)

    def one(self, command):
        """The lines that it prints and its status; None if it hangs."""
        process = subprocess.Popen(
            ["sh", "-c", command], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=self.environment, start_new_session=True)
        try:
            output = process.communicate(timeout=TIME_LIMIT)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
        text = output.decode(errors="replace").replace(self.WORK, "work")
        lines = [line.rstrip() for line in text.split("\n")
                 if not NOISE.match(line)]
        while lines and not lines[-1]:
            lines.pop()
        status = process.returncode
        return lines, status if status >= 0 else 128 - status

    def all(self, commands):
        new = [command for command in dict.fromkeys(commands)
               if command not in self.outputs and not self.nested]
        # One after the other: two of them may build in the same place.
        self.outputs.update((command, self.one(command)) for command in new)

    def has_name(self, name):
        """Whether some source has this word."""
        if self.names is None:
            self.names = ELSEWHERE.union(
                word for base in BASES
                for depth in ("*.[ch]", "*.rs", "*/*.[ch]", "*/test_*.py")
                for file in glob.glob(os.path.join(base, depth))
                for line in read_lines(file)
                for word in re.findall(r"\w+", line))
        return name in self.names

    def has_target(self, folder, target):
        if folder not in self.targets:
            make = subprocess.run(
                ["make", "-pRrq", "-C", folder, "no-such-target"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=self.environment)
            text = re.sub(r"# Not a target:\n.*", "",
                          make.stdout.decode(errors="replace"))
            rules = re.findall(r"^([^\s#:=][^:=\n]*):(?!=)", text, re.M)
            self.targets[folder] = [  # in check-%, % stands for a number
                re.escape(name).replace("%", r"\d+")
                for names in rules for name in names.split()]
        return any(re.fullmatch(known, target)
                   for known in self.targets[folder])


# --- The text

class Page:
    """A Markdown file, and what is wrong with it."""

    def __init__(self, path, run):
        self.path, self.home, self.run = path, os.path.dirname(path), run
        self.counts, self.problems, self.fixes = collections.Counter(), {}, []
        self.lines = read_lines(path)
        prose = list(self.lines)
        self.blocks = list(self.take_blocks(prose))
        self.prose = "\n".join(prose)

    def problem(self, number, message):
        self.problems[number + 1, message] = None  # each once

    def take_blocks(self, prose):
        opened = None
        for number, line in enumerate(self.lines):
            fence = FENCE.match(line)
            if opened or fence:
                prose[number] = ""
            if not fence or opened and not fence[2].startswith(opened[2]):
                continue
            if opened and not fence[3]:
                prefix, _, language = opened.groups()
                yield Block(language, first, number, prefix, [
                    line[len(os.path.commonprefix([prefix, line])):].rstrip()
                    for line in self.lines[first:number]])
                opened = None
                continue
            if opened:
                self.problem(first - 1, "this block is never closed")
            opened, first = fence, number + 1
        if opened:
            self.problem(first - 1, "this block is never closed")

    def check(self):
        self.run.all(command for block in self.blocks
                     if block.language == "console"
                     for _, command, _ in transcript(block))
        for block in self.blocks:
            self.check_block(block)
        for span in CODE_SPAN.finditer(self.prose):
            self.check_words(span[2].replace("\n", " "),
                             line_of(span, self.prose))
        text = blanked(CODE_SPAN.pattern, self.prose)
        self.check_links(text)
        opened = []
        for tag in re.finditer(r"<(/?)details\b", text):
            opened[-1:] = [] if tag[1] else opened[-1:] + [line_of(tag, text)]
        for number in opened:
            self.problem(number, "this <details> is never closed")

    def naming(self, block):
        """The line above a block, and what it names if it is of that form."""
        above = block.first - 2
        while above > 0 and not self.lines[above].strip(" \t>"):
            above -= 1
        line = NAMING.fullmatch(self.lines[above])
        named = re.findall("`([^`]+)`", line[0]) if line else [""]
        fits = (PATH.fullmatch(named[0])
                and (" → " in line[0]) == (block.language == "diff"))
        return above, named if fits else None

    def check_block(self, block):
        language, count = block.language, len(block.lines)
        above, named = self.naming(block)
        if not language:
            self.problem(block.first - 1, "this block names no language")
        elif language == "console":
            self.check_transcript(block)
        elif named and language in ("c", "diff", "sh", "make", "python", "js",
                                    "rust"):
            self.counts["code blocks"] += 1
            try:
                show = difference if language == "diff" else cited
                self.compare(block, block.first, block.lines, show(*named),
                             str)
            except Problem as error:
                self.problem(above, str(error))
        elif language in ("c", "diff"):
            self.problem(block.first - 1, "the line above names no file")
        elif language == "sh":
            self.check_words("\n".join(block.lines), block.first)
        if count > LONGEST_BLOCK and language not in ("", "console", "text"):
            self.problem(block.first - 1, f"{count} lines are too many")

    def check_transcript(self, block):
        self.counts["transcripts"] += 1
        if not block.lines or not block.lines[0].startswith("$ "):
            self.problem(block.first, "a transcript begins with `$ `")
        for number, command, shown in transcript(block):
            self.check_words(command, number)
            if self.run.nested:
                continue
            if self.run.outputs[command] is None:
                self.problem(number, f"this takes over {TIME_LIMIT} s")
                continue
            printed, status = self.run.outputs[command]
            while shown and not shown[-1]:
                shown.pop()
            told = 0
            if shown and re.fullmatch(r"\(exit status \d+\)", shown[-1]):
                told = int(shown.pop()[13:-1])
            if told != status:
                last = (printed or ["no output"])[-1]
                self.problem(number, f"exit status {status} ({last})")
                continue
            if "..." in shown and len(printed) >= len(shown):
                head = shown.index("...")
                tail = len(printed) - (len(shown) - head - 1)
                printed = printed[:head] + ["..."] + printed[tail:]
            self.compare(block, number + 1, shown, printed, masked)

    def compare(self, block, first, shown, actual, key):
        """One problem, at the first line that differs, and how to mend it."""
        for number, (old, new) in enumerate(
                itertools.zip_longest(shown, actual), first):
            if None in (old, new) or key(old) != key(new):
                self.problem(number, "stale: nothing is here any more"
                             if new is None else f"stale: here is now `{new}`")
                self.fixes.append((first, first + len(shown), [
                    (block.prefix + line).rstrip() for line in actual]))
                return

    def check_words(self, text, first):
        """The paths and make targets in commands, and in other words."""
        for found in re.finditer(r"\S+", text):
            path = re.sub(r"(:\d+)?[.,;:]*$", "", found[0])
            if PATH.fullmatch(path) and not ALLOWED.match(path):
                self.counts["paths"] += 1
                if not any(glob.glob(os.path.join(base, path))
                           for base in (self.home,) + BASES):
                    self.problem(first + line_of(found, text),
                                 f"no such file: {path}")
        for name in re.findall(r"(?<![\w:./<-])[a-zA-Z]\w*_\w+(?![\w./])", text):
            self.counts["names"] += 1
            if not self.run.has_name(name):
                self.problem(first, f"no source has this name: {name}")
        text = blanked(QUOTED, text)
        for found in MAKE.finditer(text):
            folder = found[2] or "."
            words = re.sub(r" -C +\S+", "", found[1]).split()
            targets = [word for word in words
                       if re.fullmatch("[a-z][a-z0-9_.-]*", word)]
            for target in targets if not ALLOWED.match(folder) else []:
                self.counts["make targets"] += 1
                folders = folder, os.path.join(self.home, folder)
                if not any(self.run.has_target(folder, target)
                           for folder in folders):
                    self.problem(first + line_of(found, text),
                                 f"no such make target: {target}")

    def anchors(self):
        """The names that GitHub gives to headings."""
        seen = collections.Counter()
        for text in HEADING.findall(self.prose):
            text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).lower()
            name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            yield f"{name}-{seen[name]}" if seen[name] else name
            seen[name] += 1

    def check_links(self, text):
        for link in LINK.finditer(text):
            target = link[1] or link[2] or link[3]
            if re.match(r"\w+:", target):
                continue
            self.counts["paths"] += 1
            path, _, anchor = target.partition("#")
            there = os.path.join(self.home, path) if path else self.path
            if not os.path.exists(there):
                self.problem(line_of(link, text), f"no such file: {path}")
            elif anchor and not (
                    there.endswith(".md")
                    and anchor in Page(there, self.run).anchors()):
                self.problem(line_of(link, text), f"no such heading: {target}")

    def write(self):
        for first, end, lines in sorted(self.fixes, reverse=True):
            self.lines[first:end] = lines
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("\n".join(self.lines) + "\n")
        print(f"{self.path}: {len(self.fixes)} blocks brought up to date")


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("check", "write"):
        print(__doc__, file=sys.stderr)
        return 2
    run, status = Runner(), 0
    for path in arguments[1:]:
        page = Page(path, run)
        page.check()
        if arguments[0] == "write" and page.fixes:
            page.write()
            page = Page(path, run)
            page.check()
        for number, message in sorted(page.problems):
            print(f"{path}:{number}: {message}")
            status = 1
        if not page.problems:
            kinds = "code blocks", "transcripts", "paths", "names", "make targets"
            print(f"{path}:", ", ".join(f"{page.counts[kind]} {kind}"
                                        for kind in kinds) + ": as on disk")
    return status


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # in any locale
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(str(problem))
