#include "traces.h"

#include "stores.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_OBJECTS 200
#define MOST_TRACES 100000000

// Two runs are one trace if each thread does the same, and each operation finds
// as many changes before it of what it touches.
static struct {
    const void *object;
    int changes;
} objects[MOST_OBJECTS];
static int object_count, ticks;
static uint64_t doings[MAX_THREADS + 1]; // a hash a thread, and one of time

static uint64_t *traces;
static size_t trace_count, trace_capacity;

void traces_clear(void)
{
    trace_count = 0;
}

static void mix(uint64_t *hash, int what)
{
    *hash = (*hash ^ (uint64_t)what) * 1099511628211u;
}

static int *changes_of(const void *object)
{
    int i = 0;

    while (i < object_count && objects[i].object != object)
        i++;
    if (i == object_count && object_count < MOST_OBJECTS - 1)
        objects[object_count++].object = object;
    return &objects[i].changes;
}

void trace_begin(void)
{
    for (int i = 0; i < object_count; i++)
        objects[i].changes = 0;
    object_count = 0;
    ticks = 0;
    for (int i = 0; i <= MAX_THREADS; i++)
        doings[i] = 14695981039346656037u;
}

void trace_note(Choice choice)
{
    Op op = choice_op(choice);
    uint64_t *hash = &doings[choice == TICK ? MAX_THREADS : thread_of(choice)];

    mix(hash, (int)op.kind);
    if (op.kind == OP_LOAD) {
        mix(hash, stores_before(&threads[thread_of(choice)], age_of(choice)));
        return;
    }
    for (int i = 0; i < 3 && op.on[i]; i++) {
        int *changes = changes_of(op.on[i]);
        mix(hash, *changes);
        *changes += op_changes(op.kind);
    }
    if (op_wakes(op.kind))
        mix(hash, ticks);
    ticks += op.kind == OP_TICK;
}

static uint64_t key(void)
{
    uint64_t hash = 0;

    for (int i = 0; i <= MAX_THREADS; i++)
        hash = (hash ^ doings[i]) * 1099511628211u;
    return hash;
}

// When a thread came to its load is not in the trace, and says how far back the
// load may look.
uint64_t trace_state(void)
{
    uint64_t hash = key();

    for (int i = 0; i < thread_count; i++) {
        bool looks = threads[i].announced && threads[i].next.kind == OP_LOAD;
        mix(&hash, looks ? stores_before_load(&threads[i]) : 0);
    }
    return hash;
}

void trace_keep(void)
{
    if (trace_count == MOST_TRACES)
        return;
    if (trace_count == trace_capacity) {
        trace_capacity = 2 * trace_capacity + 1024;
        traces = realloc(traces, trace_capacity * sizeof *traces);
    }
    traces[trace_count++] = key();
}

static int compare_traces(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void traces_print(void)
{
    qsort(traces, trace_count, sizeof *traces, compare_traces);
    for (size_t i = 0; i < trace_count; i++) {
        if (i == 0 || traces[i] != traces[i - 1])
            printf("%016llx\n", (unsigned long long)traces[i]);
    }
}
