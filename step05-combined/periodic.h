// A task that dings every so often, a fixed number of times.
#ifndef PERIODIC_H
#define PERIODIC_H

#include "task.h"
#include "timer.h"

// The n-th ding is at start + n x period or later, never before, and lateness
// does not add up. Each ding calls `ding` with the task's id, on the thread
// that asks the task; with the last one the task is done. A call registers with
// the timer only if its handle is not the one that was registered last.
// Owns: the caller gets the task; it borrows the timer, which must outlive it.
// Period and dings are positive, and start + dings x period must fit.
ToyTask *periodic_new(int id, Instant start, Duration period, int dings,
                      ToyTimer *timer, void (*ding)(int id));

#endif
