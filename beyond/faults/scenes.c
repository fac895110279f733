// What each step can do, played once; the step's number is in the name.
#include "exec.h"
#include "fault.h"
#include "periodic.h"
#include "probe_task.h"
#include "probe_wake.h"

#include <signal.h>
#include <string.h>

int letter_main(void);
int doorbell_main(void);
int take_turns_main(void);
int ding_main(int argc, char **argv);

static void letter(void)
{
    letter_main();
}

static void doorbell(void)
{
    doorbell_main();
}

static void take_turns(void)
{
    take_turns_main();
}

static void ding(void)
{
    char *argv[] = {"ding", "-t3", "-d2", "-p1us", NULL};

    ding_main(4, argv);
}

static Async spawn_another(ProbeTask *self, WakeHandle *wake)
{
    static ProbeTask another;

    (void)wake;
    toy_exec_spawn(self->arg, probe_task_init(&another, NULL));
    return ASYNC_DONE;
}

// Two tasks are run, and two that never ran are dropped.
static void run_and_drop(void)
{
    ProbeTask ran, left[2];
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, probe_task_init(&ran, spawn_another));
    ran.arg = exec;
    toy_exec_run(exec);
    for (int i = 0; i < 2; i++)
        toy_exec_spawn(exec, probe_task_init(&left[i], NULL));

    toy_exec_free(exec);
    park_drop(park);
}

static void wake_park(ProbeWake *self)
{
    wake_handle_wake(park_handle(self->arg));
}

// More registrations than the heap has room for at first: some fire, the rest
// are dropped.
static void fire_and_drop(void)
{
    enum { FIRE = 100, ALL = 200 };
    static ProbeWake probe;
    ToyTimer *timer = toy_timer_new();
    if (!timer) {
        fprintf(stderr, "no timer: %s\n", strerror(errno));
        return;
    }
    Park *park = park_new();
    WakeHandle *handle = probe_wake_init(&probe);
    probe.on_wake = wake_park;
    probe.arg = park;

    for (int i = 0; i < ALL; i++)
        toy_timer_register(timer, i < FIRE ? i : INSTANT_NEVER, handle);
    while (atomic_load(&probe.wakes) < FIRE)
        park_wait(park);

    toy_timer_free(timer);
    wake_handle_drop(handle);
    park_drop(park);
}

#define NO_THREAD "Resource temporarily unavailable\n"
#define DISK_FULL "ding: write error: No space left on device\n"

static const Promise none[] = {{0}};

// The small demos do not look at what printf answers.
static const Promise small_demo[] = {
    {"printf", 0, ""},
    {"pthread_create", 128 + SIGABRT, "fatal: cannot start a thread\n"},
    {0}};

static const Promise of_timer[] = {
    {"pthread_create", 0, "no timer: " NO_THREAD}, {0}};

static const Promise of_ding[] = {
    {"pthread_create", 2, "ding: cannot start the timer's thread: " NO_THREAD},
    {"printf", 1, DISK_FULL},
    {"fflush", 1, DISK_FULL},
    {0}};

const Scene scenes[] = {{"1 letter", letter, small_demo},
                        {"2 doorbell", doorbell, small_demo},
                        {"3 take turns", take_turns, small_demo},
                        {"3 run and drop", run_and_drop, none},
                        {"4 fire and drop", fire_and_drop, of_timer},
                        {"5 ding", ding, of_ding}};
const size_t scene_count = sizeof scenes / sizeof *scenes;
