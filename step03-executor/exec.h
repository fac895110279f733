// An executor: runs any number of tasks on one thread, each when it is woken.
#ifndef EXEC_H
#define EXEC_H

#include "park.h"
#include "task.h"

// A spawned task belongs to the ready queue and to all of its wake handles
// together. When the last of these has gone, nobody can wake it any more, and
// it is dropped. Its calls and its end are all on the thread inside
// toy_exec_run (or toy_exec_free). Its handles may be used on any thread, also
// after the executor is gone.
typedef struct ToyExec ToyExec;

// Owns: borrows the park, keeps a clone of its handle. While tasks run, nobody
//       else may wait on it. The caller frees the executor.
ToyExec *toy_exec_new(Park *park);

// Make the task ready. Spawned tasks are first called in the order of spawning.
// Owns:   takes the task.
// Thread: any.
void toy_exec_spawn(ToyExec *exec, ToyTask *task);

// Run until no task is left, asleep while none is ready. Tasks are called in
// rounds; one that is woken while it runs goes into the next, behind all that
// have become ready by then. A task spawned before run's last look, which is
// taken under the lock, is run; a later one waits for the next run, or for
// toy_exec_free.
// Thread: any, one at a time; a second run at once, or one inside a task's
//         call, is a fatal error.
void toy_exec_run(ToyExec *exec);

// Drops the tasks that never ran, and what those spawn as they go.
// Thread: any; not during spawn. Wakes and drops may go on. During run, or in
//         the end of a task that it drops: a fatal error.
void toy_exec_free(ToyExec *exec);

#endif
