// What the pair does as any executor does.
#include "pair_case.h"

START_TEST(run_returns_at_once_when_there_is_no_task)
{
    toy_pair_run(pair);
    toy_pair_run(pair);
}
END_TEST

START_TEST(each_task_is_called_and_ended)
{
    for (int i = 0; i < COUNT; i++)
        spawn(&probes[i], NULL);

    toy_pair_run(pair);

    for (int i = 0; i < COUNT; i++) {
        if (probes[i].calls != 1 || probes[i].ended != 1)
            ck_abort_msg("task %d", i);
    }
}
END_TEST

static Async wake_itself(ProbeTask *self, WakeHandle *wake)
{
    wake_handle_wake(wake);
    return self->calls < 10 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

START_TEST(a_task_that_wakes_itself_is_called_again_until_it_is_done)
{
    for (int i = 0; i < COUNT; i++)
        spawn(&probes[i], wake_itself);

    toy_pair_run(pair);

    for (int i = 0; i < COUNT; i++) {
        if (probes[i].calls != 10 || probes[i].ended != 1)
            ck_abort_msg("task %d", i);
    }
}
END_TEST

static WakeHandle *mine;

static void wake_mine(void)
{
    wake_handle_wake(mine);
}

static Async be_woken_meanwhile(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    mine = wake;
    on_another_thread(wake_mine);
    return ASYNC_WILL_WAKE;
}

START_TEST(a_wake_during_the_call_is_kept)
{
    ProbeTask probe;
    spawn(&probe, be_woken_meanwhile);

    toy_pair_run(pair);

    ck_assert_int_eq(probe.calls, 2);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static Async promise_and_forget(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    return ASYNC_WILL_WAKE;
}

START_TEST(a_task_nobody_can_wake_is_dropped)
{
    ProbeTask probe;
    spawn(&probe, promise_and_forget);

    toy_pair_run(pair);

    ck_assert_int_eq(probe.calls, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static Async spawn_next(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    if (self < &probes[COUNT - 1])
        spawn(self + 1, spawn_next);
    return ASYNC_DONE;
}

START_TEST(what_is_spawned_in_a_call_is_run)
{
    spawn(&probes[0], spawn_next);

    toy_pair_run(pair);

    for (int i = 0; i < COUNT; i++) {
        if (probes[i].calls != 1 || probes[i].ended != 1)
            ck_abort_msg("task %d", i);
    }
}
END_TEST

static void spawn_first(ProbeTask *self)
{
    (void)self;
    spawn(&probes[0], NULL);
}

START_TEST(what_is_spawned_in_an_end_is_run)
{
    ProbeTask probe;
    spawn(&probe, NULL)->at_end = spawn_first;

    toy_pair_run(pair);

    ck_assert_int_eq(probes[0].calls, 1);
    ck_assert_int_eq(probes[0].ended, 1);
}
END_TEST

START_TEST(what_is_spawned_after_a_run_is_run_by_the_next)
{
    spawn(&probes[0], wake_itself);
    toy_pair_run(pair);
    spawn(&probes[1], wake_itself);

    toy_pair_run(pair);

    ck_assert_int_eq(probes[0].ended, 1);
    ck_assert_int_eq(probes[1].calls, 10);
    ck_assert_int_eq(probes[1].ended, 1);
}
END_TEST

START_TEST(what_never_ran_is_dropped_with_the_pair)
{
    ProbeTask probe;
    spawn(&probe, NULL)->at_end = spawn_first;

    end_pair();

    ck_assert_int_eq(probe.calls, 0);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(probes[0].calls, 0);
    ck_assert_int_eq(probes[0].ended, 1);
}
END_TEST

static Async keep_and_be_done(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    atomic_store(&kept, wake_handle_clone(wake));
    return ASYNC_DONE;
}

START_TEST(a_wake_when_all_is_over_is_harmless)
{
    ProbeTask probe;
    spawn(&probe, keep_and_be_done);
    toy_pair_run(pair);
    end_pair();

    give_back();

    ck_assert_int_eq(probe.calls, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

// All but the occupier are on one thread, so the diary has one writer.
static Async last_word(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls < 2) {
        wake_handle_wake(wake);
        return ASYNC_WILL_WAKE;
    }
    flag_raise(&let_go);
    return ASYNC_DONE;
}

static Async spawn_three(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_await(&busy);
    spawn_named(&probes[1], "a", wake_itself);
    spawn_named(&probes[2], "b", NULL);
    spawn_named(&probes[3], "c", last_word);
    return ASYNC_DONE;
}

START_TEST(a_thread_takes_its_own_in_order_and_who_is_woken_goes_behind)
{
    spawn(&occupier, occupy);
    spawn(&probes[0], spawn_three);

    toy_pair_run(pair);

    probe_diary[5] = '\0'; // then the other thread is free to take some
    ck_assert_str_eq(probe_diary, "abcac");
}
END_TEST

TEST_MAIN_WITH("pair", set_up, tear_down,
               run_returns_at_once_when_there_is_no_task,
               each_task_is_called_and_ended,
               a_task_that_wakes_itself_is_called_again_until_it_is_done,
               a_wake_during_the_call_is_kept,
               a_task_nobody_can_wake_is_dropped,
               what_is_spawned_in_a_call_is_run,
               what_is_spawned_in_an_end_is_run,
               what_is_spawned_after_a_run_is_run_by_the_next,
               what_never_ran_is_dropped_with_the_pair,
               a_wake_when_all_is_over_is_harmless,
               a_thread_takes_its_own_in_order_and_who_is_woken_goes_behind)
