// Join: several tasks as one, which is done when all of them are.
#ifndef JOIN_H
#define JOIN_H

#include "task.h"

#include <stddef.h>

// Each call asks all that are not done, in order, with the handle of this call.
// One that is done is dropped at once; with the join go those that are left, in
// order.
// Owns: the caller gets the join, which takes the tasks; the array is only
//       read.
ToyTask *join_new(ToyTask *const *tasks, size_t count);

#endif
