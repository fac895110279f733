// The step's own park, and a test's code between the look and the sleep.
#ifndef FAKE_PARK_H
#define FAKE_PARK_H

#include "park.h"

// Called at the start of each park_wait, on its thread, if not NULL.
extern void (*fake_park_before_wait)(void);

#endif
