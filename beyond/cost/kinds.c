#include "kinds.h"

#include "container_of.h"
#include "must.h"
#include "wake.h"

static Async brief_complete(ToyTask *task, WakeHandle *wake)
{
    (void)task, (void)wake;
    return ASYNC_DONE;
}

static void brief_destroy(ToyTask *task)
{
    free(task);
}

static const ToyTaskVTable brief_vtable = {.complete = brief_complete,
                                           .destroy = brief_destroy};

ToyTask *brief_new(void)
{
    ToyTask *task = must_alloc(sizeof *task);

    task->vtable = &brief_vtable;
    return task;
}

typedef struct {
    ToyTask task;
    unsigned long left;
} Busy;

static Busy *busy_of(ToyTask *task)
{
    return container_of(task, Busy, task);
}

static Async busy_complete(ToyTask *task, WakeHandle *wake)
{
    Busy *self = busy_of(task);

    if (--self->left == 0)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void busy_destroy(ToyTask *task)
{
    free(busy_of(task));
}

static const ToyTaskVTable busy_vtable = {.complete = busy_complete,
                                          .destroy = busy_destroy};

ToyTask *busy_new(unsigned long calls)
{
    Busy *busy = must_alloc(sizeof *busy);

    *busy = (Busy){.task = {&busy_vtable}, .left = calls};
    return &busy->task;
}

typedef struct Half Half;

struct Half {
    ToyTask task;
    Half *other;
    WakeHandle *kept; // a clone of the other's, from its first call on
    unsigned long left;
};

static Half *half_of(ToyTask *task)
{
    return container_of(task, Half, task);
}

static void leave_with_other(Half *self, WakeHandle *wake)
{
    if (self->other && !self->other->kept)
        self->other->kept = wake_handle_clone(wake);
}

static Async half_complete(ToyTask *task, WakeHandle *wake)
{
    Half *self = half_of(task);

    leave_with_other(self, wake);
    if (self->kept)
        wake_handle_wake(self->kept);
    return --self->left == 0 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void half_destroy(ToyTask *task)
{
    Half *self = half_of(task);

    if (self->other)
        self->other->other = NULL;
    if (self->kept)
        wake_handle_drop(self->kept);
    free(self);
}

static const ToyTaskVTable half_vtable = {.complete = half_complete,
                                          .destroy = half_destroy};

static Half *half_new(unsigned long calls)
{
    Half *half = must_alloc(sizeof *half);

    *half = (Half){.task = {&half_vtable}, .left = calls};
    return half;
}

void pair_new(unsigned long calls, ToyTask **first, ToyTask **second)
{
    Half *one = half_new(calls);
    Half *two = half_new(calls);

    one->other = two;
    two->other = one;
    *first = &one->task;
    *second = &two->task;
}
