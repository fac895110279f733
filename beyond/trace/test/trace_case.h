// What the tests of the trace share: they begin with no events, and count them.
#ifndef TRACE_CASE_H
#define TRACE_CASE_H

#include "probe_task.h"
#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"
#include "trace.h"
#include "traced_task.h"
#include "traced_wake.h"

static inline int count_events(What what)
{
    size_t count;
    const Event *events = trace_events(&count);
    int found = 0;

    for (size_t i = 0; i < count; i++)
        found += events[i].what == what;
    return found;
}

// The first event of that kind.
static inline Event find_event(What what)
{
    size_t count;
    const Event *events = trace_events(&count);

    for (size_t i = 0; i < count; i++) {
        if (events[i].what == what)
            return events[i];
    }
    ck_abort_msg("there is no such event");
}

#endif
