// A task that is done at a given instant, and not before.
// Shows: 100 ms;200 ms
#include "exec.h"
#include "must.h"
#include "timer.h"

#include "container_of.h"

typedef struct {
    ToyTask task;
    ToyTimer *timer;
    Instant at;
    int ms;
} Sleep;

static Sleep *sleep_of(ToyTask *task)
{
    return container_of(task, Sleep, task);
}

static Async sleep_complete(ToyTask *task, WakeHandle *wake)
{
    Sleep *self = sleep_of(task);

    if (instant_now() < self->at) {
        toy_timer_register(self->timer, self->at, wake);
        return ASYNC_WILL_WAKE;
    }
    printf("%d ms\n", self->ms);
    return ASYNC_DONE;
}

static void sleep_destroy(ToyTask *task)
{
    free(sleep_of(task));
}

static const ToyTaskVTable sleep_vtable = {.complete = sleep_complete,
                                           .destroy = sleep_destroy};

static ToyTask *sleep_new(ToyTimer *timer, Instant start, int ms)
{
    Sleep *self = must_alloc(sizeof *self);
    *self = (Sleep){.task = {&sleep_vtable},
                    .timer = timer,
                    .at = start + ms * MILLISECOND,
                    .ms = ms};
    return &self->task;
}

int main(void)
{
    ToyTimer *timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    Instant start = instant_now();

    toy_exec_spawn(exec, sleep_new(timer, start, 200));
    toy_exec_spawn(exec, sleep_new(timer, start, 100));
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    toy_timer_free(timer);
    return 0;
}
