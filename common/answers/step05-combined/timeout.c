// A task around a task: when time is up, the inner one is dropped.
// Shows: Task 1 - ding;Task 1 - ding;time is up;no task is left
#include "container_of.h"
#include "exec.h"
#include "must.h"
#include "periodic.h"

typedef struct {
    ToyTask task;
    ToyTask *inner;
    ToyTimer *timer;
    Instant deadline;
    const WakeHandle *registered; // for the deadline; only compared
} Timeout;

static Timeout *timeout_of(ToyTask *task)
{
    return container_of(task, Timeout, task);
}

static Async timeout_complete(ToyTask *task, WakeHandle *wake)
{
    Timeout *self = timeout_of(task);

    if (toy_task_complete(self->inner, wake) == ASYNC_DONE)
        return ASYNC_DONE;
    if (instant_now() >= self->deadline) {
        printf("time is up\n");
        return ASYNC_DONE; // and our end ends the inner task
    }
    if (wake != self->registered) {
        toy_timer_register(self->timer, self->deadline, wake);
        self->registered = wake;
    }
    return ASYNC_WILL_WAKE;
}

static void timeout_destroy(ToyTask *task)
{
    toy_task_destroy(timeout_of(task)->inner);
    free(timeout_of(task));
}

static const ToyTaskVTable timeout_vtable = {.complete = timeout_complete,
                                             .destroy = timeout_destroy};

static ToyTask *timeout_new(ToyTask *inner, Instant deadline, ToyTimer *timer)
{
    Timeout *self = must_alloc(sizeof *self);
    *self = (Timeout){.task = {&timeout_vtable},
                      .inner = inner,
                      .timer = timer,
                      .deadline = deadline};
    return &self->task;
}

static void print_ding(int id)
{
    printf("Task %d - ding\n", id);
}

int main(void)
{
    ToyTimer *timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    Instant start = instant_now();

    ToyTask *dings =
        periodic_new(1, start, 100 * MILLISECOND, 9, timer, print_ding);
    toy_exec_spawn(exec, timeout_new(dings, start + 250 * MILLISECOND, timer));
    toy_exec_run(exec);
    printf("no task is left\n");
    toy_exec_free(exec);
    park_drop(park);
    toy_timer_free(timer);
    return 0;
}
