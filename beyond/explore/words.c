// What a row says.
#include "rows.h"

#include <stdio.h>
#include <string.h>

// These do one operation for others, and are shown by the line that calls them.
static bool is_shown_by_caller(const Source *source)
{
    const char *names[] = {"change_state", "wake_handle_clone",
                           "wake_handle_drop"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(source->function, names[i]) == 0)
            return true;
    }
    return false;
}

const Source *row_source(const Row *row)
{
    const Source *source = source_at(row->op.pc);
    bool is_atomic = row->op.kind == OP_LOAD || row->op.kind == OP_CHANGE;

    if (is_atomic && row->caller && is_shown_by_caller(source))
        return source_at(row->caller);
    return source;
}

static const char *words(const Row *row)
{
    switch (row->op.kind) {
    case OP_WAIT:
        return row->has_values && !row->after ? "does not sleep"
                                              : "goes to sleep";
    case OP_WAKE:
        return "is awake";
    case OP_SPURIOUS:
        return "wakes for no reason";
    case OP_TICK:
        return "time passes";
    case OP_SIGNAL:
        return row->after ? "wakes it" : "nobody sleeps";
    case OP_CREATE:
        return "starts a thread";
    case OP_PLAIN:
        return row->access == WRITE_PLAIN ? "writes" : "reads";
    default:
        return "";
    }
}

// Their values are no numbers of the program's.
static bool is_sleep(OpKind kind)
{
    return kind == OP_WAIT || kind == OP_SIGNAL;
}

void row_did(const Row *row, char *text, size_t size)
{
    unsigned long long before = row->before, after = row->after;

    if (!row->has_values || is_sleep(row->op.kind))
        snprintf(text, size, "%s", words(row));
    else if (row->op.kind == OP_LOAD && before != after)
        snprintf(text, size, "is %llu, seen as %llu", before, after);
    else if (before != after)
        snprintf(text, size, "%llu → %llu", before, after);
    else
        snprintf(text, size, "is %llu", before);
}

void row_describe(const Row *row, char *text, size_t size)
{
    bool is_fault = row == &rows[row_count - 1] && fault_text[0];

    if (row->is_stuck)
        snprintf(text, size, "%s",
                 row->op.kind == OP_WAKE ? "sleeps for ever"
                                         : "waits for ever");
    else if (is_fault)
        snprintf(text, size, "%s", fault_text);
    else if (row->is_cause && row->op.kind != OP_FREE)
        snprintf(text, size, "(races with the last line)");
    else
        row_did(row, text, size);
}
