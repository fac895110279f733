// Step 5: tasks that live by the timer.
#include "scenes.h"

#include "exec.h"
#include "periodic.h"

#include <assert.h>
#include <stdbool.h>

#define PERIOD 100

static int dings;
static bool in_time;

static void ding(int id)
{
    (void)id;
    dings++;
    in_time &= instant_now() % PERIOD == 0;
}

void periodic_pair(void)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    ToyTimer *timer = toy_timer_new();

    dings = 0;
    in_time = true;
    toy_exec_spawn(exec, periodic_new(1, 0, PERIOD, 1, timer, ding));
    toy_exec_spawn(exec, periodic_new(2, 0, PERIOD, 1, timer, ding));
    toy_exec_run(exec);
    assert(dings == 2 && in_time);
    toy_exec_free(exec);
    toy_timer_free(timer);
    park_drop(park);
}

// The task is called with one handle, and again with another, around its
// deadline: the newest one must be woken.
void other_handle(void)
{
    Park *old = park_new();
    Park *new = park_new();
    ToyTimer *timer = toy_timer_new();
    ToyTask *task = periodic_new(1, 0, PERIOD, 1, timer, ding);

    dings = 0;
    bool done = toy_task_complete(task, park_handle(old)) == ASYNC_DONE;
    while (!done &&
           toy_task_complete(task, park_handle(new)) == ASYNC_WILL_WAKE)
        park_wait(new);
    assert(dings == 1);
    toy_task_destroy(task);
    toy_timer_free(timer);
    park_drop(old);
    park_drop(new);
}
