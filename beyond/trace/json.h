// Lanes of a trace, as lines of JSON in the Trace Event format.
#ifndef JSON_H
#define JSON_H

#include "trace.h"

#include <stdio.h>

// Of a thread, of a task, or of a bare handle. It is in one state at a time: a
// slice, from its begin (B) to its end (E).
typedef struct {
    int tid;
    const char *state; // of the slice that is open; or NULL
    int called;        // a thread that calls a task: which
    bool named;
    int handles;
    bool woken; // since the last call
    bool done;
    bool over; // no task is behind the handles (any more)
} Lane;

typedef struct {
    FILE *file;
    Instant start; // of the trace
    Event event;   // that is being written
    Lane *threads; // by number
    Lane *tasks;
    int arrows;
} Writer;

// What the lane is called; `number` goes behind it, unless it is 0.
void json_name(Writer *w, Lane *lane, const char *name, int number);

// The lane's state ends, if it is in one.
void json_leave(Writer *w, Lane *lane);

// And another one begins.
void json_enter(Writer *w, Lane *lane, const char *state);

// The same for a thread that is inside the call of a task.
void json_enter_call(Writer *w, Lane *thread, int task);

// Something that has no length.
void json_instant(Writer *w, const Lane *lane, const char *name);

// A wake, from the event's thread to the lane.
void json_arrow(Writer *w, const Lane *to);

#endif
