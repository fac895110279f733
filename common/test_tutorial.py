#!/usr/bin/env python3
"""Each kind of staleness is seen. Run: python3 common/test_tutorial.py"""
import contextlib
import io
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tutorial  # noqa: E402

QUEUE_C = """\
#include "queue.h"

// Two of these
// are enough.
#define PAIR(a, b)                       \\
    do {                                 \\
        (void)(a), (void)(b);            \\
    } while (0)

typedef struct Queue Queue;

struct Queue {
    int count; // not a brace: {
    void (*wake)(struct Queue *self);
};

typedef enum { WAITING, READY } State;

static const Table queue_table = {.push = queue_push,
                                  .name = "};"};

static _Atomic(int) live[2], *spare;
void (*on_wake)(void);

static Queue *queue_of(void *any);

// Takes the whole of it,
// at once.
static Queue *
queue_of(void *any)
{
    if (any)
        return any;

    return NULL; // '"'
}

void each(Queue *queue, void what(Queue *))
{
    what(queue);
}

#ifdef ONE
static int twice(void)
{
    return 1;
}
#else
static int twice(void)
{
    return 2;
}
#endif

START_TEST(first_come_first_served)
{
    each(NULL, NULL);
}
END_TEST
"""
QUEUE_H = """\
typedef struct Queue Queue;
typedef long Instant; // ns

// From any thread.
Queue *queue_new(void);
"""
MAKEFILE = """\
.PHONY: run
# Says so.
run: other
\t@echo '  CC queue.c'; echo running
\t@echo still

other: setup.sh
tool.py:
	@false
fail:
\t@echo oops; exit 3
run-%:
\t@echo $*
FILES := a \\
    b
"""
SETUP_SH = """\
#!/bin/sh
# Gives up.
fail() {
    cat <<END
usage
END
}
name=x
"""
FILES = {
    "step01-queue/queue.c": QUEUE_C,
    "step01-queue/queue.h": QUEUE_H,
    "step01-queue/Makefile": "check:\n\t@echo checked\n",
    "common/wrong/step01-queue/slow.c":
        QUEUE_C.replace("    what(queue);", "    sleep(1);\n    what(queue);"),
    "beyond/fast/README.md": "# Fast\n\n## Why so?\n",
    "Makefile": MAKEFILE,
    "setup.sh": SETUP_SH,
    "page.js": "// A page.\n\nlet all;\n\n// Of all.\nfunction count() {\n"
               "    return 1;\n}\n\ncount();\n",
    "tool.py": "SIZE = 3\n\n\n# Adds.\ndef add(a):\n    b = 1\n\n"
               "    return a + b\n\n\nadd(SIZE)\n",
}
EACH = """\
Text.

`step01-queue/queue.c`, `each`:

```c
void each(Queue *queue, void what(Queue *))
{
    what(queue);
}
```
"""


class TutorialTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        for path, text in FILES.items():
            self.put(path, text)

    def put(self, path, text):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def edit(self, path, old, new):
        text = self.get(path)
        self.assertIn(old, text)
        self.put(path, text.replace(old, new))

    def get(self, path="T.md"):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def tool(self, action, path="T.md"):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            status = tutorial.main([action, path])
        self.assertEqual(status != 0, "as on disk" not in output.getvalue())
        return output.getvalue()

    def assert_good(self, text, path="T.md"):
        self.put(path, text)
        self.assertRegex(self.tool("check", path), r"^\S+: .* as on disk\n$")

    def assert_bad(self, text, *problems, path="T.md"):
        """Exactly these problems, each "LINE: its beginning"."""
        self.put(path, text)
        lines = self.tool("check", path).splitlines()
        self.assertEqual(len(lines), len(problems), lines)
        for line, problem in zip(lines, problems):
            self.assertTrue(line.startswith(f"{path}:{problem}"), line)

    def assert_written(self, old, new):
        self.put("T.md", old)
        self.tool("write")
        self.assertEqual(self.get(), new)
        self.assert_good(new)

    def assert_cited(self, path, names, shown):
        self.assertEqual("\n".join(tutorial.cited(path, *names)), shown)


