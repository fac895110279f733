#include "states_json.h"

#include "json.h"
#include "locks.h"
#include "peek.h"
#include "rows.h"
#include "schedule.h"

#include <string.h>

#define MOST_LINES 500

static FILE *file;
static const Source *lines[MOST_LINES];
static int line_count;
static int steps; // of the state, so far

// --- Lines of source

static int line_of(const Source *source)
{
    for (int i = 0; i < line_count; i++) {
        if (lines[i]->line == source->line &&
            strcmp(lines[i]->path, source->path) == 0)
            return i;
    }
    if (line_count == MOST_LINES)
        return 0;
    lines[line_count] = source;
    return line_count++;
}

static void print_lines(void)
{
    fprintf(file, " \"lines\": [");
    for (int i = 0; i < line_count; i++) {
        fprintf(file, "%s\n  {\"file\": ", i ? "," : "");
        json_string(file, lines[i]->path);
        fprintf(file, ", \"line\": %d, \"text\": ", lines[i]->line);
        json_string(file, lines[i]->text);
        fprintf(file, ", \"function\": ");
        json_string(file, lines[i]->function);
        fprintf(file, "}");
    }
    fprintf(file, "]}\n");
}

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
        fprintf(file, "%d", line_of(row_source(&row)));
}

static void print_why(int thread, bool can)
{
    const Thread *at = &threads[thread];
    int owner = at->next.on[0] ? mutex_owner(at->next.on[0]) : -1;
    char why[120] = "";

    if (fault_op.pc && thread == self)
        snprintf(why, sizeof why, "here it goes wrong");
    else if (can || at->finished)
        ;
    else if (at->next.kind == OP_JOIN)
        snprintf(why, sizeof why, "waits for the end of %s",
                 name_of((int)(size_t)at->next.on[0]));
    else if (at->next.kind == OP_WAKE && at->asleep)
        snprintf(why, sizeof why, "is asleep");
    else if (owner >= 0)
        snprintf(why, sizeof why, "the lock is held by %s", name_of(owner));
    json_string(file, why);
}

static void print_see(void)
{
    int count;
    const Peeked *all = peek_all(&count);

    fprintf(file, "[");
    for (int i = 0; i < count; i++) {
        fprintf(file, "%s[", i ? ", " : "");
        json_string(file, all[i].name);
        fprintf(file, ", ");
        json_string(file, all[i].value);
        fprintf(file, "]");
    }
    fprintf(file, "]");
}

static const char *comma(int i)
{
    return i ? ", " : "";
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
        print_why(i, possible & 1u << i);
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
        int line = line_of(row_source(row));
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
    line_count = 0;
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
    fprintf(file, "\",\n");
    print_lines();
    return fclose(file) == 0;
}
