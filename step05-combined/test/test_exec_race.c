// Two threads, and the schedules that are hard on them.
#include "exec_case.h"
#include "knock.h"

#define TIMES 2000
#define WAKES 20000
#define THREADS 4

// A waker is held up when it has queued the task and not yet woken the park.
// Meanwhile the task runs to its end, and everything is freed.
static Thread waker;
static Flag go_on = FLAG_DOWN;

static void hold_up_the_waker(void)
{
    if (pthread_equal(pthread_self(), knocked))
        return;
    knock();
    flag_await(&go_on);
}

static void have_the_task_queued(void)
{
    if (!kept)
        return;
    fake_park_before_wait = NULL;
    thread_start(&waker, give_back);
    knock_await();
    wake_handle_wake(park_handle(park)); // or run would wait for the waker
}

START_TEST(a_waker_may_touch_the_park_last)
{
    ProbeTask task;
    knock_expect();
    spawn(&task, NULL, keep_once);
    fake_park_before_lock = hold_up_the_waker;
    fake_park_before_wait = have_the_task_queued;

    toy_exec_run(exec);
    end_exec();
    int parks_before = fake_park_count();
    flag_raise(&go_on);
    thread_join(&waker);

    ck_assert_int_eq(task.calls, 2);
    ck_assert_int_eq(parks_before, 1);
    ck_assert_int_eq(fake_park_count(), 0);
}
END_TEST

static Flag left = FLAG_DOWN;

static Async leave_handle_for_the_waker(ProbeTask *self, WakeHandle *wake)
{
    Async answer = keep_once(self, wake);

    if (self->calls == 1)
        flag_raise(&left);
    return answer;
}

static void give_back_many_times(void)
{
    for (int i = 0; i < TIMES; i++) {
        flag_await(&left);
        WakeHandle *handle = kept; // not to be touched after the wake
        wake_handle_wake(handle);
        wake_handle_drop(handle);
    }
}

START_TEST(everything_may_be_freed_as_soon_as_run_returns)
{
    ProbeTask task;
    int calls = 0;
    thread_start(&waker, give_back_many_times);

    for (int i = 0; i < TIMES; i++) {
        spawn(&task, NULL, leave_handle_for_the_waker);
        toy_exec_run(exec);
        end_exec();
        calls += task.calls;
        begin_exec();
    }

    thread_join(&waker);
    ck_assert_int_eq(calls, 2 * TIMES);
}
END_TEST

static void drop_kept_and_knock(void)
{
    drop_kept();
    knock();
}

static Async have_kept_dropped(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 1) {
        thread_start(&waker, drop_kept_and_knock);
        knock_await();
    }
    return wake_self_once(self, wake);
}

START_TEST(a_last_handle_may_go_while_another_task_runs)
{
    ProbeTask waiting, busy;
    knock_expect();
    spawn(&waiting, "w", keep_once);
    spawn(&busy, "b", have_kept_dropped);

    toy_exec_run(exec);

    thread_join(&waker);
    ck_assert_str_eq(probe_diary, "wbb");
    ck_assert_int_eq(waiting.ended, 1);
}
END_TEST

static Thread wakers[THREADS];
static atomic_int woken;
static int overlaps;
static atomic_flag in_call = ATOMIC_FLAG_INIT;

static void wake_many_times(void)
{
    for (int i = 0; i < WAKES; i++) {
        woken++;
        wake_handle_wake(kept);
    }
}

static Async be_woken_by_many(ProbeTask *self, WakeHandle *wake)
{
    overlaps += atomic_flag_test_and_set(&in_call);
    int seen = woken;
    if (self->calls == 1) {
        keep_once(self, wake);
        for (int i = 0; i < THREADS; i++)
            thread_start(&wakers[i], wake_many_times);
    }
    atomic_flag_clear(&in_call);
    return seen == THREADS * WAKES ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

// If the last wake were lost, run would not return.
START_TEST(a_task_that_many_threads_wake_is_in_one_call_at_a_time)
{
    ProbeTask task;
    woken = overlaps = 0;
    spawn(&task, NULL, be_woken_by_many);

    toy_exec_run(exec);

    for (int i = 0; i < THREADS; i++)
        thread_join(&wakers[i]);
    drop_kept();
    ck_assert_int_eq(overlaps, 0);
}
END_TEST

TEST_MAIN_WITH("exec: races", set_up, tear_down,
               a_waker_may_touch_the_park_last,
               everything_may_be_freed_as_soon_as_run_returns,
               a_last_handle_may_go_while_another_task_runs,
               a_task_that_many_threads_wake_is_in_one_call_at_a_time)
