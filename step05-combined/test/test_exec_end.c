// How tasks end, and the executor.
#include "exec_case.h"

static pthread_t ended_on;

static void note_thread(ProbeTask *self)
{
    (void)self;
    ended_on = pthread_self();
}

START_TEST(a_task_nobody_can_wake_is_dropped)
{
    ProbeTask task;
    spawn(&task, NULL, promise_and_forget);

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 1);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static Async drop_own_clone(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    wake_handle_drop(wake_handle_clone(wake));
    return ASYNC_WILL_WAKE;
}

START_TEST(a_clone_dropped_within_the_call_keeps_no_task)
{
    ProbeTask task;
    spawn(&task, NULL, drop_own_clone);

    toy_exec_run(exec);

    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static void drop_kept_when_asleep(void)
{
    fake_park_await_sleep();
    drop_kept();
}

START_TEST(a_task_ends_when_its_last_handle_goes_while_run_sleeps)
{
    ProbeTask task;
    Thread dropper;
    spawn(&task, NULL, keep_once);
    thread_start(&dropper, drop_kept_when_asleep);

    toy_exec_run(exec);

    thread_join(&dropper);
    ck_assert_int_eq(task.calls, 1);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

START_TEST(a_task_ends_on_runs_thread_wherever_its_last_handle_goes)
{
    ProbeTask task;
    Thread dropper;
    spawn(&task, NULL, keep_once);
    task.at_end = note_thread;
    thread_start(&dropper, drop_kept_when_asleep);

    toy_exec_run(exec);

    thread_join(&dropper);
    ck_assert(pthread_equal(ended_on, pthread_self()));
}
END_TEST

static ProbeTask keeper;
static int ended_while_kept;

static Async keep_own_handle(ProbeTask *self, WakeHandle *wake)
{
    self->arg = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void drop_what_keeper_keeps(void)
{
    fake_park_await_sleep();
    ended_while_kept = keeper.ended;
    wake_handle_drop(keeper.arg);
}

START_TEST(a_task_that_keeps_its_own_handle_lives_until_that_goes)
{
    Thread dropper;
    spawn(&keeper, NULL, keep_own_handle);
    thread_start(&dropper, drop_what_keeper_keeps);

    toy_exec_run(exec);

    thread_join(&dropper);
    ck_assert_int_eq(ended_while_kept, 0);
    ck_assert_int_eq(keeper.ended, 1);
}
END_TEST

START_TEST(a_wake_counts_though_its_handle_is_dropped_at_once)
{
    ProbeTask task;
    spawn(&task, NULL, keep_once);
    fake_park_before_wait = give_back;

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 2);
}
END_TEST

static void wake_and_drop_own_handle(ProbeTask *self)
{
    wake_handle_wake(self->arg);
    wake_handle_drop(self->arg);
}

static Async keep_own_handle_and_end(ProbeTask *self, WakeHandle *wake)
{
    keep_own_handle(self, wake);
    return ASYNC_DONE;
}

START_TEST(a_task_may_wake_itself_in_its_end)
{
    ProbeTask task;
    spawn(&task, NULL, keep_own_handle_and_end);
    task.at_end = wake_and_drop_own_handle;

    toy_exec_run(exec);

    ck_assert_int_eq(task.calls, 1);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static Async wake_self_and_end(ProbeTask *self, WakeHandle *wake)
{
    wake_handle_wake(wake);
    return keep_own_handle_and_end(self, wake);
}

static void wake_keeper_and_give_back(ProbeTask *self)
{
    (void)self;
    wake_handle_wake(keeper.arg);
    give_back();
}

START_TEST(a_task_that_is_done_is_not_called_again_however_often_woken)
{
    ProbeTask waiting, waker;
    spawn(&keeper, NULL, wake_self_and_end);
    spawn(&waiting, NULL, keep_once);
    spawn(&waker, NULL, NULL);
    waker.at_end = wake_keeper_and_give_back;

    toy_exec_run(exec);
    wake_handle_drop(keeper.arg);

    ck_assert_int_eq(waiting.calls, 2);
    ck_assert_int_eq(keeper.calls, 1);
    ck_assert_int_eq(keeper.ended, 1);
}
END_TEST

static void give_back_in_end(ProbeTask *self)
{
    (void)self;
    give_back();
}

START_TEST(a_tasks_end_may_wake_another)
{
    ProbeTask waiting, waker;
    spawn(&waiting, NULL, keep_once);
    spawn(&waker, NULL, NULL);
    waker.at_end = give_back_in_end;

    toy_exec_run(exec);

    ck_assert_int_eq(waiting.calls, 2);
}
END_TEST

START_TEST(a_tasks_end_may_spawn_another)
{
    ProbeTask done, unreachable;
    spawn(&done, NULL, NULL);
    spawn(&unreachable, NULL, promise_and_forget);
    unreachable.at_end = spawn_late;

    toy_exec_run(exec);

    ck_assert_int_eq(late.calls, 1);
}
END_TEST

TEST_MAIN_WITH("exec: ends", set_up, tear_down,
               a_task_nobody_can_wake_is_dropped,
               a_clone_dropped_within_the_call_keeps_no_task,
               a_task_ends_when_its_last_handle_goes_while_run_sleeps,
               a_task_ends_on_runs_thread_wherever_its_last_handle_goes,
               a_task_that_keeps_its_own_handle_lives_until_that_goes,
               a_wake_counts_though_its_handle_is_dropped_at_once,
               a_task_may_wake_itself_in_its_end,
               a_task_that_is_done_is_not_called_again_however_often_woken,
               a_tasks_end_may_wake_another, a_tasks_end_may_spawn_another)
