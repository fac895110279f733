// The clock moves only when a test says so.
#include "fake_clock.h"
#include "several.h"
#include "timeout.h"

static ToyTimer *timer;
static ToyTask *timeout;
static bool too_late;

static void set_up_with_timer(void)
{
    set_up();
    timer = toy_timer_new();
    too_late = false;
    timeout =
        timeout_new(tasks[0], instant_now() + MILLISECOND, timer, &too_late);
}

static void tear_down_with_timer(void)
{
    toy_timer_free(timer);
    tear_down();
}

START_TEST(a_task_that_is_done_in_time_ends_it)
{
    toy_task_complete(timeout, wake);
    told[0] = true;

    Async answer = toy_task_complete(timeout, wake);

    ck_assert_int_eq(answer, ASYNC_DONE);
    ck_assert(!too_late);
    expect_diary("aaA");
    toy_task_destroy(timeout);
}
END_TEST

START_TEST(a_task_that_is_too_late_is_dropped_at_its_time)
{
    toy_task_complete(timeout, wake);
    fake_clock_advance(MILLISECOND - 1);
    int wakes_before = first_wake.wakes;
    fake_clock_advance(1);
    int wakes = first_wake.wakes;

    Async answer = toy_task_complete(timeout, wake);

    ck_assert_int_eq(wakes_before, 0);
    ck_assert_int_eq(wakes, 1);
    ck_assert_int_eq(answer, ASYNC_DONE);
    ck_assert(too_late);
    expect_diary("aaA");
    toy_task_destroy(timeout);
}
END_TEST

START_TEST(a_task_that_is_done_when_its_time_has_come_is_in_time)
{
    fake_clock_advance(MILLISECOND);
    told[0] = true;

    toy_task_complete(timeout, wake);

    ck_assert(!too_late);
    toy_task_destroy(timeout);
}
END_TEST

START_TEST(spurious_calls_make_one_registration)
{
    for (int i = 0; i < 1000; i++)
        toy_task_complete(timeout, wake);

    ck_assert_uint_eq(first_wake.handle.refs, 2); // ours, and the timer's
    toy_task_destroy(timeout);
}
END_TEST

START_TEST(another_handle_is_the_one_that_is_woken)
{
    toy_task_complete(timeout, wake);
    toy_task_complete(timeout, other);

    fake_clock_advance(MILLISECOND);

    ck_assert_int_eq(other_wake.wakes, 1);
    toy_task_destroy(timeout);
}
END_TEST

START_TEST(what_it_registered_stays_until_its_time_when_it_is_dropped)
{
    toy_task_complete(timeout, wake);

    toy_task_destroy(timeout);

    expect_diary("aA");
    ck_assert_uint_eq(first_wake.handle.refs, 2);
    fake_clock_advance(MILLISECOND);
    ck_assert_uint_eq(first_wake.handle.refs, 1);
    ck_assert_int_eq(first_wake.wakes, 1); // for nobody
}
END_TEST

TEST_MAIN_WITH("timeout", set_up_with_timer, tear_down_with_timer,
               a_task_that_is_done_in_time_ends_it,
               a_task_that_is_too_late_is_dropped_at_its_time,
               a_task_that_is_done_when_its_time_has_come_is_in_time,
               spurious_calls_make_one_registration,
               another_handle_is_the_one_that_is_woken,
               what_it_registered_stays_until_its_time_when_it_is_dropped)
