// The reference: what an executor, a timer and a periodic task must do, said as
// plainly as can be. No lock, no pointer, no heap; time is what it is told.
#ifndef MODEL_H
#define MODEL_H

#include "clock.h"

#include <stdbool.h>

#define MOST 4096 // of anything; programs are short
#define NOBODY (-1)

// A task, or a bell: a wake handle with no task behind it.
typedef struct {
    bool is_task;
    int handles;  // kept by the world and by the timer
    bool woken;   // since its last call began; a spawn counts as a wake
    bool waiting; // a task that is neither in a list nor in a call
    bool ended;
    // of the periodic task inside, if dings > 0 when it is made:
    int dings; // still to come
    Instant next;
    Duration period;
    int registered; // whose handle waits for `next`
} Thing;

extern Thing things[MOST];

void model_reset(void);
int model_new(bool is_task);
void model_spawn(int id);
void model_wake(int id);
void model_clone(int id);
void model_drop(int id);

// All that is ready now makes the next round. The last one must be over.
void model_begin_round(void);
bool model_any_ready(void);
int model_live(void);

// Whose turn it is; NOBODY if the round is over.
int model_next(void);

// Its call is over.
void model_returned(int id, bool done);

void model_register(int id, Instant at, Instant now);
Instant model_earliest(void);

// Removes the registration that fires next; NOBODY if none is due. Its handle
// is still kept.
int model_due(Instant now);

// The timer has gone.
void model_drop_registered(void);

// A call of the periodic task inside, with the handle of `by`. Returns whether
// it dings.
bool model_call_periodic(int id, int by, Instant now);

#endif
