// Tasks that do nothing but what is to be measured.
#ifndef KINDS_H
#define KINDS_H

#include "task.h"

// Done at its first call.
ToyTask *brief_new(void);

// Wakes itself in each call; done at the last one.
ToyTask *busy_new(unsigned long calls);

// Two that wake each other in turn: each waits until the other has been called.
// Each is done at the last one of its calls.
void pair_new(unsigned long calls, ToyTask **first, ToyTask **second);

#endif
