"""Makes mistakes in C: the mutants of a file, each with one small mistake.

It reads C by patterns and not by a grammar, and can, because the sources are
as clang-format leaves them: a statement begins on a line of its own, and there
are spaces around what stands between two operands, none behind a pointer's
star. What does not compile afterwards was no mutant, and is not counted.

Left alone: memory orders (no test can see those: that is the explorer's work),
text in quotes, and the branch for macOS, which is not compiled here.
"""
import collections
import re

# before and after: the lines that differ, and nothing but these.
Mutant = collections.namedtuple("Mutant", "file function before after text")

NOT_CODE = re.compile(r"//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
                      r"|^#ifdef __APPLE__.*?^#else|^# *(?!define)[^\n]*",
                      re.M | re.S)
FUNCTION = re.compile(r"^\w[^\n;=]*?(\w+)(?:\(| =)|^#define (\w+)", re.M)

BETWEEN = re.compile(r"(?<= )(?:[-+*/%<>]|[-+<>=!]=|&&|\|\|)(?=\s)"
                     r"|(?<=\))-(?=\w)")
BESIDE = re.compile(r"\+\+|--|!(?!=)")
OPERATORS = {
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["/"],
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
    "+=": ["-=", "="], "-=": ["+=", "="], "++": ["--"], "--": ["++"], "!": [""],
}

NUMBER = re.compile(r"\b\d+\b")
NAME = re.compile(r"\b[A-Za-z]\w*\b")
NAMES = {
    "true": ["false"], "false": ["true"], "NULL": ["((void *)1)"],
    "WAITING": ["READY", "RUNNING"], "READY": ["WAITING", "RUNNING"],
    "RUNNING": ["WAITING", "READY"], "INSTANT_NEVER": ["0"],
    "ASYNC_DONE": ["ASYNC_WILL_WAKE"], "ASYNC_WILL_WAKE": ["ASYNC_DONE"],
    "CLOCK_MONOTONIC": ["CLOCK_REALTIME"],
}

HEAD = re.compile(r"\b(?:if|while) \(|\bfor \([^;]+(?=; [^;]+;)")
CHOICE = re.compile(r"(?:return|[^=!<>]=|[(,])\s+([^;?(),]+?) \?")
LINE = re.compile(r"^ +(?=[\w*(])", re.M)
NO_STATEMENT = re.compile(
    r"(?:if|for|while|else|do|typedef)\b|_Atomic|\w+ \(\*"
    r"|(?!return)(?:const |static |struct )*\w+ \**\w+\W(?<!\()"
    r"|return[^;]*;\n}") # the last one: a function must return something
FIELD = re.compile(r"(?<=[{ ])\.\w+ = (?:\{[^{}]*\}|[^,(){}]"
                   r"|\((?:[^()]|\([^()]*\))*\))+(?:,\s*)?")


def blanked(text):
    """The text with spaces for what is no code, so that the rest stays put."""
    return NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def end_of(code, start, closing):
    """Where the first of `closing` is that stands outside all brackets."""
    depth = 0
    for i in range(start, len(code)):
        if depth == 0 and code[i] in closing:
            return i
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth < 0:
            break
    return None


def operators(code):
    for pattern in BETWEEN, BESIDE:
        for match in pattern.finditer(code):
            for other in OPERATORS[match[0]]:
                yield match.start(), match.end(), other


def constants(code):
    for match in NUMBER.finditer(code):
        for other in int(match[0]) + 1, int(match[0]) - 1:
            yield match.start(), match.end(), str(other)
    for match in NAME.finditer(code):
        for other in NAMES.get(match[0], []):
            yield match.start(), match.end(), other


def operands(code, start, end):
    """The whole condition, and each part between && and ||."""
    yield start, end
    part = start
    depth = 0
    for i in range(start, end):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0 and code[i:i + 2] in ("&&", "||"):
            yield part, i - 1
            part = i + 2 + len(re.match(r"\s*", code[i + 2:])[0])
    if part != start:
        yield part, end


def conditions(code):
    heads = [(match.end() + 2 * (match[0][:3] == "for"),
              ";" if match[0][:3] == "for" else ")")
             for match in HEAD.finditer(code)]
    spans = [(start, end_of(code, start, closing)) for start, closing in heads]
    spans += [match.span(1) for match in CHOICE.finditer(code)]
    for span in spans:
        for start, end in operands(code, *span):
            yield start, end, "0"
            yield start, end, "1"


def statements(code):
    for line in LINE.finditer(code):
        start = line.end()
        behind = re.search(r"[;{})]\s*$|\belse\s*$", code[:start])
        end = end_of(code, start, ";")
        if behind and end and not NO_STATEMENT.match(code[start:]):
            yield start, end, ""
    for match in FIELD.finditer(code):
        yield match.start(), match.end(), ""


def function_at(code, position):
    names = [match[1] or match[2] for match in
             FUNCTION.finditer(code, 0, code.find("\n", position))]
    return names[-1] if names else "-"


def mutants(file, text):
    """All mutants of a file, no two of them the same, in order of place."""
    code = blanked(text)
    places = {place for kind in (operators, constants, conditions, statements)
              for place in kind(code)}
    seen = {text}
    for start, end, other in sorted(places):
        changed = text[:start] + other + text[end:]
        if changed in seen:
            continue
        seen.add(changed)
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        after = text[first:start] + other + text[end:last]
        yield Mutant(file, function_at(code, start), text[first:last], after,
                     changed)