class Definitions(TutorialTest):
    def test_a_function_has_its_comment(self):
        self.assert_cited(
            "step01-queue/queue.c", ["queue_of"],
            QUEUE_C[QUEUE_C.index("// Takes"):QUEUE_C.index("\nvoid each")]
            .rstrip())

    def test_a_plain_name_prefers_the_body(self):
        struct = "struct Queue {\n    int count; // not a brace: {\n" \
            "    void (*wake)(struct Queue *self);\n};"
        for name in "Queue", "struct Queue":
            self.assert_cited("step01-queue/queue.c", [name], struct)
        self.assert_cited("step01-queue/queue.c", ["typedef Queue"],
                          "typedef struct Queue Queue;")
        self.assert_cited("step01-queue/queue.h", ["Queue"],
                          "typedef struct Queue Queue;")

    def test_macros_tables_variables_and_tests(self):
        for name, first, count in [
                ("PAIR", "// Two of these", 6),
                ("State", "typedef enum { WAITING, READY } State;", 1),
                ("queue_table", "static const Table queue_table = ", 2),
                ("live", "static _Atomic(int) live[2], *spare;", 1),
                ("spare", "static _Atomic(int) live[2], *spare;", 1),
                ("on_wake", "void (*on_wake)(void);", 1),
                ("first_come_first_served", "START_TEST(", 5)]:
            with self.subTest(name):
                lines = tutorial.cited("step01-queue/queue.c", name)
                self.assertTrue(lines[0].startswith(first), lines)
                self.assertEqual(len(lines), count)

    def test_neighbours_stay_neighbours_and_others_get_a_blank_line(self):
        self.assert_cited("step01-queue/queue.h", ["Queue", "Instant"],
                          "typedef struct Queue Queue;\n"
                          "typedef long Instant; // ns")
        self.assert_cited("step01-queue/queue.h", ["queue_new", "Instant"],
                          "// From any thread.\nQueue *queue_new(void);\n\n"
                          "typedef long Instant; // ns")

    def test_javascript(self):
        self.assert_cited("page.js", ["count"], "// Of all.\nfunction count() "
                          "{\n    return 1;\n}")

    def test_make_shell_and_python(self):
        self.assert_cited("Makefile", ["run"], "# Says so.\nrun: other\n"
                          "\t@echo '  CC queue.c'; echo running\n"
                          "\t@echo still")
        self.assert_cited("Makefile", ["FILES"], "FILES := a \\\n    b")
        self.assert_cited("setup.sh", ["fail"], SETUP_SH[10:-8].rstrip())
        self.assert_cited("setup.sh", ["name"], "name=x")
        self.assert_cited("tool.py", ["add"], "# Adds.\ndef add(a):\n"
                          "    b = 1\n\n    return a + b")

    def test_rust(self):
        with open("tool.rs", "w") as file:
            file.write("mod a;\n\n/// Of one.\n#[repr(C)]\nstruct One(u8);\n\n"
                       "impl Add for One {\n    fn add() {\n    }\n}\n\n"
                       "// --- More\n\nstatic TABLE: Table = Table::new(\n"
                       "    1,\n);\n")

        self.assert_cited("tool.rs", ["One"], "/// Of one.\n#[repr(C)]\n"
                          "struct One(u8);")
        self.assert_cited("tool.rs", ["impl Add for One"], "impl Add for One "
                          "{\n    fn add() {\n    }\n}")
        self.assert_cited("tool.rs", ["TABLE"], "static TABLE: Table = "
                          "Table::new(\n    1,\n);")

    def test_a_name_found_twice_or_never_is_refused(self):
        for name in "twice", "eac", "struct State":
            with self.subTest(name), self.assertRaises(tutorial.Problem):
                tutorial.cited("step01-queue/queue.c", name)


