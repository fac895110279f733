// An executor with two threads, one of which takes work from the other.
#ifndef PAIR_H
#define PAIR_H

#include "task.h"

// Spawned tasks belong to their queue and to all of their wake handles
// together, as in exec.h; when the last of these has gone, they are dropped. A
// task runs now on one of the two threads, now on the other, never on both at
// once, and each call sees what the one before wrote. A wake during a call is
// kept: the task goes again, behind the others.
//
// Each thread has a queue of its own, takes what is in front, and sleeps in a
// park of its own (park.h). What is spawned or woken on one of the two threads
// goes behind the others in that thread's queue; on any other thread, in the
// first one's, which is that of toy_pair_run. One whose queue is empty takes
// half of the other's, rounded up: what has waited longest, in its order.
typedef struct ToyPair ToyPair;

// Owns: the caller frees it.
ToyPair *toy_pair_new(void);

// Owns:   takes the task.
// Thread: any, also inside a task's call or end.
void toy_pair_spawn(ToyPair *pair, ToyTask *task);

// Run until no task is left, on this thread and on one that it starts; both
// sleep while none is ready, and both are back when it returns. A thread that
// cannot be started is a fatal error.
// Thread: any, one at a time; not inside a task's call or end.
void toy_pair_run(ToyPair *pair);

// Drops the tasks that never ran, and what those spawn as they go. Handles may
// be used later, too.
// Thread: any; not during run or spawn.
void toy_pair_free(ToyPair *pair);

#endif
