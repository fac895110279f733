// Which wakes are kept, and what a task is called for.
#include "exec_case.h"

static Async wake_self_thrice_then_give_back(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls <= 3) {
        wake_handle_wake(wake);
        return ASYNC_WILL_WAKE;
    }
    give_back();
    return ASYNC_DONE;
}

START_TEST(a_waiting_task_is_not_called_before_it_is_woken)
{
    ProbeTask waiting, busy;
    spawn(&waiting, "w", keep_once);
    spawn(&busy, "b", wake_self_thrice_then_give_back);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wbbbbw");
}
END_TEST

START_TEST(a_wake_while_the_task_runs_is_kept)
{
    ProbeTask task;
    spawn(&task, "t", wake_self_once);

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
}
END_TEST

static Async be_woken_by_another_thread(ProbeTask *self, WakeHandle *wake)
{
    Async answer = keep_once(self, wake);

    on_another_thread(give_back);
    return answer;
}

START_TEST(a_wake_on_another_thread_while_the_task_runs_is_kept)
{
    ProbeTask task;
    spawn(&task, "t", be_woken_by_another_thread);

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
}
END_TEST

START_TEST(a_wake_between_the_look_and_the_sleep_is_kept)
{
    ProbeTask task;
    spawn(&task, "t", keep_once);
    fake_park_before_wait = give_back_on_another_thread;

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
}
END_TEST

START_TEST(a_wake_while_run_sleeps_ends_the_sleep)
{
    ProbeTask task;
    Thread waker;
    spawn(&task, "t", keep_once);
    thread_start(&waker, give_back_when_asleep);

    toy_exec_run(exec);

    thread_join(&waker);
    ck_assert_int_eq(task.calls, 2);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

// Waits for a second wake, that never comes.
static Async keep_once_then_forget(ProbeTask *self, WakeHandle *wake)
{
    keep_once(self, wake);
    return ASYNC_WILL_WAKE;
}

static void wake_kept_twice(void)
{
    if (kept)
        wake_handle_wake(kept);
    give_back();
}

START_TEST(a_task_woken_twice_before_it_runs_is_run_once)
{
    ProbeTask task;
    spawn(&task, "t", keep_once_then_forget);
    fake_park_before_wait = wake_kept_twice;

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static Async wake_self_twice_then_forget(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 1) {
        wake_handle_wake(wake);
        wake_handle_wake(wake);
    }
    return ASYNC_WILL_WAKE;
}

START_TEST(a_task_woken_twice_while_it_runs_is_run_once_more)
{
    ProbeTask task;
    spawn(&task, "t", wake_self_twice_then_forget);

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static bool has_happened;
static int wakes;

static Async wait_until_it_has_happened(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    if (has_happened)
        return ASYNC_DONE;
    kept = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void wake_thrice_and_let_it_happen_at_last(void)
{
    if (kept)
        has_happened = ++wakes == 3;
    give_back();
}

START_TEST(spurious_calls_are_borne)
{
    ProbeTask task;
    has_happened = false;
    wakes = 0;
    spawn(&task, "t", wait_until_it_has_happened);
    fake_park_before_wait = wake_thrice_and_let_it_happen_at_last;

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 4);
}
END_TEST

TEST_MAIN_WITH("exec: wakes", set_up, tear_down,
               a_waiting_task_is_not_called_before_it_is_woken,
               a_wake_while_the_task_runs_is_kept,
               a_wake_on_another_thread_while_the_task_runs_is_kept,
               a_wake_between_the_look_and_the_sleep_is_kept,
               a_wake_while_run_sleeps_ends_the_sleep,
               a_task_woken_twice_before_it_runs_is_run_once,
               a_task_woken_twice_while_it_runs_is_run_once_more,
               spurious_calls_are_borne)
