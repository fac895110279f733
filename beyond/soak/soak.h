// What the soak is done with: tasks, bells and shots, all of them counted.
#ifndef SOAK_H
#define SOAK_H

#include "exec.h"
#include "timer.h"

#include <stdbool.h>

#define TASKS 100000

typedef struct {
    atomic_ullong spawned, ended, calls;
    atomic_ullong wakes;
    atomic_ullong made, dropped; // handles of bells
    atomic_ullong registered, fired, unfired;
} Counts;

extern Counts counts;
extern ToyExec *exec;
extern ToyTimer *timer;

#define COUNT(what)                                                            \
    atomic_fetch_add_explicit(&counts.what, 1, memory_order_relaxed)

// A bell wakes a task. It knows whether a wake is still owed a call, so that
// the task can tell at its end. It is kept by its handles and by its task.
typedef struct Bell Bell;

// Where a task leaves its bell for others. NULL: there is none.
typedef _Atomic(Bell *) Slot;

extern Slot slots[TASKS];
#define BUSY ((Bell *)&slots[0])   // somebody will put a bell in, or NULL
#define CLOSED ((Bell *)&slots[1]) // nobody does any more

// Spawns a task that leaves its bell in the slot, which is BUSY till then, and
// is done after so many calls more.
void soak_spawn(Slot *slot, unsigned calls);

void bell_ring(Bell *bell);
bool bell_task_has_ended(Bell *bell);

// Whether it was rung, and its task has not been called since.
bool bell_is_owed(Bell *bell);

// Owns: takes the handle.
void bell_drop(Bell *bell);

// The timer rings the bell after the delay, and not before.
void bell_ring_later(Bell *bell, Duration delay);

// Waits until all that is ready now has been called. Not on the executor's
// thread.
void soak_await_calls(void);

#endif
