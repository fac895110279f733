// A timer: an event loop, on a thread of its own, that wakes handles in time.
#ifndef TIMER_H
#define TIMER_H

#include "clock.h"
#include "wake.h"

typedef struct ToyTimer ToyTimer;

// Starts the timer's thread.
// Owns:  the caller frees it.
// Fails: NULL if the thread cannot be started; errno says why.
ToyTimer *toy_timer_new(void);

// Wake the handle once, as soon as `at` has come and never before. Deadlines
// fire in order of time, and in order of registration among equals. One that
// lies before the loop's last look at the clock counts as that look: it fires
// at once, and behind those that were due by then.
// Owns:   keeps a clone until it has fired.
// Thread: any, also inside a wake or a drop that the timer calls.
void toy_timer_register(ToyTimer *timer, Instant at, WakeHandle *wake);

// Waits for the wakes under way (those that came due together, 64 at most),
// ends the thread, and then drops the handles that are still registered,
// without waking them.
// Thread: any but the timer's own. Nobody may begin to register any more.
void toy_timer_free(ToyTimer *timer);

#endif
