// The rows of a run that is to be shown: what each thread did, in order.
#ifndef ROWS_H
#define ROWS_H

#include "explore.h"
#include "source.h"

typedef struct {
    int thread; // -1: nobody's
    Op op;
    Access access; // ACCESSES: not one to memory
    size_t size;
    bool has_values;
    uint64_t before, after;
    const void *caller; // where the function at op.pc was called
    bool shown;
    bool is_cause; // of the fault: the other half of a race, or the free
    bool is_stuck;
} Row;

extern Row rows[];
extern int row_count;

// The line that stands for it, which may be the caller's.
const Source *row_source(const Row *row);

// What it did there, in a few words.
void row_did(const Row *row, char *text, size_t size);

// The same; but where the run goes wrong, what goes wrong.
void row_describe(const Row *row, char *text, size_t size);

#endif