class Blocks(TutorialTest):
    def test_a_block_as_on_disk_is_good(self):
        self.assert_good(EACH)

    def test_a_changed_definition(self):
        self.edit("step01-queue/queue.c", "    what(queue);\n}",
                  "    what(queue + 1);\n}")
        self.assert_bad(EACH, "8: stale: here is now `    what(queue + 1);`")

    def test_a_change_that_a_transcript_would_mask(self):
        self.put("a.h", "#define PERIOD 10 // 10 ms\n")
        self.assert_bad("`a.h`:\n```c\n#define PERIOD 10 // 20 ms\n```\n",
                        "3: stale")

    def test_a_definition_that_became_shorter(self):
        self.assert_bad(EACH.replace("}\n", "}\n\nvoid none(void);\n"),
                        "10: stale: nothing is here any more")

    def test_a_renamed_definition(self):
        self.edit("step01-queue/queue.c", "void each(", "void every(")
        self.assert_bad(EACH, "3: `each` is defined 0 times")

    def test_a_moved_file(self):
        os.rename("step01-queue/queue.c", "step01-queue/list.c")
        self.assert_bad(EACH, "3: no such file: step01-queue/queue.c")

    def test_c_without_a_line_that_names_it(self):
        for line in ("Some text.", "`each`:", "See `tool.py`, `add`, here:",
                     "`step01-queue/queue.c` → `step01-queue/queue.h`:"):
            self.assert_bad(line + "\n\n```c ignore\nint a;\n```\n",
                            "3: the line above names no file")

    def test_a_block_that_is_too_long(self):
        self.put("long.c", "int a;\n" * 41)
        self.assert_bad("`long.c`:\n```c\n" + "int a;\n" * 41 + "```\n",
                        "2: 41 lines are too many")

    def test_writing_mends_a_block_and_nothing_else(self):
        other = EACH.replace("each`", "on_wake`").replace(
            EACH[EACH.index("void"):EACH.index("}\n") + 2],
            "void (*on_wake)(void);\n")
        self.assert_written(
            EACH.replace("what(queue);\n", "") + other.replace(");\n", "\n\n")
            + "\nEnd.\n", EACH + other + "\nEnd.\n")

    def test_in_a_fold_in_a_list_in_a_quote(self):
        for prefix in "   ", "> ":
            good = "<details>\n\n1. Text\n\n" + "".join(
                (prefix + line).rstrip() + "\n" for line in EACH.splitlines()
            ) + "\n</details>\n"
            self.assert_good(good)
            self.assert_written(good.replace("what(queue)", "oops"), good)

    def test_shell_make_and_python_under_their_name(self):
        good = "`tool.py`, `add`:\n\n```python\n# Adds.\ndef add(a):\n" \
            "    b = 1\n\n    return a + b\n```\n\n`setup.sh`, `name`:\n" \
            "```sh\nname=x\n```\n\n`Makefile`, `FILES`:\n" \
            "```make\nFILES := a \\\n    b\n```\n"
        self.assert_good(good)
        self.assert_bad(good.replace("=x", "=y").replace("= a", "= c"),
                        "13: stale", "18: stale")

    def test_a_stale_diff(self):
        diff = "`common/wrong/step01-queue/slow.c` → " \
            "`step01-queue/queue.c`:\n\n```diff\n@@\n" \
            " void each(Queue *queue, void what(Queue *))\n {\n" \
            "-    sleep(1);\n     what(queue);\n }\n```\n"
        self.assert_good(diff)
        self.assert_written(diff.replace("sleep(1)", "sleep(2)"), diff)
        self.edit("step01-queue/queue.c", "what(queue);", "what(NULL);")
        self.assert_bad(diff, "8: stale: here is now `-    what(queue);`")
        self.assert_bad("```diff\n+a\n```\n", "1: the line above")

    def test_rust_and_text_are_left_alone(self):
        self.assert_good("```rust\nfn a() {}\n```\n"
                         "```text\nmake nothing\n```\n")

    def test_fences_and_folds_that_are_not_closed(self):
        self.assert_bad("```c\nint a;\n\n" + EACH,
                        "1: this block is never closed")
        self.assert_bad(EACH + "```text\n", "11: this block is never closed")
        self.assert_bad("```\na\n```\n", "1: this block names no language")
        self.assert_bad("<details>\n<details>\n</details>\n",
                        "1: this <details> is never closed")


