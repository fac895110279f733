// What may be done inside the calls that the timer makes, and from outside
// meanwhile.
#include "threads.h"
#include "timer_case.h"

START_TEST(the_caller_may_drop_its_handle_right_after_registering)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);

    toy_timer_register(timer, start + 1, handle);
    ck_assert_uint_eq(handle->refs, 2);
    wake_handle_drop(handle);
    ck_assert_int_eq(probe.ended, 0);

    fake_clock_advance(1);
    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

START_TEST(a_handle_registered_twice_is_woken_twice)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    toy_timer_register(timer, start + 1, handle);
    toy_timer_register(timer, start + 2, handle);
    wake_handle_drop(handle);

    fake_clock_advance(1);
    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(probe.ended, 0);
    fake_clock_advance(1);

    ck_assert_int_eq(probe.wakes, 2);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static void again_in_ten(ProbeWake *self)
{
    note(self);
    if (self->wakes < 3)
        toy_timer_register(timer, instant_now() + 10, &self->handle);
}

START_TEST(a_wake_may_register_again)
{
    ProbeWake probe;
    set(start + 10, &probe, again_in_ten);

    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(fired_count, i);
        ck_assert_int_eq(fake_clock_next(), start + 10 * ((Instant)i + 1));
        fake_clock_advance(10);
    }

    expect_fired(&probe, &probe, &probe);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static void again_long_ago(ProbeWake *self)
{
    note(self);
    if (self->wakes < 10)
        toy_timer_register(timer, INT64_MIN, &self->handle);
}

START_TEST(a_wake_may_register_in_the_past_and_fires_again_at_once)
{
    ProbeWake probe;
    set(start + 10, &probe, again_long_ago);

    fake_clock_advance(10);

    ck_assert_int_eq(probe.wakes, 10);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(instant_now(), start + 10);
}
END_TEST

// As many as fill all that the loop takes at once, and one behind them.
START_TEST(those_that_register_in_the_past_for_ever_do_not_starve_the_rest)
{
    enum { GREEDY = 200 };
    static ProbeWake greedy[GREEDY];
    ProbeWake modest;
    for (int i = 0; i < GREEDY; i++)
        set(start + 10, &greedy[i], again_long_ago);
    set(start + 10, &modest, note);

    fake_clock_advance(10);

    ck_assert_uint_eq(fired_count, 10 * GREEDY + 1);
    ck_assert_ptr_eq(fired[GREEDY], &modest);
}
END_TEST

static ProbeWake sooner, later;

static void take_long(ProbeWake *self)
{
    note(self);
    fake_clock_move(100);
    set(start + 60, &later, note);
    set(start + 40, &sooner, note);
}

// They are past when they are registered, and were not at the loop's look.
START_TEST(deadlines_that_pass_while_a_wake_runs_fire_in_order_of_time)
{
    ProbeWake slow;
    set(start + 10, &slow, take_long);

    fake_clock_advance(10);

    expect_fired(&slow, &sooner, &later);
}
END_TEST

static ProbeWake earlier;

static void set_earlier(void)
{
    set(start + 20, &earlier, note);
}

static void set_earlier_on_another_thread(ProbeWake *self)
{
    note(self);
    on_another_thread(set_earlier);
}

// The loop has looked, and goes to sleep for `late` when the wake returns.
START_TEST(a_registration_between_the_loops_look_and_its_sleep_is_not_lost)
{
    ProbeWake first, late;
    set(start + 10, &first, set_earlier_on_another_thread);
    set(start + 30, &late, note);

    fake_clock_advance(10);

    ck_assert_int_eq(fake_clock_next(), start + 20);
    fake_clock_advance(20);
    expect_fired(&first, &earlier, &late);
}
END_TEST

static void set_earlier_at_end(ProbeWake *self)
{
    (void)self;
    set_earlier();
}

START_TEST(a_drop_may_register)
{
    ProbeWake probe;
    set(start + 10, &probe, note);
    probe.at_end = set_earlier_at_end;

    fake_clock_advance(10);
    ck_assert_int_eq(fake_clock_next(), start + 20);
    fake_clock_advance(10);

    expect_fired(&probe, &earlier);
}
END_TEST

static void drop_mine(ProbeWake *self)
{
    note(self);
    wake_handle_drop(&self->handle);
}

START_TEST(a_wake_may_drop_the_last_handle_but_the_timers)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    probe.on_wake = drop_mine;
    toy_timer_register(timer, start + 10, handle);

    fake_clock_advance(10);

    expect_fired(&probe);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

#define EACH 1000

static ProbeWake crowd[4];

// Half of them due at once, so that the loop is at work meanwhile.
static void register_each(void)
{
    for (int i = 0; i < EACH; i++)
        toy_timer_register(timer, start + i % 2, &crowd[i % 4].handle);
}

START_TEST(many_threads_may_register_at_once)
{
    Thread threads[4];
    for (int i = 0; i < 4; i++)
        probe_wake_init(&crowd[i]);
    for (int i = 0; i < 4; i++)
        thread_start(&threads[i], register_each);
    for (int i = 0; i < 4; i++)
        thread_join(&threads[i]);

    fake_clock_settle();
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(crowd[i].wakes, i % 2 ? 0 : EACH);
    fake_clock_advance(1);

    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(crowd[i].wakes, EACH);
        ck_assert_uint_eq(crowd[i].handle.refs, 1);
    }
}
END_TEST

TEST_MAIN_WITH("timer: calls", set_up, tear_down,
               the_caller_may_drop_its_handle_right_after_registering,
               a_handle_registered_twice_is_woken_twice,
               a_wake_may_register_again,
               a_wake_may_register_in_the_past_and_fires_again_at_once,
               those_that_register_in_the_past_for_ever_do_not_starve_the_rest,
               deadlines_that_pass_while_a_wake_runs_fire_in_order_of_time,
               a_registration_between_the_loops_look_and_its_sleep_is_not_lost,
               a_drop_may_register,
               a_wake_may_drop_the_last_handle_but_the_timers,
               many_threads_may_register_at_once)
