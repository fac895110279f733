// A task on the executor waits for what another thread does in 300 ms.
#include "exec.h"
#include "must.h"
#include "probe_task.h"

#include <pthread.h>
#include <time.h>

static _Atomic(WakeHandle *) left; // by the task, for the writer
static atomic_bool written;

static Async wait_for_letter(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 1)
        atomic_store(&left, wake_handle_clone(wake));
    return atomic_load(&written) ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void *write_letter(void *arg)
{
    nanosleep(&(struct timespec){.tv_nsec = 300 * 1000 * 1000}, NULL);
    atomic_store(&written, true);
    wake_handle_wake(atomic_load(&left));
    wake_handle_drop(atomic_load(&left));
    return arg;
}

int main(void)
{
    ProbeTask task;
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    pthread_t writer;

    toy_exec_spawn(exec, probe_task_init(&task, wait_for_letter));
    must(pthread_create(&writer, NULL, write_letter, NULL) == 0,
         "cannot start a thread");
    toy_exec_run(exec);
    pthread_join(writer, NULL);
    printf("asked %d times\n", task.calls);
    toy_exec_free(exec);
    park_drop(park);
    return 0;
}
