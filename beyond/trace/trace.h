// A trace: what happened in a run, when, on which thread, and to which task.
#ifndef TRACE_H
#define TRACE_H

#include "clock.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    // to the calling thread:
    NAMED,  // `name` is what it is called from now on
    SLEEPS, // until it is woken, rung, or a time has come
    AWAKE,
    ENDS,
    // to the thread `subject`; 0 is one that nobody knows:
    UNPARKED,
    // to the task `subject`:
    SPAWNED,
    CALLED,
    WILL_WAKE, // came out of the call with this answer
    DONE,      // or with this one
    DESTROYED,
    // to the handle of the task `subject`:
    BARE, // it is no task's: some other wake that a timer was given
    WOKEN,
    LENT, // for a call, or by whoever made it: one handle more
    CLONED,
    DROPPED,
    LAST_DROPPED // nobody has it any more; it may be lent again
} What;

typedef struct {
    Instant at; // never before the event in front of it
    What what;
    int thread; // on which it happened: 1, 2, ...
    int subject;
    const char *name; // a literal; or NULL
} Event;

#define TRACE_MOST 100000 // events; those that come later are not remembered

// Remember that this happens now, on the calling thread.
// Thread: any. Holds a lock for the moment, and calls nobody with it.
void trace(What what, int subject);

// Thread: any.
void trace_name_thread(const char *literal);

// A number for one more task, or bare handle: 1, 2, ...
// Thread: any.
int trace_new_task(void);

// The calling thread's number.
int trace_thread(void);

// All that was remembered so far, in order.
// Owns:   borrowed: good until the next event, or trace_forget.
// Thread: one, when no other traces any more.
const Event *trace_events(size_t *count);

// Begin anew, with no events.
// Thread: one, when no other traces.
void trace_forget(void);

// The events as JSON, in the Trace Event format, which trace viewers open.
// Thread: as trace_events.
// Fails:  false if it cannot be written; errno says why.
bool trace_write(const char *path);

#endif
