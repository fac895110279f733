// A record: a text that a task puts into a tube.
#ifndef RECORD_H
#define RECORD_H

#include "task.h"
#include "tube.h"

#include <stdbool.h>

// Done when all of the text is in the tube. With `in_one`, nothing of it is
// there before: it waits until there is room for all. Otherwise it goes in by
// parts, as there is room; and if the task is dropped, what went in stays.
// Owns: the caller gets the task; it borrows the tube and the text.
ToyTask *record_new(Tube *tube, const char *text, bool in_one);

#endif
