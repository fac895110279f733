// When a timeout fires, and when it does not.
#include "timeout_case.h"

START_TEST(fires_once_at_its_instant_and_not_a_nanosecond_before)
{
    set(0, start + MILLISECOND);

    fake_clock_advance(MILLISECOND - 1);
    expect(0, 0, 0);
    fake_clock_advance(1);
    expect(0, 1, 1);
    fake_clock_advance(MILLISECOND);

    expect(0, 1, 1);
    ck_assert_uint_eq(timeouts_count(timer), 0);
}
END_TEST

START_TEST(an_earlier_one_that_is_set_later_fires_first)
{
    set(1, start + 20);
    ck_assert_int_eq(fake_clock_next(), start + 20);

    set(0, start + 10);

    ck_assert_int_eq(fake_clock_next(), start + 10); // the sleeper was rung
    fake_clock_advance(10);
    expect(0, 1, 1);
    expect(1, 0, 0);
}
END_TEST

START_TEST(equal_ones_fire_in_the_order_of_being_set)
{
    for (int i = 0; i < COUNT; i++)
        set(i, start + 10);

    fake_clock_advance(10);

    ck_assert_uint_eq(fired_count, COUNT);
    for (int i = 0; i < COUNT; i++)
        ck_assert_ptr_eq(fired[i], &alerts[i].probe);
}
END_TEST

START_TEST(what_lies_in_the_past_fires_at_once_behind_what_was_due)
{
    set(0, start);
    set(1, start - MILLISECOND);
    set(2, INT64_MIN);

    fake_clock_settle();

    ck_assert_uint_eq(fired_count, 3);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(fired[i], &alerts[i].probe);
}
END_TEST

START_TEST(a_cancelled_one_is_never_woken_and_its_handle_goes_at_once)
{
    set(0, start + 10);

    ck_assert(cancel(0));

    expect(0, 0, 1);
    ck_assert_uint_eq(timeouts_count(timer), 0);
    fake_clock_advance(20);
    expect(0, 0, 1);
}
END_TEST

START_TEST(one_that_was_never_set_cannot_be_cancelled)
{
    ck_assert(!cancel(0));
    ck_assert_uint_eq(timeouts_count(timer), 0);
}
END_TEST

START_TEST(a_second_cancel_changes_nothing)
{
    set(0, start + 10);
    set(1, start + 10);

    ck_assert(cancel(0));
    ck_assert(!cancel(0));

    expect(0, 0, 1);
    ck_assert_uint_eq(timeouts_count(timer), 1);
    fake_clock_advance(10);
    expect(1, 1, 1);
}
END_TEST

START_TEST(a_cancel_after_it_has_fired_changes_nothing)
{
    set(0, start + 10);
    set(1, start + 20);
    fake_clock_advance(10);

    ck_assert(!cancel(0));

    expect(0, 1, 1);
    ck_assert_uint_eq(timeouts_count(timer), 1);
    fake_clock_advance(10);
    expect(1, 1, 1);
}
END_TEST

START_TEST(when_the_earliest_is_cancelled_the_next_fires_in_time)
{
    set(0, start + 10);
    set(1, start + 20);
    fake_clock_settle();

    ck_assert(cancel(0));
    fake_clock_advance(19);
    expect(1, 0, 0);
    fake_clock_advance(1);

    expect(1, 1, 1);
}
END_TEST

START_TEST(a_cancelled_one_can_be_set_again)
{
    for (int i = 1; i <= 3; i++) {
        set(0, start + 10);
        ck_assert(cancel(0));
    }

    set(0, start + 20);
    fake_clock_advance(20);

    expect(0, 1, 1);
}
END_TEST

START_TEST(one_that_is_set_anew_fires_at_the_new_instant_only)
{
    ProbeWake newer;
    set(0, start + 10);

    timeouts_set(timer, &alerts[0].timeout, start + 20,
                 probe_wake_init(&newer));
    wake_handle_drop(&newer.handle);

    expect(0, 0, 1);
    ck_assert_uint_eq(timeouts_count(timer), 1);
    fake_clock_advance(10);
    ck_assert_int_eq(newer.wakes, 0);
    fake_clock_advance(10);
    ck_assert_int_eq(newer.wakes, 1);
    ck_assert_int_eq(newer.ended, 1);
    expect(0, 0, 1);
}
END_TEST

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

// Two thirds are taken out of the middle; the rest must be as if they alone had
// been set.
START_TEST(the_others_keep_their_order_whichever_are_cancelled)
{
    static Instant at[COUNT]; // 0 once it is cancelled
    unsigned seed = 1;
    for (int i = 0; i < COUNT; i++) {
        at[i] = start + 1 + next_random(&seed) % 100;
        set(i, at[i]);
    }
    for (int i = 0; i < 2 * COUNT; i++) {
        int which = (int)(next_random(&seed) % COUNT);
        ck_assert_int_eq(cancel(which), at[which] != 0);
        at[which] = 0;
    }

    for (int ns = 1; ns <= 100; ns++)
        fake_clock_advance(1);

    size_t next = 0;
    for (Instant now = start + 1; now <= start + 100; now++) {
        for (int i = 0; i < COUNT; i++) {
            if (at[i] == now && fired[next++] != &alerts[i].probe)
                ck_abort_msg("timeout %d is out of order", i);
        }
    }
    ck_assert_uint_eq(fired_count, next);
}
END_TEST

START_TEST(a_million_that_are_set_and_cancelled_leave_nothing)
{
    enum { AT_ONCE = 50000, ROUNDS = 20 };
    static Timeout many[AT_ONCE];
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);

    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < AT_ONCE; i++)
            timeouts_set(timer, &many[i], start + 1 + i * 7 % 1000, handle);
        for (int i = 0; i < AT_ONCE; i++) {
            if (!timeouts_cancel(timer, &many[i]))
                ck_abort_msg("timeout %d was not set", i);
        }
    }

    ck_assert_uint_eq(timeouts_count(timer), 0);
    ck_assert_uint_eq(handle->refs, 1);
    fake_clock_advance(1000);
    ck_assert_int_eq(probe.wakes, 0);
    wake_handle_drop(handle);
}
END_TEST

TEST_MAIN_WITH("timeout", set_up, tear_down,
               fires_once_at_its_instant_and_not_a_nanosecond_before,
               an_earlier_one_that_is_set_later_fires_first,
               equal_ones_fire_in_the_order_of_being_set,
               what_lies_in_the_past_fires_at_once_behind_what_was_due,
               a_cancelled_one_is_never_woken_and_its_handle_goes_at_once,
               one_that_was_never_set_cannot_be_cancelled,
               a_second_cancel_changes_nothing,
               a_cancel_after_it_has_fired_changes_nothing,
               when_the_earliest_is_cancelled_the_next_fires_in_time,
               a_cancelled_one_can_be_set_again,
               one_that_is_set_anew_fires_at_the_new_instant_only,
               the_others_keep_their_order_whichever_are_cancelled,
               a_million_that_are_set_and_cancelled_leave_nothing)
