// Race: several tasks as one, which is done with the first of them that is.
#ifndef RACE_H
#define RACE_H

#include "task.h"

#include <stddef.h>

// Each call asks them in order, with the handle of this call, up to the first
// that is done. That one is dropped, then the losers, in order, and its number
// goes to `winner`, unless that is NULL. A race that is dropped drops all.
// Owns: the caller gets the race, which takes the tasks; the array is only
//       read. `winner` must outlive the race. At least one task.
ToyTask *race_new(ToyTask *const *tasks, size_t count, size_t *winner);

#endif
