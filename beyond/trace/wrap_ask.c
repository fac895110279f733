// Sees at link time whom a program asks by itself, without an executor: each
// task that is asked for the first time gets a traced task, to ask in its
// place.
#include "must.h"
#include "task.h"
#include "traced_task.h"

typedef struct Asked Asked;

struct Asked {
    Asked *next;
    ToyTask *task;
    ToyTask *traced;
};

static Asked *all; // used by one thread: the demos ask on main's

// Where the link to the task's entry is, or would be.
static Asked **find(const ToyTask *task)
{
    Asked **link = &all;

    while (*link && (*link)->task != task)
        link = &(*link)->next;
    return link;
}

Async __wrap_toy_task_complete(ToyTask *task, WakeHandle *wake)
{
    Asked **link = find(task);

    if (!*link) {
        *link = must_alloc(sizeof **link);
        **link = (Asked){.task = task, .traced = traced_task_new(task)};
    }
    ToyTask *traced = (*link)->traced;
    return traced->vtable->complete(traced, wake);
}

void __wrap_toy_task_destroy(ToyTask *task)
{
    Asked **link = find(task);
    Asked *asked = *link;

    if (!asked) { // it was never asked
        task->vtable->destroy(task);
        return;
    }
    *link = asked->next;
    asked->traced->vtable->destroy(asked->traced);
    free(asked);
}
