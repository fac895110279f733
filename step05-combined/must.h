// What a program cannot go on without, as Rust does it: say so, and abort.
#ifndef MUST_H
#define MUST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

// Aborts with one line on stderr unless `ok`; unlike assert, also with NDEBUG.
static inline void must(bool ok, const char *otherwise)
{
    if (!ok) {
        fprintf(stderr, "fatal: %s\n", otherwise);
        abort();
    }
}

// Owns: the caller gets the memory, to free(). Never NULL.
static inline void *must_alloc(size_t size)
{
    void *memory = malloc(size);
    must(memory != NULL, "out of memory");
    return memory;
}

#endif
