// One task, one thread. The wake comes when the executor has looked at its
// queue, found it empty, and does not sleep yet.
// With: -include unlucky.h
#include "exec.h"
#include "must.h"
#include "probe_task.h"

static WakeHandle *kept;

void (*unlucky_moment)(void);

int unlucky_wait(pthread_cond_t *cond, pthread_mutex_t *lock)
{
    (void)cond;
    (void)lock;
    printf("asleep, and nobody is left to signal: the wake was lost\n");
    exit(1);
}

static void wake_it(void)
{
    printf("wake: between the look and the sleep\n");
    wake_handle_wake(kept);
    wake_handle_drop(kept);
}

static Async wait_once(ProbeTask *self, WakeHandle *wake)
{
    printf("call %d\n", self->calls);
    if (self->calls == 2)
        return ASYNC_DONE;
    kept = wake_handle_clone(wake);
    unlucky_moment = wake_it; // the next unlock is that of the look
    return ASYNC_WILL_WAKE;
}

int main(void)
{
    ProbeTask task;
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, probe_task_init(&task, wait_once));
    toy_exec_run(exec);
    printf("done: the wake was kept\n");
    toy_exec_free(exec);
    park_drop(park);
    return 0;
}
