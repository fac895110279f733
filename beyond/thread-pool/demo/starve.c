// Starvation: a task that does not return, and the same work in slices.
#include "container_of.h"
#include "exec.h"
#include "must.h"

#define WORK 1000000 // steps of it
#define SLICE 10000

static int calls_of_others;
static bool work_is_over;

// Computes so many steps in a call, and then wakes itself.
typedef struct {
    ToyTask task;
    int slice;
    int done;
    unsigned number;
} Worker;

static Async worker_complete(ToyTask *task, WakeHandle *wake)
{
    Worker *self = container_of(task, Worker, task);

    for (int i = 0; i < self->slice; i++)
        self->number = self->number * 1664525 + 1013904223;
    self->done += self->slice;
    if (self->done == WORK) {
        work_is_over = true;
        return ASYNC_DONE;
    }
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void worker_destroy(ToyTask *task)
{
    free(container_of(task, Worker, task));
}

static ToyTask *worker_new(int slice)
{
    static const ToyTaskVTable vtable = {worker_complete, worker_destroy};
    Worker *self = must_alloc(sizeof *self);

    *self = (Worker){{&vtable}, slice, 0, 1};
    return &self->task;
}

// Has little to do, and wants its turn until the work is over.
static Async other_complete(ToyTask *task, WakeHandle *wake)
{
    (void)task;
    if (work_is_over)
        return ASYNC_DONE;
    calls_of_others++;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void other_destroy(ToyTask *task)
{
    free(task);
}

static ToyTask *other_new(void)
{
    static const ToyTaskVTable vtable = {other_complete, other_destroy};
    ToyTask *self = must_alloc(sizeof *self);

    self->vtable = &vtable;
    return self;
}

static void begin(void)
{
    calls_of_others = 0;
    work_is_over = false;
}

static void on_one_thread(const char *what, int slice)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    begin();
    toy_exec_spawn(exec, worker_new(slice));
    toy_exec_spawn(exec, other_new());
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    printf("%s: the other one was called %d times meanwhile\n", what,
           calls_of_others);
}

int main(void)
{
    on_one_thread("one call of a million steps", WORK);
    on_one_thread("100 calls of 10,000 steps", SLICE);
    return 0;
}
