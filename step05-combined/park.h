// A park: where a thread sleeps until another one wakes it.
#ifndef PARK_H
#define PARK_H

#include "wake.h"

typedef struct Park Park;

// Owns: the caller drops it.
Park *park_new(void);

// Sleep until the park's handle is woken. A wake that came since the last
// park_wait is remembered, and many count as one. May return without a wake.
// Thread: one at a time. Called with no lock held.
void park_wait(Park *park);

// The handle whose wake ends park_wait. A clone of it keeps the park.
// Owns:   borrowed from the park.
// Thread: any.
WakeHandle *park_handle(Park *park);

// Drops the handle that park_new made.
// Thread: any.
void park_drop(Park *park);

#endif
