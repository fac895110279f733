// A timer whose registrations can be taken back.
#ifndef TIMEOUT_H
#define TIMEOUT_H

#include "clock.h"
#include "wake.h"

#include <stdbool.h>

// Like ToyTimer: an event loop on a thread of its own.
typedef struct Timeouts Timeouts;

// A registration. Embed it in the struct of whoever waits: the timer keeps no
// memory for it but a place. All zero is one that is not set.
typedef struct {
    Instant at;
    uint64_t order;   // of being set: breaks ties
    WakeHandle *wake; // a clone, while it is set
    size_t place;     // 1 + its index in the timer's heap, or 0: not set
} Timeout;

// Owns:  the caller frees it.
// Fails: NULL if the thread cannot be started; errno says why.
Timeouts *timeouts_new(void);

// Wake the handle once, as soon as `at` has come and never before; in order of
// time, and in order of being set among equals. What lies in the past fires at
// once, behind those that were due by the loop's last look at the clock. If the
// timeout is set already, this takes the place of that: the older handle is
// dropped, unwoken.
// Owns:   keeps a clone, until it has fired or is cancelled or set anew; and
//         borrows the timeout, as long as it is set.
// Thread: any, also inside a wake or a drop of the timer's; one at a time for
//         one timeout.
void timeouts_set(Timeouts *timer, Timeout *timeout, Instant at,
                  WakeHandle *wake);

// Take it back. Either it is, and then it is never woken, and its handle has
// been dropped: true. Or it was not set, or it is too late, and it has been
// woken or is just about to be: false, and nothing is changed. Either way the
// timer does not touch the timeout any more.
// Takes O(log n) for n that are set.
// Thread: as timeouts_set.
bool timeouts_cancel(Timeouts *timer, Timeout *timeout);

// How many are set.
// Thread: any.
size_t timeouts_count(Timeouts *timer);

// Waits for the wakes under way, ends the thread, and then drops the handles of
// those that are still set, without waking them.
// Thread: any but the timer's own. Nobody may set or cancel any more, but in
//         these drops.
void timeouts_free(Timeouts *timer);

#endif