class Transcripts(TutorialTest):
    def test_a_transcript_as_printed_is_good(self):
        self.assert_good("```console\n$ make run\nrunning\nstill\n\n"
                         "$ make tool.py; make -C .\nrunning\nstill\n"
                         "$ echo b >&2; echo c\nb\nc\n```\n")

    def test_a_changed_transcript(self):
        self.assert_bad("```console\n$ make run\nrunning\nstanding\n```\n",
                        "4: stale: here is now `still`")

    def test_writing_mends_one_command_and_keeps_what_is_equal_masked(self):
        self.assert_written(
            "- x\n\n  ```console\n  $ echo took 12 ms\n  took 99.5 ms\n\n"
            "  $ echo a; echo b\n  a\n\n  $ true\n  ```\n",
            "- x\n\n  ```console\n  $ echo took 12 ms\n  took 99.5 ms\n\n"
            "  $ echo a; echo b\n  a\n  b\n\n  $ true\n  ```\n")

    def test_what_varies_is_masked_and_what_does_not_is_not(self):
        for one, other, same in [
                ("asked 48,201,733 times", "asked 31999 times", True),
                ("asked 2 times", "asked 3 times", False),
                ("10000 threads: 80.5 MiB", "32,000 threads: 9 MiB", True),
                ("Task 1 - ding", "Task 2 - ding", False),
                ("CPU used: 0 ms, 3%", "CPU used: 14 ms, 100%", True),
                ("96 bytes in /tmp/a.x1/b", "8 bytes in /tmp/q", True),
                ("==12==ERROR at 0x7f01", "==3==ERROR at 0xbeef99", True),
                ("make: *** [Makefile:8: a] Error 3",
                 "make: *** [a] Error 3", True)]:
            with self.subTest(one):
                equal = tutorial.masked(one) == tutorial.masked(other)
                self.assertEqual(equal, same)

    def test_a_changed_exit_status(self):
        text = "```console\n$ echo no; exit 2\nno\n(exit status 2)\n```\n"
        self.assert_good(text)
        self.assert_bad(text.replace("exit 2", "exit 1"), "2: exit status 1")
        self.assert_bad(text.replace("(exit status 2)\n", ""),
                        "2: exit status 2 (no)")
        self.assert_bad(text.replace("; exit 2", ""), "2: exit status 0")
        self.assert_good("```console\n$ kill -9 $$\n(exit status 137)\n```\n")

    def test_writing_does_not_believe_a_new_exit_status(self):
        text = "```console\n$ echo no; exit 2\nyes\n```\n"
        self.put("T.md", text)
        self.assertIn("T.md:2: exit status 2", self.tool("write"))
        self.assertEqual(self.get(), text)

    def test_dots_leave_lines_out(self):
        for shown in "1\n...", "1\n...\n4", "...\n4", "...", "1\n2\n3\n...":
            self.assert_good(f"```console\n$ seq 4\n{shown}\n```\n")
        self.assert_bad("```console\n$ seq 4\n1\n...\n5\n```\n", "5: stale")
        self.assert_bad("```console\n$ seq 2\n1\n2\n...\n```\n", "5: stale")

    def test_each_command_runs_once(self):
        self.assert_good("```console\n$ echo a >>log; wc -l <log\n1\n"
                         "$ echo a >>log; wc -l <log\n1\n```\n")
        self.put("T.md", "```console\n$ echo b >>new; wc -l <new\n```\n")
        self.tool("write")
        self.assertEqual(self.get("new"), "b\n")

    def test_a_command_that_hangs(self):
        self.addCleanup(setattr, tutorial, "TIME_LIMIT", tutorial.TIME_LIMIT)
        tutorial.TIME_LIMIT = 0.05
        self.assert_bad("```console\n$ sleep 1000 | cat\n```\n",
                        "2: this takes over")

    def test_no_transcript_runs_inside_a_transcript(self):
        self.addCleanup(os.environ.pop, "IN_TRANSCRIPT")
        os.environ["IN_TRANSCRIPT"] = "1"
        self.assert_good("```console\n$ echo >ran\n```\n")
        self.assertFalse(os.path.exists("ran"))

    def test_a_make_above_is_not_seen(self):
        self.addCleanup(os.environ.pop, "MAKEFLAGS")
        os.environ["MAKEFLAGS"] = "n -- V=1"
        self.assert_good("```console\n$ make run\nrunning\nstill\n```\n")

    def test_what_stands_above_the_first_command(self):
        self.assert_bad("```console\nmake\n```\n", "2: a transcript begins")


