// A pool: runs any number of tasks on several threads, each when it is woken.
#ifndef POOL_H
#define POOL_H

#include "task.h"

#include <stddef.h>

// As with ToyExec, a spawned task belongs to the ready queue and to all of its
// wake handles together, and is dropped when the last of these has gone. Its
// calls and its end come one after the other, and each sees what those before
// it wrote; but each may be on another thread of the pool. So a task needs no
// lock for what is its own, and needs one for what it shares with other tasks.
typedef struct ToyPool ToyPool;

// Owns: the caller frees it. At least one thread.
ToyPool *toy_pool_new(size_t threads);

// Make the task ready. Tasks begin in the order of spawning.
// Owns:   takes the task.
// Thread: any.
void toy_pool_spawn(ToyPool *pool, ToyTask *task);

// Run until no task is left, on the caller's thread and on others that it
// starts and joins. Those that have nothing to do sleep. A task that is spawned
// when the last of them has looked waits for the next run, or for
// toy_pool_free.
// Thread: any, one at a time; a second run at once, or one inside a task's
//         call, is a fatal error.
// Fails:  where a thread cannot be started, it runs on fewer. Returns on how
//         many.
size_t toy_pool_run(ToyPool *pool);

// Drops the tasks that never ran, and what those spawn as they go.
// Thread: any; not during spawn. Wakes and drops may go on. During run: a fatal
//         error.
void toy_pool_free(ToyPool *pool);

#endif
