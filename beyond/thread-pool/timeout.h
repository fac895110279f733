// Timeout: a task, but only until an instant.
#ifndef TIMEOUT_H
#define TIMEOUT_H

#include "task.h"
#include "timer.h"

#include <stdbool.h>

// Each call asks the task, with the handle of this call. It is done when the
// task is, or else when `at` has come; then the task is dropped at once, and
// `too_late`, unless that is NULL, tells which of the two it was. A task that
// is done when `at` has come is in time.
// Owns: the caller gets the timeout, which takes the task and borrows the
//       timer. `too_late` must outlive it.
ToyTask *timeout_new(ToyTask *task, Instant at, ToyTimer *timer,
                     bool *too_late);

#endif
