#include "fake_park.h"
#include "probe_task.h"
#include "test_main.h"
#include "threads.h"

#define ROUNDS 500

static Park *park;
static Thread waker;

static void set_up(void)
{
    fake_park_reset();
    park = park_new();
}

static void tear_down(void)
{
    park_drop(park);
    ck_assert_int_eq(fake_park_count(), 0);
}

static void wake(void)
{
    wake_handle_wake(park_handle(park));
}

static void wake_when_asleep(void)
{
    fake_park_await_sleep();
    wake();
}

START_TEST(a_wake_before_the_wait_is_remembered)
{
    wake();

    park_wait(park);

    ck_assert_int_eq(fake_park_sleeps(), 0);
}
END_TEST

START_TEST(a_wake_from_another_thread_before_the_wait_is_remembered)
{
    on_another_thread(wake);

    park_wait(park);

    ck_assert_int_eq(fake_park_sleeps(), 0);
}
END_TEST

START_TEST(a_wake_from_another_thread_ends_the_sleep)
{
    thread_start(&waker, wake_when_asleep);

    park_wait(park);

    thread_join(&waker);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

static Flag woken_or_at_the_lock = FLAG_DOWN;

static void tell(void)
{
    flag_raise(&woken_or_at_the_lock);
}

static void wake_and_tell(void)
{
    wake();
    tell();
}

// The sleeper has looked, holds the lock, and does not sleep yet.
static void have_it_woken(void)
{
    fake_park_before_lock = tell;
    thread_start(&waker, wake_and_tell);
    flag_await(&woken_or_at_the_lock);
}

START_TEST(a_wake_between_the_look_and_the_sleep_is_kept)
{
    fake_park_on_sleep = have_it_woken;

    park_wait(park);

    thread_join(&waker);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

START_TEST(many_wakes_count_as_one)
{
    wake();
    wake();
    park_wait(park);
    thread_start(&waker, wake_when_asleep);

    park_wait(park);

    thread_join(&waker);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

START_TEST(a_wake_that_ended_a_sleep_is_not_remembered)
{
    for (int i = 0; i < 2; i++) {
        thread_start(&waker, wake_when_asleep);
        park_wait(park);
        thread_join(&waker);
    }

    ck_assert_int_eq(fake_park_sleeps(), 2);
}
END_TEST

START_TEST(a_clone_of_its_handle_keeps_the_park)
{
    Park *other = park_new();
    WakeHandle *clone = wake_handle_clone(park_handle(other));

    park_drop(other);
    int parks_with_clone = fake_park_count();
    wake_handle_drop(clone);

    ck_assert_int_eq(parks_with_clone, 2);
    ck_assert_int_eq(fake_park_count(), 1);
}
END_TEST

static WakeHandle *left_behind;

static void wake_left_behind(void)
{
    wake_handle_wake(left_behind);
    wake_handle_drop(left_behind);
}

START_TEST(waking_after_the_waiter_has_gone_is_harmless)
{
    Park *other = park_new();
    left_behind = wake_handle_clone(park_handle(other));

    park_drop(other);
    on_another_thread(wake_left_behind);

    ck_assert_int_eq(fake_park_count(), 1);
}
END_TEST

static Park *there;
static int turns; // whoever was woken has the turn, and needs no lock

static void take_turns(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        park_wait(there);
        turns++;
        wake();
    }
}

START_TEST(two_threads_take_turns_and_no_wake_is_lost)
{
    Thread other;
    there = park_new();
    thread_start(&other, take_turns);

    for (int i = 0; i < ROUNDS; i++) {
        turns++;
        wake_handle_wake(park_handle(there));
        park_wait(park);
    }

    thread_join(&other);
    park_drop(there);
    ck_assert_int_eq(turns, 2 * ROUNDS);
}
END_TEST

static Async keep_clone(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    left_behind = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void wake_left_behind_when_asleep(void)
{
    fake_park_await_sleep();
    wake_left_behind();
}

START_TEST(a_task_is_asked_again_when_it_is_woken_and_not_before)
{
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, keep_clone);
    thread_start(&waker, wake_left_behind_when_asleep);

    while (toy_task_complete(task, park_handle(park)) == ASYNC_WILL_WAKE)
        park_wait(park);
    toy_task_destroy(task);

    thread_join(&waker);
    ck_assert_int_eq(probe.calls, 2);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

TEST_MAIN_WITH("park", set_up, tear_down, a_wake_before_the_wait_is_remembered,
               a_wake_from_another_thread_before_the_wait_is_remembered,
               a_wake_from_another_thread_ends_the_sleep,
               a_wake_between_the_look_and_the_sleep_is_kept,
               many_wakes_count_as_one,
               a_wake_that_ended_a_sleep_is_not_remembered,
               a_clone_of_its_handle_keeps_the_park,
               waking_after_the_waiter_has_gone_is_harmless,
               two_threads_take_turns_and_no_wake_is_lost,
               a_task_is_asked_again_when_it_is_woken_and_not_before)
