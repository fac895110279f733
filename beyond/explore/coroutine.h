// Threads that run one at a time, and only when told to.
#ifndef COROUTINE_H
#define COROUTINE_H

#include <stddef.h>

typedef void *Context; // where a stack was left

// Leaves this stack, to be gone on with from *left, and goes on with another.
void context_switch(Context *left, Context next);

// A context which, when first switched to, calls entry(). It must not return.
Context context_new(void *stack, size_t size, void (*entry)(void));

#endif
