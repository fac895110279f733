// Ours: the executor and the timer of the steps, through their headers. Here
// are W1, W2 and W6: tasks.
#include "ours.h"

#include "bench.h"
#include "container_of.h"
#include "must.h"

#include <stdlib.h>
#include <string.h>

Ours ours_new(void)
{
    Park *park = park_new();

    return (Ours){park, toy_exec_new(park)};
}

void ours_free(Ours ours)
{
    toy_exec_free(ours.exec);
    park_drop(ours.park);
}

// W1 and W2: a task that wakes itself so often, and then is done.
typedef struct {
    ToyTask task;
    long wakes_left;
} Yielder;

static long calls;

static Async yielder_complete(ToyTask *task, WakeHandle *wake)
{
    Yielder *self = container_of(task, Yielder, task);

    calls++;
    if (self->wakes_left == 0)
        return ASYNC_DONE;
    self->wakes_left--;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void yielder_destroy(ToyTask *task)
{
    free(container_of(task, Yielder, task));
}

static void spawn_yielders(ToyExec *exec, long count, long wakes)
{
    static const ToyTaskVTable vtable = {yielder_complete, yielder_destroy};

    for (long i = 0; i < count; i++) {
        Yielder *self = must_alloc(sizeof *self);
        *self = (Yielder){{&vtable}, wakes};
        toy_exec_spawn(exec, &self->task);
    }
}

static void yield(const long *argument)
{
    long expected = argument[0] * (argument[1] + 1);
    Ours ours = ours_new();

    spawn_yielders(ours.exec, argument[0], argument[1]);
    int64_t start = now_ns();
    toy_exec_run(ours.exec);
    int64_t end = now_ns();
    ours_free(ours);
    must(calls == expected, "the tasks were not called as often as they woke");
    print_figure("ns_per_call", (double)(end - start) / (double)expected);
}

static void spawn(const long *argument)
{
    Ours ours = ours_new();

    int64_t start = now_ns();
    spawn_yielders(ours.exec, argument[0], 0);
    toy_exec_run(ours.exec);
    int64_t end = now_ns();
    ours_free(ours);
    must(calls == argument[0], "not every task was called once");
    print_figure("ns_per_task", (double)(end - start) / (double)argument[0]);
}

// W6: tasks that wait for ever, and one that comes behind them and measures.
// Who would wake them keeps the handles, in memory that is not counted.
typedef struct {
    ToyTask task;
} Waiter;

static WakeHandle **handles;
static long waiting, resident_before;

static Async waiter_complete(ToyTask *task, WakeHandle *wake)
{
    (void)task;
    handles[waiting++] = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static Async measure_complete(ToyTask *task, WakeHandle *wake)
{
    (void)task;
    (void)wake;
    print_figure("bytes_per_task",
                 (double)(resident() - resident_before) / (double)waiting);
    while (waiting > 0)
        wake_handle_drop(handles[--waiting]);
    return ASYNC_DONE;
}

static void waiter_destroy(ToyTask *task)
{
    free(container_of(task, Waiter, task));
}

static void spawn_waiter(ToyExec *exec, const ToyTaskVTable *vtable)
{
    Waiter *self = must_alloc(sizeof *self);

    self->task.vtable = vtable;
    toy_exec_spawn(exec, &self->task);
}

static void wait_for_ever(const long *argument)
{
    static const ToyTaskVTable waiter = {waiter_complete, waiter_destroy};
    static const ToyTaskVTable measure = {measure_complete, waiter_destroy};
    size_t size = (size_t)argument[0] * sizeof *handles;
    Ours ours = ours_new();

    handles = must_alloc(size);
    memset(handles, 1, size); // not zeros, which would not be in memory yet
    resident_before = resident();
    for (long i = 0; i < argument[0]; i++)
        spawn_waiter(ours.exec, &waiter);
    spawn_waiter(ours.exec, &measure);
    toy_exec_run(ours.exec);
    ours_free(ours);
    free(handles);
}

const Workload workloads[] = {
    {"W1", 2, yield, NULL},           {"W2", 1, spawn, NULL},
    {"W3", 1, ours_timers, NULL},     {"W4", 1, ours_lateness, NULL},
    {"W5", 3, ours_rally, NULL},      {"W6", 1, wait_for_ever, NULL},
    {"W7", 2, ours_neighbours, NULL}, {NULL, 0, NULL, NULL},
};
