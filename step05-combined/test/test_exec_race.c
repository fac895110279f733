// Two threads, and the schedules that are hard on them.
#include "exec_case.h"

#define TIMES 2000
#define WAKES 20000
#define THREADS 4

// A waker is held up when it has queued the task and not yet woken the park.
// Meanwhile the task runs to its end, and everything is freed.
static pthread_t runner;
static Thread waker;
static Flag held_up = FLAG_DOWN, go_on = FLAG_DOWN;

static void hold_up_the_waker(void)
{
    if (pthread_equal(pthread_self(), runner))
        return;
    flag_raise(&held_up);
    flag_await(&go_on);
}

static void have_the_task_queued(void)
{
    if (!kept)
        return;
    thread_start(&waker, give_back);
    flag_await(&held_up);
    wake_handle_wake(park_handle(park)); // or run would wait for the waker
    fake_park_before_wait = NULL;
}

START_TEST(a_waker_may_touch_the_park_last)
{
    ProbeTask task;
    runner = pthread_self();
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

static Thread wakers[THREADS];
static int waker_count;
static atomic_int begun, finished; // wakes
static int seen, lost, overlaps;
static atomic_flag in_call = ATOMIC_FLAG_INIT;

static void wake_many_times(void)
{
    for (int i = 0; i < WAKES; i++) {
        begun++;
        wake_handle_wake(kept);
        finished++;
    }
}

static Async see_what_has_begun(ProbeTask *self, WakeHandle *wake)
{
    overlaps += atomic_flag_test_and_set(&in_call);
    seen = begun;
    if (self->calls == 1) {
        keep_once(self, wake);
        for (int i = 0; i < waker_count; i++)
            thread_start(&wakers[i], wake_many_times);
    }
    atomic_flag_clear(&in_call);
    return seen == waker_count * WAKES ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

// All wakes that are over by now must have begun before the last call.
static void note_lost_wakes(void)
{
    if (finished > seen)
        lost++;
}

static void run_woken_by(int count)
{
    ProbeTask task;

    waker_count = count;
    begun = finished = seen = lost = overlaps = 0;
    spawn(&task, NULL, see_what_has_begun);
    fake_park_on_sleep = note_lost_wakes;
    toy_exec_run(exec);
    for (int i = 0; i < count; i++)
        thread_join(&wakers[i]);
    drop_kept();
}

START_TEST(no_wake_is_lost_however_close_to_the_end_of_a_call)
{
    run_woken_by(1);

    ck_assert_int_eq(lost, 0);
}
END_TEST

START_TEST(a_task_that_many_threads_wake_is_in_one_call_at_a_time)
{
    run_woken_by(THREADS);

    ck_assert_int_eq(overlaps, 0);
}
END_TEST

TEST_MAIN_WITH("exec: races", set_up, tear_down,
               a_waker_may_touch_the_park_last,
               everything_may_be_freed_as_soon_as_run_returns,
               no_wake_is_lost_however_close_to_the_end_of_a_call,
               a_task_that_many_threads_wake_is_in_one_call_at_a_time)
