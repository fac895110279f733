// A traced task behaves as the task inside, and tells of it.
#include "trace_case.h"

static ProbeTask inner;
static ProbeWake bell;
static ToyTask *traced;
static WakeHandle *seen[2]; // by the task inside, in its first two calls

static void set_up(void)
{
    trace_forget();
    probe_wake_init(&bell);
}

static void tear_down(void)
{
    trace_forget();
}

static void begin(Async (*script)(ProbeTask *, WakeHandle *))
{
    traced = traced_task_new(probe_task_init(&inner, script));
}

static Async look_at_the_handle(ProbeTask *self, WakeHandle *wake)
{
    seen[self->calls - 1] = wake;
    return ASYNC_WILL_WAKE;
}

static Async keep_the_first(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 1)
        wake_handle_clone(wake);
    return look_at_the_handle(self, wake);
}

START_TEST(it_answers_as_the_one_inside)
{
    begin(look_at_the_handle);
    ck_assert_int_eq(toy_task_complete(traced, &bell.handle), ASYNC_WILL_WAKE);
    inner.script = NULL;
    ck_assert_int_eq(toy_task_complete(traced, &bell.handle), ASYNC_DONE);
    toy_task_destroy(traced);

    ck_assert_int_eq(inner.calls, 2);
    ck_assert_int_eq(inner.ended, 1);
    ck_assert_int_eq(count_events(CALLED), 2);
    ck_assert_int_eq(count_events(WILL_WAKE), 1);
    ck_assert_int_eq(count_events(DONE), 1);
    ck_assert_int_eq(count_events(DESTROYED), 1);
}
END_TEST

START_TEST(a_handle_that_is_not_kept_is_given_back)
{
    begin(look_at_the_handle);
    toy_task_complete(traced, &bell.handle);

    ck_assert_uint_eq(bell.handle.refs, 1);
    toy_task_destroy(traced);
}
END_TEST

START_TEST(it_hands_on_the_same_handle_at_each_call)
{
    begin(keep_the_first);
    toy_task_complete(traced, &bell.handle);
    toy_task_complete(traced, &bell.handle);

    ck_assert_ptr_eq(seen[0], seen[1]);
    ck_assert_ptr_ne(seen[0], &bell.handle);
    wake_handle_drop(seen[0]);
    toy_task_destroy(traced);
    ck_assert_uint_eq(bell.handle.refs, 1);
}
END_TEST

START_TEST(called_with_another_handle_it_hands_on_another)
{
    ProbeWake second;
    probe_wake_init(&second);
    begin(keep_the_first);
    toy_task_complete(traced, &bell.handle);
    toy_task_complete(traced, &second.handle);

    ck_assert_ptr_ne(seen[0], seen[1]);
    wake_handle_wake(seen[0]); // the old one is still good
    wake_handle_drop(seen[0]);
    toy_task_destroy(traced);

    ck_assert_int_eq(bell.wakes, 1);
    ck_assert_int_eq(second.wakes, 0);
    ck_assert_uint_eq(bell.handle.refs, 1);
    ck_assert_uint_eq(second.handle.refs, 1);
}
END_TEST

START_TEST(a_handle_that_is_kept_outlives_the_task)
{
    begin(keep_the_first);
    toy_task_complete(traced, &bell.handle);
    toy_task_destroy(traced);

    wake_handle_wake(seen[0]);
    wake_handle_drop(seen[0]);

    ck_assert_int_eq(bell.wakes, 1);
    ck_assert_uint_eq(bell.handle.refs, 1);
}
END_TEST

START_TEST(without_a_handle_it_hands_on_none)
{
    begin(look_at_the_handle);
    toy_task_complete(traced, NULL);
    toy_task_destroy(traced);

    ck_assert_ptr_null(seen[0]);
    ck_assert_int_eq(count_events(LENT), 0);
}
END_TEST

START_TEST(it_may_end_without_a_call)
{
    begin(NULL);
    toy_task_destroy(traced);

    ck_assert_int_eq(inner.calls, 0);
    ck_assert_int_eq(inner.ended, 1);
}
END_TEST

TEST_MAIN_WITH("traced task", set_up, tear_down, it_answers_as_the_one_inside,
               a_handle_that_is_not_kept_is_given_back,
               it_hands_on_the_same_handle_at_each_call,
               called_with_another_handle_it_hands_on_another,
               a_handle_that_is_kept_outlives_the_task,
               without_a_handle_it_hands_on_none, it_may_end_without_a_call)
