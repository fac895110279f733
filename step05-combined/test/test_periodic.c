// One Periodic, asked by the test itself, on a timer with the fake clock.
#include "expect_abort.h"
#include "periodic.h"
#include "timer_case.h"

#define ID 7
#define PERIOD (500 * MILLISECOND)

static int dings;

static void count_ding(int id)
{
    ck_assert_int_eq(id, ID);
    dings++;
}

static ToyTask *new_periodic(int how_often)
{
    dings = 0;
    return periodic_new(ID, start, PERIOD, how_often, timer, count_ding);
}

// The test's handle is given away: what is left is the timer's.
static Async ask(ToyTask *task, ProbeWake *probe)
{
    WakeHandle *handle = probe_wake_init(probe);
    Async answer = toy_task_complete(task, handle);

    wake_handle_drop(handle);
    return answer;
}

START_TEST(dings_at_start_plus_n_periods_and_not_a_nanosecond_before)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    ToyTask *task = new_periodic(4);

    for (int n = 0; n < 3; n++) {
        ck_assert_int_eq(toy_task_complete(task, handle), ASYNC_WILL_WAKE);
        ck_assert_int_eq(dings, n);
        fake_clock_advance(PERIOD - 1);
        ck_assert_int_eq(toy_task_complete(task, handle), ASYNC_WILL_WAKE);
        ck_assert_int_eq(dings, n);
        ck_assert_int_eq(probe.wakes, n);
        fake_clock_advance(1);
        ck_assert_int_eq(probe.wakes, n + 1);
    }
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(is_done_with_the_last_ding_and_leaves_nothing_registered)
{
    ProbeWake probes[3];
    ToyTask *task = new_periodic(2);

    ck_assert_int_eq(ask(task, &probes[0]), ASYNC_WILL_WAKE);
    fake_clock_advance(PERIOD);
    ck_assert_int_eq(ask(task, &probes[1]), ASYNC_WILL_WAKE);
    fake_clock_advance(PERIOD);
    ck_assert_int_eq(ask(task, &probes[2]), ASYNC_DONE);

    ck_assert_int_eq(dings, 2);
    ck_assert_int_eq(probes[2].ended, 1);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
    toy_task_destroy(task);
}
END_TEST

START_TEST(a_late_call_does_not_shift_the_deadlines_after_it)
{
    ProbeWake probes[2];
    ToyTask *task = new_periodic(3);
    ask(task, &probes[0]);
    fake_clock_advance(PERIOD + PERIOD * 2 / 3);

    ask(task, &probes[1]);

    ck_assert_int_eq(dings, 1);
    ck_assert_int_eq(fake_clock_next(), start + 2 * PERIOD);
    end_timer();
    toy_task_destroy(task);
}
END_TEST

START_TEST(counts_from_its_start_whenever_it_is_made)
{
    ProbeWake probe;
    fake_clock_advance(PERIOD / 2);
    ToyTask *task = new_periodic(1);

    ask(task, &probe);

    ck_assert_int_eq(fake_clock_next(), start + PERIOD);
    end_timer();
    toy_task_destroy(task);
}
END_TEST

START_TEST(asked_for_the_first_time_too_late_it_dings_at_once)
{
    ProbeWake probe;
    ToyTask *task = new_periodic(2);
    fake_clock_advance(PERIOD);

    ask(task, &probe);

    ck_assert_int_eq(dings, 1);
    ck_assert_int_eq(fake_clock_next(), start + 2 * PERIOD);
    end_timer();
    toy_task_destroy(task);
}
END_TEST

