#include "periodic.h"

#include "container_of.h"
#include "must.h"

#include <assert.h>

typedef struct {
    ToyTask task;
    int id;
    int dings; // still to come
    Instant next;
    Duration period;
    ToyTimer *timer;
    void (*ding)(int id);
    // The handle that the timer will wake at `next`, or NULL. Not a clone: with
    // a handle of its own, the task could never be dropped. Only compared.
    const WakeHandle *registered;
} Periodic;

static Periodic *periodic_of(ToyTask *task)
{
    return container_of(task, Periodic, task);
}

static Async periodic_complete(ToyTask *task, WakeHandle *wake)
{
    Periodic *self = periodic_of(task);

    if (instant_now() >= self->next) {
        self->ding(self->id);
        if (--self->dings == 0)
            return ASYNC_DONE;
        self->next += self->period; // not now + period: that would drift
        self->registered = NULL;
    }
    // While `next` has not come, the timer keeps the registered handle, so no
    // other one can have its address: the same address is the same handle.
    if (wake != self->registered) {
        toy_timer_register(self->timer, self->next, wake);
        self->registered = wake;
    }
    return ASYNC_WILL_WAKE;
}

static void periodic_destroy(ToyTask *task)
{
    free(periodic_of(task));
}

static const ToyTaskVTable periodic_vtable = {.complete = periodic_complete,
                                              .destroy = periodic_destroy};

ToyTask *periodic_new(int id, Instant start, Duration period, int dings,
                      ToyTimer *timer, void (*ding)(int id))
{
    assert(period > 0 && dings > 0);
    Periodic *self = must_alloc(sizeof *self);

    *self = (Periodic){.task = {&periodic_vtable},
                       .id = id,
                       .dings = dings,
                       .next = start + period,
                       .period = period,
                       .timer = timer,
                       .ding = ding};
    return &self->task;
}