class Names(TutorialTest):
    def test_paths_that_exist(self):
        self.assert_good(
            "`step01-queue/queue.c:12`, `queue.h`, `slow.c`, `step01-queue/`, "
            "`wc common/*/step01-queue/*.c`, `build/x/y`, `../build/x`, "
            "`work/mine.c`, `stepNN-name/x.c`, `common/…/x.c`, `<time.h>`, "
            "`/dev/full`, `a->b / c`, `docs.rs/x`, `tokio/park.rs`, `.c`, "
            "`// a`, `sh ./setup.sh run`, `Poll::Ready`, a/b/c.c,\n"
            "`[x](nowhere)`\n")

    def test_paths_that_do_not(self):
        self.assert_bad("Is\n`step01-queue/q.c`, ``nil.h``, `sh up.sh\nrun`,\n"
                        "`step02-none`, `common/test`.\n",
                        "2: no such file: nil.h",
                        "2: no such file: step01-queue/q.c",
                        "2: no such file: up.sh",
                        "4: no such file: common/test",
                        "4: no such file: step02-none")

    def test_paths_in_commands_to_type(self):
        self.assert_bad("```sh\ngdb build/x\ncat step01-queue/q.c\n```\n",
                        "3: no such file: step01-queue/q.c")

    def test_links_and_anchors(self):
        self.assert_good(
            "# A `on_wake` & [d](Makefile)!\n## A\n## A\n## A\n## Grüße\n"
            "[x](#a-on_wake--d) [y](#a) [y](#a-2) [z](#grüße) ![p](setup.sh)\n"
            "[u](https://x.y/z#q) [w](beyond/fast/README.md#why-so)\n"
            "[s](step01-queue) [r]\n\n[r]: tool.py\n")

    def test_dead_links_and_anchors(self):
        self.assert_bad(
            "## A\n[x](#b) [y](step02/)\n\n[z](beyond/fast/README.md#why)\n"
            "[l](tool.py#L3) <img src=\"a.png\">\n",
            "2: no such file: step02/", "2: no such heading: #b",
            "4: no such heading: beyond/fast/README.md#why",
            "5: no such file: a.png", "5: no such heading: tool.py#L3")

    def test_a_page_elsewhere_has_its_own_links(self):
        path = "some/where/README.md"
        self.assert_good("[x](../../Makefile), `../where/README.md`, "
                         "`make run`, `step01-queue/queue.c`\n", path)
        self.assert_bad("[x](Makefile)\n", "1: no such file: Makefile",
                        path=path)

    def test_names_that_exist(self):
        self.assert_good("`queue_of`, `queue_of(any)`, `Waker::will_wake`, "
                         "`block_on`, `nothing` and what_is_no_code\n")

    def test_names_that_do_not(self):
        self.assert_bad("So\n`queue_off`.\n",
                        "2: no source has this name: queue_off")

    def test_make_targets_that_exist(self):
        self.assert_good(
            "`make`, `make run`, `make -C step01-queue check`, `make run-3`, "
            "`CC=clang make -j 4 run ARGS=\"--not a target\"`, `make run-N`, "
            "`make -C stepNN-… go`, `sh x && make other`, `make run >out`, "
            "make sure\n```sh\nV=1 make fail # not this\n```\n")

    def test_make_targets_that_do_not(self):
        self.assert_bad(
            "`make ru`\n`make run check`,\n`make -C step01-queue run`\n"
            "`make run-x`, `make\nsetup.sh`, `a; make -C nowhere run`\n"
            "```sh\nmake run\nmake go # on\n```\n",
            "1: no such make target: ru", "2: no such make target: check",
            "3: no such make target: run", "4: no such make target: run-x",
            "4: no such make target: setup.sh",
            "5: no such make target: run", "8: no such make target: go")


if __name__ == "__main__":
    unittest.main()