START_TEST(after_a_jump_far_ahead_every_ding_still_comes)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    ToyTask *task = new_periodic(5);
    toy_task_complete(task, handle);
    fake_clock_advance(1000 * PERIOD);

    for (int n = 1; n < 5; n++) {
        ck_assert_int_eq(probe.wakes, n); // woken once for each, at once
        ck_assert_int_eq(toy_task_complete(task, handle), ASYNC_WILL_WAKE);
        ck_assert_int_eq(dings, n);
        fake_clock_settle();
    }

    ck_assert_int_eq(toy_task_complete(task, handle), ASYNC_DONE);
    ck_assert_int_eq(dings, 5);
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(a_million_spurious_calls_do_not_ding_and_make_one_registration)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    ToyTask *task = new_periodic(2);

    for (int i = 0; i < 1000000; i++)
        toy_task_complete(task, handle);

    ck_assert_int_eq(dings, 0);
    ck_assert_uint_eq(handle->refs, 2); // the test's and the timer's
    fake_clock_advance(PERIOD);
    ck_assert_int_eq(probe.wakes, 1);
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(a_spurious_call_after_a_ding_makes_no_second_registration)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    ToyTask *task = new_periodic(2);
    toy_task_complete(task, handle);
    fake_clock_advance(PERIOD);

    for (int i = 0; i < 3; i++)
        toy_task_complete(task, handle);

    ck_assert_int_eq(dings, 1);
    ck_assert_uint_eq(handle->refs, 2);
    end_timer();
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(called_with_another_handle_the_newest_is_woken)
{
    ProbeWake older, newer;
    ToyTask *task = new_periodic(1);
    WakeHandle *handle = probe_wake_init(&newer);
    ask(task, &older);

    for (int i = 0; i < 3; i++)
        toy_task_complete(task, handle);
    ck_assert_uint_eq(handle->refs, 2); // one registration for this one, too
    fake_clock_advance(PERIOD);

    ck_assert_int_eq(newer.wakes, 1);
    ck_assert_int_eq(older.ended, 1);
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(called_with_the_first_handle_again_that_one_is_woken)
{
    ProbeWake first, other;
    WakeHandle *handle = probe_wake_init(&first);
    ToyTask *task = new_periodic(1);
    toy_task_complete(task, handle);
    ask(task, &other);

    toy_task_complete(task, handle);
    fake_clock_advance(PERIOD);

    ck_assert_int_ge(first.wakes, 1);
    ck_assert_uint_eq(handle->refs, 1);
    toy_task_destroy(task);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(keeps_no_handle_of_its_own)
{
    ProbeWake probe;
    ToyTask *task = new_periodic(2);
    ask(task, &probe);
    ck_assert_uint_eq(probe.handle.refs, 1); // the timer's

    end_timer();

    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(probe.wakes, 0);
    toy_task_destroy(task);
}
END_TEST

START_TEST(a_registration_outlives_its_task_and_wakes_in_vain)
{
    ProbeWake probe;
    ToyTask *task = new_periodic(1);
    ask(task, &probe);

    toy_task_destroy(task);
    fake_clock_advance(PERIOD);

    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(dings, 0);
}
END_TEST

static void make_one_without_a_period(void)
{
    periodic_new(ID, start, 0, 1, timer, count_ding);
}

static void make_one_without_dings(void)
{
    periodic_new(ID, start, PERIOD, 0, timer, count_ding);
}

START_TEST(a_period_of_a_nanosecond_and_a_single_ding_are_enough)
{
    ProbeWake probe;
    dings = 0;
    ToyTask *task = periodic_new(ID, start, 1, 1, timer, count_ding);

    fake_clock_advance(1);

    ck_assert_int_eq(ask(task, &probe), ASYNC_DONE);
    ck_assert_int_eq(dings, 1);
    toy_task_destroy(task);
}
END_TEST

START_TEST(a_period_or_a_number_of_dings_that_is_not_positive_is_refused)
{
    end_timer(); // a fork may copy a lock that its thread has just taken

    expect_assert(make_one_without_a_period);
    expect_assert(make_one_without_dings);
}
END_TEST

TEST_MAIN_WITH("periodic", set_up, tear_down,
               dings_at_start_plus_n_periods_and_not_a_nanosecond_before,
               is_done_with_the_last_ding_and_leaves_nothing_registered,
               a_late_call_does_not_shift_the_deadlines_after_it,
               counts_from_its_start_whenever_it_is_made,
               asked_for_the_first_time_too_late_it_dings_at_once,
               after_a_jump_far_ahead_every_ding_still_comes,
               a_million_spurious_calls_do_not_ding_and_make_one_registration,
               a_spurious_call_after_a_ding_makes_no_second_registration,
               called_with_another_handle_the_newest_is_woken,
               called_with_the_first_handle_again_that_one_is_woken,
               keeps_no_handle_of_its_own,
               a_registration_outlives_its_task_and_wakes_in_vain,
               a_period_of_a_nanosecond_and_a_single_ding_are_enough,
               a_period_or_a_number_of_dings_that_is_not_positive_is_refused)
