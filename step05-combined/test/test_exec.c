// Order and rounds.
#include "exec_case.h"

static int waits;

static void count_wait(void)
{
    waits++;
}

START_TEST(first_come_first_served)
{
    ProbeTask a, b, c;
    spawn(&a, "a", NULL);
    spawn(&b, "b", NULL);
    spawn(&c, "c", NULL);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "abc");
}
END_TEST

START_TEST(run_returns_at_once_when_there_is_no_task)
{
    waits = 0;
    fake_park_before_wait = count_wait;

    toy_exec_run(exec);

    ck_assert_int_eq(waits, 0);
}
END_TEST

START_TEST(run_may_be_called_again_after_a_late_spawn)
{
    ProbeTask a, b;
    spawn(&a, "a", NULL);
    toy_exec_run(exec);
    spawn(&b, "b", wake_self_once);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "abb");
}
END_TEST

START_TEST(a_task_may_spawn_another)
{
    ProbeTask a, b;
    spawn(&a, "a", spawn_late_and_end);
    spawn(&b, "b", NULL);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "abl");
}
END_TEST

START_TEST(a_task_that_wakes_itself_goes_behind_all_others)
{
    ProbeTask a, b;
    spawn(&a, "a", wake_self_once);
    spawn(&b, "b", spawn_late_and_end);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "abla");
}
END_TEST

START_TEST(those_that_wake_themselves_keep_their_order)
{
    ProbeTask a, b, c;
    spawn(&a, "a", wake_self_once);
    spawn(&b, "b", wake_self_once);
    spawn(&c, "c", wake_self_once);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "abcabc");
}
END_TEST

static Async be_busy_until_late_is_done(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    wake_handle_wake(wake);
    return late.ended ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static Async wake_self_until_call_100(ProbeTask *self, WakeHandle *wake)
{
    wake_handle_wake(wake);
    return self->calls == 100 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

START_TEST(a_task_that_always_wakes_itself_starves_no_other)
{
    ProbeTask busy;
    spawn(&busy, NULL, be_busy_until_late_is_done);
    spawn(&late, NULL, wake_self_until_call_100);

    toy_exec_run(exec);

    ck_assert_int_eq(busy.calls, 101);
}
END_TEST

static Async give_back_elsewhere_and_wake_self(ProbeTask *self,
                                               WakeHandle *wake)
{
    give_back_on_another_thread();
    wake_handle_wake(wake);
    return self->calls == 3 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

START_TEST(a_task_that_always_wakes_itself_holds_up_no_wake_from_outside)
{
    ProbeTask waiting, busy;
    spawn(&waiting, "w", keep_once);
    spawn(&busy, "b", give_back_elsewhere_and_wake_self);

    toy_exec_run(exec);

    ck_assert_str_eq(probe_diary, "wbwbb");
}
END_TEST

START_TEST(the_park_has_its_turn_in_every_round)
{
    ProbeTask busy;
    waits = 0;
    spawn(&busy, NULL, wake_self_until_call_100);
    fake_park_before_wait = count_wait;

    toy_exec_run(exec);

    ck_assert_int_eq(waits, 100);
    ck_assert_int_eq(fake_park_sleeps(), 0);
}
END_TEST

static void end_the_wait_too_early(void)
{
    if (++waits < 5)
        wake_handle_wake(park_handle(park));
    else
        give_back();
}

START_TEST(a_park_that_returns_without_a_wake_is_borne)
{
    ProbeTask waiting;
    waits = 0;
    spawn(&waiting, NULL, keep_once);
    fake_park_before_wait = end_the_wait_too_early;

    toy_exec_run(exec);

    ck_assert_int_ge(waits, 5);
    ck_assert_int_eq(waiting.calls, 2);
}
END_TEST

TEST_MAIN_WITH("exec", set_up, tear_down, first_come_first_served,
               run_returns_at_once_when_there_is_no_task,
               run_may_be_called_again_after_a_late_spawn,
               a_task_may_spawn_another,
               a_task_that_wakes_itself_goes_behind_all_others,
               those_that_wake_themselves_keep_their_order,
               a_task_that_always_wakes_itself_starves_no_other,
               a_task_that_always_wakes_itself_holds_up_no_wake_from_outside,
               the_park_has_its_turn_in_every_round,
               a_park_that_returns_without_a_wake_is_borne)
