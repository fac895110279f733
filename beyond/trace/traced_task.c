#include "traced_task.h"

#include "container_of.h"
#include "must.h"
#include "trace.h"
#include "traced_wake.h"
#include "world.h"

typedef struct {
    ToyTask task;
    ToyTask *inner;
    TracedWake *wake; // NULL before the first call that has a handle
    int number;
} TracedTask;

static TracedTask *traced_of(ToyTask *task)
{
    return container_of(task, TracedTask, task);
}

// The same as in the call before, if that was handed `wake` as well. With a
// handle of its own at each call, a task that compares would register anew.
static WakeHandle *lend(TracedTask *self, WakeHandle *wake)
{
    if (!wake)
        return NULL;
    if (self->wake && traced_wake_inner(self->wake) != wake) {
        traced_wake_let_go(self->wake);
        self->wake = NULL;
    }
    if (!self->wake)
        self->wake = traced_wake_new(wake, self->number);
    return traced_wake_lend(self->wake);
}

static Async traced_complete(ToyTask *task, WakeHandle *wake)
{
    TracedTask *self = traced_of(task);

    trace(CALLED, self->number);
    WakeHandle *lent = lend(self, wake);
    world_work();
    Async answer = self->inner->vtable->complete(self->inner, lent);
    world_work();
    trace(answer == ASYNC_DONE ? DONE : WILL_WAKE, self->number);
    if (lent)
        wake_handle_drop(lent);
    return answer;
}

static void traced_destroy(ToyTask *task)
{
    TracedTask *self = traced_of(task);

    trace(DESTROYED, self->number);
    self->inner->vtable->destroy(self->inner);
    world_work();
    if (self->wake)
        traced_wake_let_go(self->wake);
    free(self);
}

static const ToyTaskVTable traced_vtable = {.complete = traced_complete,
                                            .destroy = traced_destroy};

ToyTask *traced_task_new(ToyTask *inner)
{
    TracedTask *self = must_alloc(sizeof *self);

    *self = (TracedTask){
        .task = {&traced_vtable}, .inner = inner, .number = trace_new_task()};
    return &self->task;
}

int traced_task_number(ToyTask *traced)
{
    return traced_of(traced)->number;
}
