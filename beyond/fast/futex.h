// A futex: a word on which the kernel lets a thread sleep. Linux only.
#ifndef FUTEX_H
#define FUTEX_H

#include <stdatomic.h>

// Sleep until futex_wake, unless the word is not `expected`: the kernel looks
// and begins to sleep in one step. May return without a wake.
// Thread: any.
void futex_wait(atomic_int *word, int expected);

// Wake one thread that sleeps on the word. Nothing is remembered.
// Thread: any.
void futex_wake(atomic_int *word);

#endif
