// What can go wrong where an executor knows its own thread.
#include "exec_case.h"

static ProbeTask waiter, other, asker;
static WakeHandle *others;

static Async keep_others_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    others = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void wake_the_other(void)
{
    wake_handle_wake(others);
    wake_handle_drop(others);
}

static Async outside_first(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    on_another_thread(give_back);
    wake_the_other();
    return ASYNC_DONE;
}

static Async outside_last(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    wake_the_other();
    on_another_thread(give_back);
    return ASYNC_DONE;
}

static void run_with_asker(Async (*script)(ProbeTask *, WakeHandle *))
{
    spawn(&waiter, "w", keep_once);
    spawn(&other, "o", keep_others_once);
    spawn(&asker, "a", script);
    toy_exec_run(exec);
}

START_TEST(a_wake_from_outside_goes_before_a_later_one_from_inside)
{
    run_with_asker(outside_first);

    ck_assert_str_eq(probe_diary, "woawo");
}
END_TEST

START_TEST(a_wake_from_outside_goes_behind_an_earlier_one_from_inside)
{
    run_with_asker(outside_last);

    ck_assert_str_eq(probe_diary, "woaow");
}
END_TEST

static Async wake_self_until_the_waiter_ends(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls == 1)
        on_another_thread(give_back);
    if (waiter.ended || self->calls == 100)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

START_TEST(a_task_that_wakes_itself_starves_no_wake_from_outside)
{
    spawn(&waiter, "w", keep_once);
    spawn(&asker, "a", wake_self_until_the_waiter_ends);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wawa");
}
END_TEST

static Async be_woken_from_inside_and_outside(ProbeTask *self, WakeHandle *wake)
{
    Async answer = keep_once(self, wake);

    if (answer == ASYNC_WILL_WAKE) {
        wake_handle_wake(wake);
        on_another_thread(give_back);
    }
    return answer;
}

START_TEST(wakes_from_inside_and_outside_in_one_call_make_one_call_more)
{
    spawn(&asker, "a", be_woken_from_inside_and_outside);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "aa");
    ck_assert_int_eq(asker.ended, 1);
}
END_TEST

static Async keep_and_wake_self_once(ProbeTask *self, WakeHandle *wake)
{
    Async answer = keep_once(self, wake);

    if (answer == ASYNC_WILL_WAKE)
        wake_handle_wake(wake);
    return answer;
}

static Async give_back_and_end(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    give_back();
    return ASYNC_DONE;
}

START_TEST(a_wake_of_a_task_that_goes_again_anyway_makes_no_call_more)
{
    spawn(&waiter, "w", keep_and_wake_self_once);
    spawn(&asker, "a", give_back_and_end);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "waw");
}
END_TEST

START_TEST(a_wake_of_itself_counts_for_no_other_task)
{
    spawn(&asker, "a", wake_self_once);
    spawn(&other, "o", promise_and_forget);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "aoa");
    ck_assert_int_eq(other.ended, 1);
}
END_TEST

static void run_another_executor(void)
{
    Park *inner_park = park_new();
    ToyExec *inner = toy_exec_new(inner_park);

    toy_exec_spawn(inner, probe_task_init(&late, give_back_and_end));
    late.name = "i";
    toy_exec_run(inner);
    toy_exec_free(inner);
    park_drop(inner_park);
}

static Async run_another_executor_then_wake_self(ProbeTask *self,
                                                 WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    run_another_executor();
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

START_TEST(an_executor_that_a_task_runs_may_wake_tasks_of_the_outer_one)
{
    spawn(&waiter, "w", keep_once);
    spawn(&asker, "a", run_another_executor_then_wake_self);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "waiwa");
}
END_TEST

TEST_MAIN_WITH("exec: its own thread", set_up, tear_down,
               a_wake_from_outside_goes_before_a_later_one_from_inside,
               a_wake_from_outside_goes_behind_an_earlier_one_from_inside,
               a_task_that_wakes_itself_starves_no_wake_from_outside,
               wakes_from_inside_and_outside_in_one_call_make_one_call_more,
               a_wake_of_a_task_that_goes_again_anyway_makes_no_call_more,
               a_wake_of_itself_counts_for_no_other_task,
               an_executor_that_a_task_runs_may_wake_tasks_of_the_outer_one)
