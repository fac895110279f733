#include "states_json.h"

#include "json.h"
#include "lines.h"
#include "locks.h"
#include "peek.h"
#include "rows.h"
#include "schedule.h"

static FILE *file;
static int steps; // of the state, so far

// --- A state

static const char *name_of(int thread)
{
    const char *name = scene->threads[thread];
    return name ? name : "a thread";
}

// A thread that has gone wrong stands where it did.
static void print_next(int thread)
{
    Row row = {.thread = thread, .op = threads[thread].next};

    if (threads[thread].depth > 0)
        row.caller = threads[thread].frames[threads[thread].depth - 1];
    if (fault_op.pc && thread == self)
        row.op = fault_op;
    if (threads[thread].finished || !row.op.pc)
        fprintf(file, "null");
    else
        fprintf(file, "%d", line_number(row_source(&row)));
}

// Why the thread cannot step; good till the next.
static const char *why_not(int thread)
{
    static char why[120];
    const Op *next = &threads[thread].next;
    const char *what = "waits for the end of ";
    int whom = -1;

    if (fault_op.pc && thread == self)
        return "here it goes wrong";
    if (threads[thread].asleep)
        return "it is asleep";
    if (next->kind == OP_JOIN) {
        whom = (int)(size_t)next->on[0];
    } else if (next->kind == OP_LOCK || next->kind == OP_WAKE) {
        what = "the lock is held by ";
        whom = mutex_owner(next->on[0]);
    }
    if (threads[thread].finished || whom < 0)
        return "";
    snprintf(why, sizeof why, "%s%s", what, name_of(whom));
    return why;
}

static const char *comma(int i)
{
    return i ? ", " : "";
}

static void print_see(void)
{
    int count;
    const Peeked *all = peek_all(&count);

    fprintf(file, "[");
    for (int i = 0; i < count; i++) {
        fprintf(file, "%s[", comma(i));
        json_string(file, all[i].name);
        fprintf(file, ", ");
        json_string(file, all[i].value);
        fprintf(file, "]");
    }
    fprintf(file, "]");
}

void json_state(int number, unsigned possible)
{
    fprintf(file, "%s\n  {\"next\": [", number ? "," : "");
    for (int i = 0; i < thread_count; i++) {
        fprintf(file, "%s", comma(i));
        print_next(i);
    }
    fprintf(file, "], \"can\": [");
    for (int i = 0; i < thread_count; i++)
        fprintf(file, "%s%s", comma(i), possible & 1u << i ? "true" : "false");
    fprintf(file, "], \"why\": [");
    for (int i = 0; i < thread_count; i++) {
        fprintf(file, "%s", comma(i));
        json_string(file, possible & 1u << i ? "" : why_not(i));
    }
    fprintf(file, "], \"see\": ");
    print_see();
    fprintf(file, ", \"fault\": ");
    if (fault_text[0])
        json_string(file, fault_text);
    else
        fprintf(file, "null");
    fprintf(file, ", \"end\": %s, \"go\": [", possible ? "false" : "true");
    steps = 0;
}

// --- A step

// All that its thread did till its next operation is its doing, too.
static void print_note(int thread)
{
    char did[100];

    row_did(&rows[0], did, sizeof did);
    if (rows[0].op.kind == OP_LOCK)
        snprintf(did, sizeof did, "takes the lock");
    fprintf(file, "\"note\": \"%s", did);
    for (int i = 1; i < row_count; i++) {
        if (rows[i].op.kind == OP_UNLOCK && rows[i].thread == thread)
            fprintf(file, ", gives it back");
    }
    fprintf(file, "\"");
}

static void print_passes(int thread)
{
    int last = -1;

    fprintf(file, "\"passes\": [");
    for (int i = 0; i < row_count; i++) {
        const Row *row = &rows[i];
        bool counts = row->op.kind != OP_PLAIN || row->access == WRITE_PLAIN;
        if (row->thread != thread || !row->op.pc || !counts)
            continue;
        int line = line_number(row_source(row));
        if (line != last)
            fprintf(file, "%s%d", last < 0 ? "" : ", ", line);
        last = line;
    }
    fprintf(file, "]");
}

void json_step(Choice choice, int to)
{
    int thread = choice == TICK ? -1 : thread_of(choice);

    fprintf(file, "%s\n    {\"choice\": \"%s\", \"thread\": %d, ",
            steps++ ? "," : "", choice_text(choice), thread);
    print_note(thread);
    fprintf(file, ", ");
    print_passes(thread);
    fprintf(file, ", \"to\": %d}", to);
}

void json_state_end(void)
{
    fprintf(file, "]}");
}

// --- The whole

bool json_begin(const char *path)
{
    file = fopen(path, "w");
    lines_begin();
    if (file)
        fprintf(file, "{\"states\": [");
    return file;
}

bool json_end(const Choice *before, int count)
{
    fprintf(file, "],\n \"scene\": \"%s\", \"threads\": [", scene->name);
    for (int i = 0; i < most_threads; i++) {
        fprintf(file, "%s", comma(i));
        json_string(file, name_of(i));
    }
    fprintf(file, "],\n \"before\": \"");
    for (int i = 0; i < count; i++)
        fprintf(file, "%s%s", i ? " " : "", choice_text(before[i]));
    fprintf(file, "\",\n \"lines\": [");
    lines_print(file);
    fprintf(file, "]}\n");
    bool is_written = !ferror(file);
    return fclose(file) == 0 && is_written;
}
