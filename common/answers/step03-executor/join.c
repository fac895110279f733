// A task that waits for the result of another one.
// Shows: the answer is 42
#include "exec.h"
#include "must.h"
#include "probe_task.h"

// Where one task leaves its result and another waits for it. Both live on one
// executor, and so on one thread: no lock. Each of the two has the promise in
// its arg; it ends with main.
typedef struct {
    bool ready;
    int result;
    WakeHandle *waiter; // a clone, or NULL
} Promise;

static void promise_keep(Promise *promise, int result)
{
    WakeHandle *waiter = promise->waiter;

    promise->ready = true;
    promise->result = result;
    promise->waiter = NULL;
    if (waiter) {
        wake_handle_wake(waiter);
        wake_handle_drop(waiter);
    }
}

static Async promise_wait(Promise *promise, WakeHandle *wake)
{
    if (promise->ready)
        return ASYNC_DONE;
    if (promise->waiter)
        wake_handle_drop(promise->waiter);
    promise->waiter = wake_handle_clone(wake); // the newest handle counts
    return ASYNC_WILL_WAKE;
}

static Async compute(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls < 3) {
        wake_handle_wake(wake);
        return ASYNC_WILL_WAKE;
    }
    promise_keep(self->arg, 42);
    return ASYNC_DONE;
}

static Async print(ProbeTask *self, WakeHandle *wake)
{
    Promise *promise = self->arg;

    if (promise_wait(promise, wake) == ASYNC_WILL_WAKE)
        return ASYNC_WILL_WAKE;
    printf("the answer is %d\n", promise->result);
    return ASYNC_DONE;
}

int main(void)
{
    Promise promise = {.waiter = NULL};
    ProbeTask printer, computer;
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, probe_task_init(&printer, print));
    toy_exec_spawn(exec, probe_task_init(&computer, compute));
    printer.arg = computer.arg = &promise;
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    return 0;
}
