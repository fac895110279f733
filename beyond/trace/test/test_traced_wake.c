// A traced handle does what the one inside would do, and tells of it.
#include "trace_case.h"

#include <sched.h>

static ProbeWake inner;
static TracedWake *traced;
static WakeHandle *lent;

static void set_up(void)
{
    trace_forget();
    probe_wake_init(&inner);
    traced = traced_wake_new(&inner.handle, 7);
    lent = traced_wake_lend(traced);
}

static void tear_down(void)
{
    if (lent)
        wake_handle_drop(lent);
    traced_wake_let_go(traced);
    trace_forget();
}

static void drop_lent(void)
{
    wake_handle_drop(lent);
    lent = NULL;
}

static void wake_lent(void)
{
    wake_handle_wake(lent);
}

START_TEST(a_wake_is_passed_on_once)
{
    wake_lent();

    ck_assert_int_eq(inner.wakes, 1);
    ck_assert_int_eq(count_events(WOKEN), 1);
    ck_assert_int_eq(find_event(WOKEN).subject, 7);
}
END_TEST

START_TEST(a_wake_is_told_of_on_the_thread_that_wakes)
{
    on_another_thread(wake_lent);

    ck_assert_int_ne(find_event(WOKEN).thread, trace_thread());
    ck_assert_int_eq(find_event(LENT).thread, trace_thread());
}
END_TEST

static int told_before;

static void look_what_was_told(ProbeWake *self)
{
    (void)self;
    told_before = count_events(WOKEN);
}

START_TEST(a_wake_is_told_of_before_it_is_passed_on)
{
    inner.on_wake = look_what_was_told;

    wake_lent();

    ck_assert_int_eq(told_before, 1);
}
END_TEST

static void tell_something(void)
{
    trace(AWAKE, 0);
}

static void tell_on_another_thread(ProbeWake *self)
{
    (void)self;
    on_another_thread(tell_something);
}

START_TEST(a_wake_and_a_last_drop_are_passed_on_with_no_lock_held)
{
    inner.on_wake = tell_on_another_thread;
    inner.at_end = tell_on_another_thread;
    wake_handle_drop(&inner.handle);

    wake_lent();
    drop_lent();

    ck_assert_int_eq(count_events(WOKEN), 1);
    ck_assert_int_eq(inner.ended, 1);
}
END_TEST

START_TEST(the_one_inside_lives_as_long_as_anybody_has_the_traced_one)
{
    WakeHandle *clone = wake_handle_clone(lent);
    wake_handle_drop(&inner.handle);

    drop_lent();
    ck_assert_int_eq(inner.ended, 0);
    wake_handle_drop(clone);

    ck_assert_int_eq(inner.ended, 1);
}
END_TEST

START_TEST(however_many_clones_the_one_inside_is_cloned_once)
{
    WakeHandle *clones[5];
    for (int i = 0; i < 5; i++)
        clones[i] = wake_handle_clone(lent);

    ck_assert_uint_eq(inner.handle.refs, 2);
    for (int i = 0; i < 5; i++)
        wake_handle_drop(clones[i]);
    drop_lent();

    ck_assert_uint_eq(inner.handle.refs, 1);
}
END_TEST

START_TEST(it_can_be_lent_again_when_nobody_has_it_any_more)
{
    WakeHandle *before = lent;
    drop_lent();
    ck_assert_uint_eq(inner.handle.refs, 1);

    lent = traced_wake_lend(traced);

    ck_assert_ptr_eq(lent, before);
    ck_assert_uint_eq(inner.handle.refs, 2);
}
END_TEST

START_TEST(a_handle_outlives_the_one_who_lent_it)
{
    traced_wake_let_go(traced);
    wake_lent();
    drop_lent();
    ck_assert_int_eq(inner.wakes, 1);
    ck_assert_uint_eq(inner.handle.refs, 1);

    traced = traced_wake_new(&inner.handle, 7); // for tear_down
}
END_TEST

#define ROUNDS 10000
static _Atomic(WakeHandle *) handed_over;

static void drop_what_is_handed_over(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        WakeHandle *handle;
        while (!(handle = atomic_exchange(&handed_over, NULL)))
            sched_yield();
        wake_handle_drop(handle);
    }
}

START_TEST(lent_while_another_thread_drops_the_last_one_it_comes_out_even)
{
    Thread other;
    thread_start(&other, drop_what_is_handed_over);
    drop_lent();

    for (int i = 0; i < ROUNDS; i++) {
        WakeHandle *handle = traced_wake_lend(traced);
        while (handed_over)
            sched_yield();
        handed_over = handle;
    }
    thread_join(&other);

    ck_assert_uint_eq(inner.handle.refs, 1);
    ck_assert_int_eq(inner.ended, 0);
}
END_TEST

START_TEST(clones_and_drops_are_told_of_and_balance)
{
    WakeHandle *clone = wake_handle_clone(lent);
    wake_handle_drop(clone);
    drop_lent();

    ck_assert_int_eq(count_events(LENT), 1);
    ck_assert_int_eq(count_events(CLONED), 1);
    ck_assert_int_eq(count_events(DROPPED), 2);
    ck_assert_int_eq(count_events(LAST_DROPPED), 1);
}
END_TEST

START_TEST(other_handles_are_not_told_of)
{
    wake_handle_drop(wake_handle_clone(&inner.handle));

    ck_assert_int_eq(traced_wake_task(&inner.handle), 0);
    ck_assert_int_eq(traced_wake_task(lent), 7);
    ck_assert_int_eq(count_events(CLONED), 0);
    ck_assert_int_eq(count_events(DROPPED), 0);
}
END_TEST

START_TEST(a_full_trace_forgets_what_comes_later)
{
    for (int i = 0; i < TRACE_MOST + 5; i++)
        wake_lent();

    size_t count;
    trace_events(&count);
    ck_assert_uint_eq(count, TRACE_MOST);
    ck_assert_int_eq(inner.wakes, TRACE_MOST + 5);
}
END_TEST

TEST_MAIN_WITH("traced wake", set_up, tear_down, a_wake_is_passed_on_once,
               a_wake_is_told_of_on_the_thread_that_wakes,
               a_wake_is_told_of_before_it_is_passed_on,
               a_wake_and_a_last_drop_are_passed_on_with_no_lock_held,
               the_one_inside_lives_as_long_as_anybody_has_the_traced_one,
               however_many_clones_the_one_inside_is_cloned_once,
               it_can_be_lent_again_when_nobody_has_it_any_more,
               a_handle_outlives_the_one_who_lent_it,
               lent_while_another_thread_drops_the_last_one_it_comes_out_even,
               clones_and_drops_are_told_of_and_balance,
               other_handles_are_not_told_of,
               a_full_trace_forgets_what_comes_later)
