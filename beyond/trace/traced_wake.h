// A wake handle that owns a wake handle, passes on what comes, and tells of it.
#ifndef TRACED_WAKE_H
#define TRACED_WAKE_H

#include "wake.h"

#include <stdbool.h>

// Its handle is lent again and again. While anybody has it, it keeps a clone of
// the one inside, and so whoever owned that one by its handles still does.
typedef struct TracedWake TracedWake;

// `task` is the number that its events get. Nobody has its handle yet.
// Owns: the caller lets go of it. `inner` is borrowed.
TracedWake *traced_wake_new(WakeHandle *inner, int task);

// Owns: the caller drops the handle. `inner` must be alive: it is cloned if
//       nobody has ours.
// Thread: one at a time; wakes and drops may go on meanwhile.
WakeHandle *traced_wake_lend(TracedWake *wake);

// The handle that it passes on to. It may be gone while nobody has ours.
WakeHandle *traced_wake_inner(const TracedWake *wake);

// It is not lent any more. The handles that are out there stay good.
void traced_wake_let_go(TracedWake *wake);

// The number of the task, if the handle is a traced one; or 0.
// Thread: any.
int traced_wake_task(const WakeHandle *handle);

#endif
