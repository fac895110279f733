// A task around a task, that tells of calls which take too long.
// Shows: call 2 took [0-9]+ ms
#include "exec.h"
#include "must.h"
#include "probe_task.h"

#include <time.h>

typedef struct {
    ToyTask task;
    ToyTask *inner;
    int calls;
} Watched;

static Watched *watched_of(ToyTask *task)
{
    return container_of(task, Watched, task);
}

static long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

static Async watched_complete(ToyTask *task, WakeHandle *wake)
{
    Watched *self = watched_of(task);

    long start = milliseconds();
    Async answer = toy_task_complete(self->inner, wake);
    long took = milliseconds() - start;
    self->calls++;
    if (took >= 100)
        printf("call %d took %ld ms\n", self->calls, took);
    return answer;
}

static void watched_destroy(ToyTask *task)
{
    toy_task_destroy(watched_of(task)->inner);
    free(watched_of(task));
}

static const ToyTaskVTable watched_vtable = {.complete = watched_complete,
                                             .destroy = watched_destroy};

static ToyTask *watched_new(ToyTask *inner)
{
    Watched *self = must_alloc(sizeof *self);
    *self = (Watched){.task = {&watched_vtable}, .inner = inner};
    return &self->task;
}

static Async hog_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 2)
        nanosleep(&(struct timespec){.tv_nsec = 150 * 1000 * 1000}, NULL);
    wake_handle_wake(wake);
    return self->calls == 3 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

int main(void)
{
    ProbeTask hog;
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, watched_new(probe_task_init(&hog, hog_once)));
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    return 0;
}
