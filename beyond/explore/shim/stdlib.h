// The explorer's heap in place of the system's: it never gives out the same
// memory twice, and knows what was freed.
#ifndef EXPLORE_STDLIB_H
#define EXPLORE_STDLIB_H

#pragma GCC system_header // for include_next

#include_next <stdlib.h>

#define malloc explore_malloc
#define calloc explore_calloc
#define realloc explore_realloc
#define free explore_free
#define abort explore_abort

void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void free(void *);
_Noreturn void abort(void);

#endif
