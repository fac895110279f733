// The step's own park, with a test's code at the moments that matter.
#ifndef FAKE_PARK_H
#define FAKE_PARK_H

#include "park.h"

// No code is called, and no sleep was counted.
void fake_park_reset(void);

// At the start of each park_wait, on its thread, if not NULL: after the look at
// the queue, before the sleep.
extern void (*fake_park_before_wait)(void);

// Before a park's lock is taken, by a park_wait or a wake, on its thread, if
// not NULL.
extern void (*fake_park_before_lock)(void);

// When a park_wait goes to sleep, on its thread, under the park's lock, if not
// NULL.
extern void (*fake_park_on_sleep)(void);

// Wait until a park_wait goes to sleep. Whoever wakes it after that finds it
// asleep: the sleeper has the lock until it is.
void fake_park_await_sleep(void);

// How many park_waits went to sleep.
int fake_park_sleeps(void);

// How many parks have not ended.
int fake_park_count(void);

#endif
