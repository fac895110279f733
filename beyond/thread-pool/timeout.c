#include "timeout.h"

#include "container_of.h"
#include "must.h"

typedef struct {
    ToyTask task;
    ToyTask *child; // NULL: dropped
    Instant at;
    ToyTimer *timer;
    bool *too_late;               // or NULL
    const WakeHandle *registered; // as in Periodic: not a clone, only compared
} Timeout;

static Timeout *timeout_of(ToyTask *task)
{
    return container_of(task, Timeout, task);
}

static void drop_child(Timeout *self)
{
    ToyTask *child = self->child;

    self->child = NULL;
    if (child)
        toy_task_destroy(child);
}

static Async timeout_complete(ToyTask *task, WakeHandle *wake)
{
    Timeout *self = timeout_of(task);
    bool in_time = toy_task_complete(self->child, wake) == ASYNC_DONE;

    if (in_time || instant_now() >= self->at) {
        if (self->too_late)
            *self->too_late = !in_time;
        drop_child(self);
        return ASYNC_DONE;
    }
    if (wake != self->registered) {
        toy_timer_register(self->timer, self->at, wake);
        self->registered = wake;
    }
    return ASYNC_WILL_WAKE;
}

static void timeout_destroy(ToyTask *task)
{
    Timeout *self = timeout_of(task);

    drop_child(self);
    free(self);
}

static const ToyTaskVTable timeout_vtable = {.complete = timeout_complete,
                                             .destroy = timeout_destroy};

ToyTask *timeout_new(ToyTask *task, Instant at, ToyTimer *timer, bool *too_late)
{
    Timeout *self = must_alloc(sizeof *self);

    *self = (Timeout){.task = {&timeout_vtable},
                      .child = task,
                      .at = at,
                      .timer = timer,
                      .too_late = too_late};
    return &self->task;
}
