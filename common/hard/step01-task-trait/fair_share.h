// Asks tasks in turn, so that each gets its share of the calls.
#ifndef FAIR_SHARE_H
#define FAIR_SHARE_H

#include "task.h"

#include <stdbool.h>

// Tasks with weights: one with weight 3 is asked three times as often as one
// with weight 1, and the calls are spread, not made in bursts. Among as many
// calls as all weights make together, each task has as many as its weight says,
// as long as no task comes or goes. All on one thread.
typedef struct FairShare FairShare;

#define FAIR_SHARE_MOST 1000 // the largest weight

// Owns: the caller frees it.
FairShare *fair_share_new(void);

// A newcomer competes from now on: it is not paid for the time before it came,
// and it does not wait until the others have had more than their share.
// Owns: takes the task. The weight is 1 to FAIR_SHARE_MOST.
// May be called inside a task's call or end.
void fair_share_add(FairShare *share, ToyTask *task, int weight);

// Ask the task whose turn it is, once; of those that are equal, the one that
// has waited longest. A task that is done is ended, and leaves its share to the
// others. Returns whether there was a task to ask.
// Not inside a task's call or end.
bool fair_share_ask(FairShare *share);

// Ends all that are left, and what those add as they go. Not inside a task's
// call or end.
void fair_share_free(FairShare *share);

#endif
