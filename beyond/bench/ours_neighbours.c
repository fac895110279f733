// Ours, W7: tasks that wake one another.
#include "ours.h"

#include "bench.h"
#include "container_of.h"
#include "must.h"

#include <stdlib.h>

typedef struct {
    ToyTask task;
    long number;
} Neighbour;

static WakeHandle **handles; // each task leaves its own; NULL: not yet, or over
static long count, calls, calls_at_most;

static void drop_all(void)
{
    for (long i = 0; i < count; i++) {
        if (handles[i])
            wake_handle_drop(handles[i]);
        handles[i] = NULL;
    }
}

// Wakes the one before it, which has been called already. The last of all
// calls takes the handles away, and that ends those who wait.
static Async neighbour_complete(ToyTask *task, WakeHandle *wake)
{
    long number = container_of(task, Neighbour, task)->number;
    WakeHandle **own = &handles[number];
    WakeHandle **before = &handles[(number + count - 1) % count];

    if (++calls == calls_at_most)
        drop_all();
    if (calls >= calls_at_most)
        return ASYNC_DONE;
    if (!*own)
        *own = wake_handle_clone(wake);
    if (*before)
        wake_handle_wake(*before);
    return ASYNC_WILL_WAKE;
}

static void neighbour_destroy(ToyTask *task)
{
    free(container_of(task, Neighbour, task));
}

static void spawn_neighbours(ToyExec *exec)
{
    static const ToyTaskVTable vtable = {neighbour_complete, neighbour_destroy};

    for (long i = 0; i < count; i++) {
        Neighbour *self = must_alloc(sizeof *self);
        *self = (Neighbour){{&vtable}, i};
        toy_exec_spawn(exec, &self->task);
    }
}

void ours_neighbours(const long *argument)
{
    Ours ours = ours_new();

    count = argument[0];
    calls_at_most = argument[0] * argument[1];
    handles = must_alloc((size_t)count * sizeof *handles);
    for (long i = 0; i < count; i++)
        handles[i] = NULL;
    spawn_neighbours(ours.exec);
    int64_t start = now_ns();
    toy_exec_run(ours.exec);
    int64_t end = now_ns();
    ours_free(ours);
    free(handles);
    must(calls >= calls_at_most, "the tasks did not wake one another");
    print_figure("ns_per_call", (double)(end - start) / (double)calls);
}
