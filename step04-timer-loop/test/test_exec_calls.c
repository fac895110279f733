// What may be done inside a call, and what is refused.
#include "exec_case.h"
#include "expect_abort.h"

static void spawn_late_and_give_back(void)
{
    spawn_late(NULL);
    give_back();
}

static Async have_another_thread_use_it(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    on_another_thread(spawn_late_and_give_back);
    return ASYNC_DONE;
}

START_TEST(a_task_is_called_with_no_lock_held)
{
    ProbeTask waiting, caller;
    spawn(&waiting, "w", keep_once);
    spawn(&caller, "c", have_another_thread_use_it);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wclw");
}
END_TEST

static void have_another_thread_use_it_in_end(ProbeTask *self)
{
    (void)self;
    on_another_thread(spawn_late_and_give_back);
}

START_TEST(a_task_ends_with_no_lock_held)
{
    ProbeTask waiting, ending;
    spawn(&waiting, "w", keep_once);
    spawn(&ending, "e", promise_and_forget);
    ending.at_end = have_another_thread_use_it_in_end;

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "welw");
}
END_TEST

START_TEST(a_waker_wakes_the_park_with_no_lock_held)
{
    ProbeTask waiting, spawner;
    spawn(&waiting, "w", keep_once);
    spawn(&spawner, "s", spawn_late_and_end);
    fake_park_before_lock = give_back_on_another_thread;

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wslw");
}
END_TEST

static pthread_t runner;

static void give_back_from_outside(void)
{
    if (pthread_equal(pthread_self(), runner))
        give_back_on_another_thread();
}

START_TEST(run_wakes_the_park_with_no_lock_held)
{
    ProbeTask waiting, busy;
    runner = pthread_self();
    spawn(&waiting, "w", keep_once);
    spawn(&busy, "b", wake_self_once);
    fake_park_before_lock = give_back_from_outside;

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wbbw");
}
END_TEST

static void drop_kept_on_another_thread(void)
{
    if (kept)
        on_another_thread(drop_kept);
}

START_TEST(the_park_waits_with_no_lock_held)
{
    ProbeTask waiting;
    spawn(&waiting, "w", keep_once);
    fake_park_before_wait = drop_kept_on_another_thread;

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "w");
    ck_assert_int_eq(waiting.ended, 1);
}
END_TEST

static Async run_within(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    run();
    return ASYNC_DONE;
}

static void nest_a_run(void)
{
    ProbeTask task;

    spawn(&task, NULL, run_within);
    run();
}

START_TEST(a_nested_run_is_refused_aloud)
{
    expect_abort(nest_a_run,
                 "fatal: toy_exec_run: this executor is running already\n");
}
END_TEST

static Async run_elsewhere(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    on_another_thread(run);
    return ASYNC_DONE;
}

static void run_twice_at_once(void)
{
    ProbeTask task;

    spawn(&task, NULL, run_elsewhere);
    run();
}

START_TEST(a_second_run_at_once_is_refused_aloud)
{
    expect_abort(run_twice_at_once,
                 "fatal: toy_exec_run: this executor is running already\n");
}
END_TEST

static Async free_within(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    toy_exec_free(exec);
    return ASYNC_DONE;
}

static void free_while_running(void)
{
    ProbeTask task;

    spawn(&task, NULL, free_within);
    run();
}

START_TEST(a_free_during_run_is_refused_aloud)
{
    expect_abort(free_while_running,
                 "fatal: toy_exec_free: this executor is running\n");
}
END_TEST

static void run_at_end(ProbeTask *self)
{
    (void)self;
    run();
}

static void run_while_freed(void)
{
    ProbeTask task;

    spawn(&task, NULL, NULL);
    task.at_end = run_at_end;
    toy_exec_free(exec);
}

START_TEST(a_run_during_free_is_refused_aloud)
{
    expect_abort(run_while_freed,
                 "fatal: toy_exec_run: this executor is running already\n");
}
END_TEST

TEST_MAIN_WITH(
    "exec: calls", set_up, tear_down, a_task_is_called_with_no_lock_held,
    a_task_ends_with_no_lock_held, a_waker_wakes_the_park_with_no_lock_held,
    run_wakes_the_park_with_no_lock_held, the_park_waits_with_no_lock_held,
    a_nested_run_is_refused_aloud, a_second_run_at_once_is_refused_aloud,
    a_free_during_run_is_refused_aloud, a_run_during_free_is_refused_aloud)
