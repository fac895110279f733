// A task that owns a task, asks it in its place, and tells of it.
#ifndef TRACED_TASK_H
#define TRACED_TASK_H

#include "task.h"

// What is inside is handed a traced handle: the same one at each call, as long
// as the traced task is handed the same one, or somebody kept it.
// Owns: takes `inner`; the caller gets the task.
ToyTask *traced_task_new(ToyTask *inner);

// The number of its events.
int traced_task_number(ToyTask *traced);

#endif
