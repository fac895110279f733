// The executor from the inside, as the other thread sees it: between any two
// steps of a wake or a spawn, run goes on until it sleeps or returns. Unlike
// the other tests, this one depends on how exec.c is written.
#include "park.h"

#include <pthread.h>

static void between_steps(void);

// The executor's lock is held at none of these.
#define memory_order_relaxed (between_steps(), memory_order_relaxed)
#define memory_order_acq_rel (between_steps(), memory_order_acq_rel)
#define pthread_mutex_lock(lock) (between_steps(), pthread_mutex_lock(lock))
#define wake_handle_wake(handle) (between_steps(), wake_handle_wake(handle))
#define toy_exec_new stepped_exec_new
#define toy_exec_spawn stepped_exec_spawn
#define toy_exec_run stepped_exec_run
#define toy_exec_free stepped_exec_free
#include "exec.c" // the real one is linked too, hence the other names
#undef memory_order_relaxed
#undef memory_order_acq_rel
#undef pthread_mutex_lock
#undef wake_handle_wake

#include "exec_case.h"

static pthread_t runner;
static Thread other;
static void (*deed)(void);
static bool queue_is_empty; // when the other thread begins
static int steps_to_go;
static ProbeTask first, second;
static Flag other_stops = FLAG_DOWN, run_rests = FLAG_DOWN;

static void between_steps(void)
{
    if (pthread_equal(pthread_self(), runner) || --steps_to_go != 0)
        return;
    flag_raise(&other_stops);
    flag_await(&run_rests);
}

static void do_deed(void)
{
    deed();
    if (steps_to_go > 0)
        flag_raise(&other_stops);
}

static Async keep_in_arg_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    self->arg = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void wake_second(void)
{
    wake_handle_wake(second.arg);
    wake_handle_drop(second.arg);
}

// Run has looked at its queue, and goes on when the other thread has stopped.
static void let_other_begin(void)
{
    fake_park_before_wait = NULL;
    if (!queue_is_empty)
        wake_second();
    thread_start(&other, do_deed);
    flag_await(&other_stops);
}

static void tell_that_run_rests(void)
{
    flag_raise(&run_rests);
}

static Async begin_at_next_wait(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    fake_park_before_wait = let_other_begin;
    return ASYNC_DONE;
}

// Returns whether the deed has as many steps.
static bool run_with_deed_stopped_at(int step)
{
    ProbeTask beginning;
    run_rests.raised = false;
    runner = pthread_self();
    steps_to_go = step;
    fake_park_on_sleep = tell_that_run_rests;
    spawn(&first, NULL, keep_once);
    spawn(&second, NULL, keep_in_arg_once);
    spawn(&beginning, NULL, begin_at_next_wait);

    toy_exec_run(exec);

    tell_that_run_rests();
    thread_join(&other);
    return steps_to_go <= 0;
}

static void expect_kept_at_any_step(void)
{
    int steps = 0;

    while (run_with_deed_stopped_at(steps + 1)) {
        ck_assert_int_eq(first.calls, 2);
        ck_assert_int_eq(second.calls, 2);
        steps++;
    }
    ck_assert_int_ge(steps, 1);
}

static void give_back_and_wake_second(void)
{
    give_back();
    if (queue_is_empty)
        wake_second();
}

START_TEST(a_wake_is_kept_whatever_run_does_at_any_step_of_it)
{
    deed = give_back_and_wake_second;

    for (int i = 0; i < 2; i++) {
        queue_is_empty = i == 0;
        expect_kept_at_any_step();
    }
}
END_TEST

static void give_back_and_wake_second_in_end(ProbeTask *self)
{
    (void)self;
    give_back_and_wake_second();
}

static void spawn_late_to_wake_both(void)
{
    ToyTask *task = probe_task_init(&late, NULL);

    late.at_end = give_back_and_wake_second_in_end;
    toy_exec_spawn(exec, task);
}

START_TEST(a_spawn_is_kept_whatever_run_does_at_any_step_of_it)
{
    deed = spawn_late_to_wake_both;

    for (int i = 0; i < 2; i++) {
        queue_is_empty = i == 0;
        expect_kept_at_any_step();
        ck_assert_int_eq(late.ended, 1);
    }
}
END_TEST

TEST_MAIN_WITH("exec: inside a waker", set_up, tear_down,
               a_wake_is_kept_whatever_run_does_at_any_step_of_it,
               a_spawn_is_kept_whatever_run_does_at_any_step_of_it)
