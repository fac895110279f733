// A task is asked three times before its first period is over.
// With: common/fake_clock.c
#include "fake_clock.h"
#include "periodic.h"
#include "probe_wake.h"

#include <stdio.h>

static int dings;

static void count(int id)
{
    (void)id;
    dings++;
}

int main(void)
{
    ProbeWake wake;
    WakeHandle *handle = probe_wake_init(&wake);
    ToyTimer *timer = toy_timer_new();
    ToyTask *task =
        periodic_new(1, instant_now(), 500 * MILLISECOND, 9, timer, count);

    for (int i = 0; i < 3; i++)
        toy_task_complete(task, handle);
    printf("3 calls at the start: %d dings\n", dings);
    toy_task_destroy(task);
    toy_timer_free(timer);
    wake_handle_drop(handle);
    return 0;
}
