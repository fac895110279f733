// A waker is held up right behind its unlock until all is over: run has
// returned, and the executor is freed. What it touches then is its own.
// Shows: the executor is gone;the waker has gone on
// With: -include unlucky.h
#include "exec.h"
#include "probe_task.h"
#include "threads.h"

#undef pthread_cond_wait

static Flag asleep = FLAG_DOWN, gone = FLAG_DOWN;
static WakeHandle *kept;    // the task's
static WakeHandle *sleeper; // the park's

void (*unlucky_moment)(void);

int unlucky_wait(pthread_cond_t *cond, pthread_mutex_t *lock)
{
    if (lock != &asleep.lock && lock != &gone.lock)
        flag_raise(&asleep);
    return pthread_cond_wait(cond, lock);
}

// The task is queued. Now run gets up for another reason, and finds it.
static void hold_up(void)
{
    wake_handle_wake(sleeper);
    wake_handle_drop(sleeper);
    flag_await(&gone);
}

static void wake_when_asleep(void)
{
    flag_await(&asleep);
    unlucky_moment = hold_up; // the next unlock is that of the queue
    wake_handle_wake(kept);
    wake_handle_drop(kept);
}

static Async wait_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 2)
        return ASYNC_DONE;
    kept = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

int main(void)
{
    ProbeTask task;
    Thread waker;
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    sleeper = wake_handle_clone(park_handle(park));

    thread_start(&waker, wake_when_asleep);
    toy_exec_spawn(exec, probe_task_init(&task, wait_once));
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    printf("the executor is gone\n");
    flag_raise(&gone);
    thread_join(&waker);
    printf("the waker has gone on\n");
    return 0;
}
