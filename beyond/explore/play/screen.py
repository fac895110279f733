"""What the player sees: a column a thread, each with the lines around the one
that it is about to run; and what is in the objects between them."""
import shutil
import textwrap

AROUND = 3  # lines shown before the next one, and behind it
GAP = "  "


class Screen:
    """Plain text, or with bold letters."""

    def __init__(self, level, has_bold=False):
        self.level = level
        self.has_bold = has_bold
        width = shutil.get_terminal_size((120, 24)).columns
        count = len(level["threads"])
        self.total = max(60, min(width, 60 * count))
        self.column = (self.total - len(GAP) * (count - 1)) // count

    # --- What a state looks like

    def state(self, state, before=None):
        """`before`: one or None, to mark what has changed since."""
        columns = [self.thread(state, number)
                   for number in range(len(self.level["threads"]))
                   if number < len(state["next"])]
        return "\n".join([*self.side_by_side(columns), "",
                          *self.objects(state, before)])

    def thread(self, state, number):
        rows = [self.bold(self.cut(
            f"{number + 1}  {self.level['threads'][number]}")),
            self.cut(f"   {self.can(state, number)}")]
        at = state["next"][number]
        if at is not None:
            line = self.level["lines"][at]
            rows += [self.cut(f"   {line['file']}"), *self.code(line)]
        return rows

    @staticmethod
    def can(state, number):
        if state["can"][number]:
            return f"can step: type {number + 1}"
        if state["next"][number] is None:
            return "has finished"
        return state["why"][number] or "would go on"

    def code(self, line):
        """The lines of its function around it."""
        function = self.level["functions"][line["function"]]
        first, code = function["first"], function["lines"]
        at = line["line"] - first
        start = max(0, min(at - AROUND, len(code) - 2 * AROUND - 1))
        for number in range(start, min(start + 2 * AROUND + 1, len(code))):
            if number == at:
                yield from self.next_line(first + number, code[number])
            else:
                yield self.cut(f"  {first + number:3} {code[number]}")

    def next_line(self, number, text):
        """The one that comes next is marked, and never cut."""
        indent = " " * (len(text) - len(text.lstrip()))
        rows = textwrap.wrap(text.strip(), self.column - 6,
                             initial_indent=indent,
                             subsequent_indent=indent + "    ",
                             break_on_hyphens=False)
        yield self.bold(f"> {number:3} {rows[0]}")
        for row in rows[1:]:
            yield self.bold(f"      {row}")

    def objects(self, state, before):
        was = dict(before["see"]) if before else {}
        words = []
        for name, value in state["see"]:
            has_changed = before and was.get(name) != value
            words.append(f"{name}: {value}" + (" *" if has_changed else ""))
        row = ""
        for word in words:
            if row and len(row) + 3 + len(word) > self.total:
                yield row
                row = ""
            row += (" | " if row else "") + word
        yield row

    # --- A run as a numbered interleaving

    def interleaving(self, moves, first=0):
        """The steps, numbered, from the one behind `first` on."""
        for number, step in enumerate(moves, 1):
            if number <= first:
                continue
            name = self.level["threads"][step["thread"]]
            yield from textwrap.wrap(
                f"{number:3}. {name}: {self.passed(step)} {step['note']}",
                self.total, subsequent_indent="     ",
                break_on_hyphens=False, break_long_words=False)

    def passed(self, step):
        """The lines that it ran: all but the first in the same breath."""
        words, last_file = [], None
        for at in step["passes"]:
            line = self.level["lines"][at]
            file = line["file"].rsplit("/", 1)[-1]
            place = f"{file}:" if file != last_file else ""
            words.append(f"{place}{line['line']} `{line['text']}`")
            last_file = file
        return ", ".join(words)

    def paragraph(self, text):
        return textwrap.fill(text, min(self.total, 80))

    # --- Letters

    def side_by_side(self, columns):
        height = max(map(len, columns))
        for column in columns:
            column += [""] * (height - len(column))
        return [GAP.join(map(self.pad, row)).rstrip()
                for row in zip(*columns)]

    def cut(self, text):
        if len(text) <= self.column:
            return text
        return text[:self.column - 1] + "…"

    def pad(self, text):
        shown = text.replace("\033[1m", "").replace("\033[0m", "")
        return text + " " * (self.column - len(shown))

    def bold(self, text):
        return f"\033[1m{text}\033[0m" if self.has_bold else text
