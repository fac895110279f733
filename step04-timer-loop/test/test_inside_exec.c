// The executor from the inside: another thread does something between any two
// of its steps, one place after the other, whole and at once. Unlike the other
// tests, these depend on how exec.c is written.
#include "park.h"

#include <pthread.h>

static void between_steps(void);

// A step is what other threads can see, or what sees them. The executor's lock
// is held at none of these.
#define memory_order_relaxed (between_steps(), memory_order_relaxed)
#define memory_order_acquire (between_steps(), memory_order_acquire)
#define memory_order_release (between_steps(), memory_order_release)
#define memory_order_acq_rel (between_steps(), memory_order_acq_rel)
#define pthread_mutex_lock(lock) (between_steps(), pthread_mutex_lock(lock))
#define wake_handle_wake(handle) (between_steps(), wake_handle_wake(handle))
#define wake_handle_drop(handle) (between_steps(), wake_handle_drop(handle))
#define toy_exec_new stepped_exec_new
#define toy_exec_spawn stepped_exec_spawn
#define toy_exec_run stepped_exec_run
#define toy_exec_free stepped_exec_free
#include "exec.c" // the real one is linked too, hence the other names
#undef memory_order_relaxed
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef pthread_mutex_lock
#undef wake_handle_wake
#undef wake_handle_drop

#include "exec_case.h"

static pthread_t runner;
static int steps_to_go;
static void (*deed)(void);

// Counts from the moment when the task has left its handle.
static void between_steps(void)
{
    if (kept && pthread_equal(pthread_self(), runner) && --steps_to_go == 0)
        on_another_thread(deed);
}

static void do_it_now_if_not_yet(void)
{
    if (kept && steps_to_go > 0)
        on_another_thread(deed);
}

static void complain(void)
{
    ck_abort_msg("run sleeps, though nothing is left to wait for");
}

// Returns whether there are as many steps before the park waits.
static bool run_with_deed_at(int step, ProbeTask *task)
{
    runner = pthread_self();
    steps_to_go = step;
    fake_park_before_wait = do_it_now_if_not_yet;
    fake_park_on_sleep = complain;
    spawn(task, NULL, keep_once);
    toy_exec_run(exec);
    return steps_to_go <= 0;
}

START_TEST(a_wake_at_any_step_is_kept)
{
    ProbeTask task;
    int steps = 0;
    deed = give_back;

    while (run_with_deed_at(steps + 1, &task)) {
        ck_assert_int_eq(task.calls, 2);
        steps++;
    }

    ck_assert_int_ge(steps, 3);
}
END_TEST

START_TEST(a_last_drop_at_any_step_ends_the_task)
{
    ProbeTask task;
    int steps = 0;
    deed = drop_kept;

    while (run_with_deed_at(steps + 1, &task)) {
        ck_assert_int_eq(task.calls, 1);
        ck_assert_int_eq(task.ended, 1);
        steps++;
    }

    ck_assert_int_ge(steps, 3);
}
END_TEST

static int locks;

static void count_lock(void)
{
    locks++;
}

START_TEST(what_becomes_ready_together_wakes_the_park_once)
{
    ProbeTask a, b, c;
    locks = 0;
    fake_park_before_lock = count_lock; // by a wake: nobody waits yet

    spawn(&a, NULL, NULL);
    spawn(&b, NULL, NULL);
    spawn(&c, NULL, NULL);
    int wakes = locks;
    toy_exec_run(exec);

    ck_assert_int_eq(wakes, 1);
}
END_TEST

TEST_MAIN_WITH("exec: inside", set_up, tear_down, a_wake_at_any_step_is_kept,
               a_last_drop_at_any_step_ends_the_task,
               what_becomes_ready_together_wakes_the_park_once)
