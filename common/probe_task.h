// A scripted task that counts its calls and its end. Its storage is the
// test's, so that the counts can be read when the task is gone.
//
// One that has a name writes it into the diary at each call: "aba" says that
// `a` was called, then `b`, then `a` again.
#ifndef PROBE_TASK_H
#define PROBE_TASK_H

#include "container_of.h"
#include "task.h"

#include <string.h>

typedef struct ProbeTask ProbeTask;

static char probe_diary[100];

struct ProbeTask {
    ToyTask task;
    Async (*script)(ProbeTask *self, WakeHandle *wake); // NULL: done at once
    void (*at_end)(ProbeTask *self);                    // or NULL
    void *arg;                                          // for the two above
    const char *name;                                   // or NULL
    int calls; // so far, this one included
    int ended;
};

static inline ProbeTask *probe_task_of(ToyTask *task)
{
    return container_of(task, ProbeTask, task);
}

static inline Async probe_task_complete(ToyTask *task, WakeHandle *wake)
{
    ProbeTask *self = probe_task_of(task);

    self->calls++;
    if (self->name)
        strncat(probe_diary, self->name,
                sizeof probe_diary - 1 - strlen(probe_diary));
    return self->script ? self->script(self, wake) : ASYNC_DONE;
}

static inline void probe_task_destroy(ToyTask *task)
{
    ProbeTask *self = probe_task_of(task);

    self->ended++;
    if (self->at_end)
        self->at_end(self);
}

static const ToyTaskVTable probe_task_vtable = {.complete = probe_task_complete,
                                                .destroy = probe_task_destroy};

static inline ToyTask *
probe_task_init(ProbeTask *probe, Async (*script)(ProbeTask *, WakeHandle *))
{
    *probe = (ProbeTask){.task = {&probe_task_vtable}, .script = script};
    return &probe->task;
}

#endif
