// Sees tasks and handles at link time. With --wrap=NAME a call of NAME that
// comes from another file goes to __wrap_NAME, which calls __real_NAME.
#include "exec.h"
#include "timer.h"
#include "trace.h"
#include "traced_task.h"
#include "traced_wake.h"
#include "world.h"

void __real_toy_exec_spawn(ToyExec *exec, ToyTask *task);
void __wrap_toy_exec_spawn(ToyExec *exec, ToyTask *task)
{
    ToyTask *traced = traced_task_new(task);

    trace(SPAWNED, traced_task_number(traced));
    __real_toy_exec_spawn(exec, traced);
}

void __real_toy_exec_run(ToyExec *exec);
void __wrap_toy_exec_run(ToyExec *exec)
{
    trace_name_thread("executor's thread");
    __real_toy_exec_run(exec);
}

void __real_toy_timer_register(ToyTimer *timer, Instant at, WakeHandle *wake);

// What is no task's handle, such as a bell's, gets a traced one around it.
static void register_bare(ToyTimer *timer, Instant at, WakeHandle *wake)
{
    int number = trace_new_task();
    TracedWake *traced = traced_wake_new(wake, number);

    trace(BARE, number);
    WakeHandle *lent = traced_wake_lend(traced);
    __real_toy_timer_register(timer, at, lent);
    world_work();
    wake_handle_drop(lent);
    traced_wake_let_go(traced);
}

void __wrap_toy_timer_register(ToyTimer *timer, Instant at, WakeHandle *wake)
{
    if (!traced_wake_task(wake)) {
        register_bare(timer, at, wake);
        return;
    }
    __real_toy_timer_register(timer, at, wake);
    world_work();
}

// A traced handle tells of its wakes and of its end; it is not asked about
// clones and drops, which only count.
WakeHandle *__real_wake_handle_clone(WakeHandle *handle);
WakeHandle *__wrap_wake_handle_clone(WakeHandle *handle)
{
    int task = traced_wake_task(handle);

    if (task)
        trace(CLONED, task);
    return __real_wake_handle_clone(handle);
}

void __real_wake_handle_drop(WakeHandle *handle);
void __wrap_wake_handle_drop(WakeHandle *handle)
{
    int task = traced_wake_task(handle);

    if (task)
        trace(DROPPED, task);
    __real_wake_handle_drop(handle);
}
