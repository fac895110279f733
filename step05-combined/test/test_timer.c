// When the timer fires, and in which order.
#include "timer_case.h"

START_TEST(fires_at_its_instant_and_not_a_nanosecond_before)
{
    ProbeWake probe;
    set(start + MILLISECOND, &probe, note);

    fake_clock_advance(MILLISECOND - 1);
    ck_assert_uint_eq(fired_count, 0);
    fake_clock_advance(1);

    expect_fired(&probe);
}
END_TEST

START_TEST(fires_once)
{
    ProbeWake probe;
    set(start + 1, &probe, note);

    fake_clock_advance(1);
    fake_clock_advance(1000);

    expect_fired(&probe);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

START_TEST(an_earlier_deadline_registered_later_fires_first)
{
    ProbeWake late, early;
    set(start + 20, &late, note);
    ck_assert_int_eq(fake_clock_next(), start + 20);

    set(start + 10, &early, note);

    ck_assert_int_eq(fake_clock_next(), start + 10); // the sleeper was rung
    fake_clock_advance(10);
    expect_fired(&early);
    fake_clock_advance(10);
    expect_fired(&early, &late);
}
END_TEST

START_TEST(the_loop_sleeps_until_the_earliest_that_is_left)
{
    ProbeWake probes[3];
    set(start + 30, &probes[2], note);
    set(start + 10, &probes[0], note);
    set(start + 20, &probes[1], note);

    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(fake_clock_next(), start + 10 * (i + 1));
        fake_clock_advance(10);
    }

    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
    expect_fired(&probes[0], &probes[1], &probes[2]);
}
END_TEST

// They are more than the loop takes between two looks at the clock.
START_TEST(many_for_one_instant_fire_in_order_of_registration)
{
    enum { COUNT = 1000 };
    static ProbeWake probes[COUNT];
    for (int i = 0; i < COUNT; i++)
        set(start + 10, &probes[i], note);

    fake_clock_advance(10);

    ck_assert_uint_eq(fired_count, COUNT);
    for (int i = 0; i < COUNT; i++)
        ck_assert_ptr_eq(fired[i], &probes[i]);
}
END_TEST

START_TEST(after_one_jump_past_all_they_fire_by_deadline_then_registration)
{
    enum { COUNT = 10000, INSTANTS = 7 };
    static ProbeWake probes[COUNT];
    for (int i = 0; i < COUNT; i++)
        set(start + 1 + i * 5 % INSTANTS, &probes[i], note);

    fake_clock_advance(1000 * INSTANTS);

    ck_assert_uint_eq(fired_count, COUNT);
    ProbeWake **next = fired;
    for (int instant = 0; instant < INSTANTS; instant++) {
        for (int i = 0; i < COUNT; i++) {
            if (i * 5 % INSTANTS == instant && *next++ != &probes[i])
                ck_abort_msg("registration %d is out of order", i);
        }
    }
}
END_TEST

START_TEST(a_deadline_in_the_past_fires_without_any_movement_of_time)
{
    ProbeWake now, past;
    set(start, &now, note);
    fake_clock_settle();
    expect_fired(&now);

    set(start - MILLISECOND, &past, note);
    fake_clock_settle();

    expect_fired(&now, &past);
    ck_assert_int_eq(instant_now(), start);
}
END_TEST

START_TEST(deadlines_at_the_near_end_of_the_type_fire_at_once)
{
    ProbeWake probes[4];
    set(INT64_MIN, &probes[0], note);
    set(INT64_MIN + 1, &probes[1], note);
    set(-1, &probes[2], note);
    set(0, &probes[3], note);

    fake_clock_settle();

    ck_assert_uint_eq(fired_count, 4);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
}
END_TEST

START_TEST(deadlines_at_the_far_end_of_the_type_are_slept_for)
{
    ProbeWake never, last;
    set(INSTANT_NEVER, &never, note);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
    set(INSTANT_NEVER - 1, &last, note);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER - 1);
    unsigned long sleeps = fake_clock_sleeps();

    for (int i = 0; i < 100; i++)
        fake_clock_advance(1000 * 1000 * MILLISECOND);

    ck_assert_uint_eq(fake_clock_sleeps(), sleeps);
    ck_assert_uint_eq(fired_count, 0);
    end_timer();
}
END_TEST

START_TEST(an_idle_timer_sleeps_for_ever)
{
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
    unsigned long sleeps = fake_clock_sleeps();

    for (int i = 0; i < 100; i++)
        fake_clock_advance(1000 * 1000 * MILLISECOND);

    ck_assert_uint_eq(fake_clock_sleeps(), sleeps);
}
END_TEST

START_TEST(a_timer_whose_last_user_has_gone_sleeps_for_ever)
{
    ProbeWake probe;
    set(start + 1, &probe, note);
    fake_clock_advance(1);
    ck_assert_int_eq(probe.ended, 1);
    unsigned long sleeps = fake_clock_sleeps();

    for (int i = 0; i < 100; i++)
        fake_clock_advance(1000 * 1000 * MILLISECOND);

    ck_assert_uint_eq(fake_clock_sleeps(), sleeps);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
}
END_TEST

START_TEST(a_deadline_that_is_not_the_earliest_leaves_the_loop_asleep)
{
    ProbeWake first, equal, later;
    set(start + 10, &first, note);
    fake_clock_settle();
    unsigned long sleeps = fake_clock_sleeps();

    set(start + 10, &equal, note);
    set(start + 20, &later, note);
    fake_clock_settle();

    ck_assert_uint_eq(fake_clock_sleeps(), sleeps);
    fake_clock_advance(20);
    expect_fired(&first, &equal, &later);
}
END_TEST

START_TEST(a_million_registrations_all_fire)
{
    enum { MILLION = 1000000 };
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    for (int i = 0; i < MILLION; i++)
        toy_timer_register(timer, start + 1 + i / 100000, handle);
    ck_assert_uint_eq(handle->refs, 1 + MILLION);

    fake_clock_advance(10);

    ck_assert_int_eq(probe.wakes, MILLION);
    ck_assert_uint_eq(handle->refs, 1);
    wake_handle_drop(handle);
}
END_TEST

TEST_MAIN_WITH("timer", set_up, tear_down,
               fires_at_its_instant_and_not_a_nanosecond_before, fires_once,
               an_earlier_deadline_registered_later_fires_first,
               the_loop_sleeps_until_the_earliest_that_is_left,
               many_for_one_instant_fire_in_order_of_registration,
               after_one_jump_past_all_they_fire_by_deadline_then_registration,
               a_deadline_in_the_past_fires_without_any_movement_of_time,
               deadlines_at_the_near_end_of_the_type_fire_at_once,
               deadlines_at_the_far_end_of_the_type_are_slept_for,
               an_idle_timer_sleeps_for_ever,
               a_timer_whose_last_user_has_gone_sleeps_for_ever,
               a_deadline_that_is_not_the_earliest_leaves_the_loop_asleep,
               a_million_registrations_all_fire)
