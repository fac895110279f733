// The promises of step 3, on several threads.
#include "expect_abort.h"
#include "fake_park.h"
#include "pool.h"
#include "probe_task.h"
#include "test_main.h"
#include "threads.h"

#define THREADS 3

static ToyPool *pool;
static WakeHandle *kept;
static ProbeTask late;

static void set_up(void)
{
    fake_park_reset();
    kept = NULL;
    pool = toy_pool_new(THREADS);
}

static void end_pool(void)
{
    toy_pool_free(pool);
    pool = NULL;
}

static void tear_down(void)
{
    if (pool)
        end_pool();
    ck_assert_int_eq(fake_park_count(), 0);
}

static void spawn(ProbeTask *probe, Async (*script)(ProbeTask *, WakeHandle *))
{
    toy_pool_spawn(pool, probe_task_init(probe, script));
}

static Async wake_self_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static Async promise_and_forget(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    return ASYNC_WILL_WAKE;
}

static void give_back(void)
{
    wake_handle_wake(kept);
    wake_handle_drop(kept);
}

static void spawn_late(ProbeTask *self)
{
    (void)self;
    spawn(&late, NULL);
}

static Async spawn_late_and_end(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    spawn_late(self);
    return ASYNC_DONE;
}

START_TEST(every_task_is_called_and_ended_when_run_returns)
{
    ProbeTask probes[20];
    for (int i = 0; i < 20; i++)
        spawn(&probes[i], i % 2 ? wake_self_once : NULL);

    size_t threads = toy_pool_run(pool);

    ck_assert_uint_eq(threads, THREADS);
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(probes[i].calls, 1 + i % 2);
        ck_assert_int_eq(probes[i].ended, 1);
    }
}
END_TEST

START_TEST(a_task_nobody_can_wake_is_dropped)
{
    ProbeTask probe;
    spawn(&probe, promise_and_forget);

    toy_pool_run(pool);

    ck_assert_int_eq(probe.calls, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

START_TEST(what_a_task_spawns_is_run)
{
    ProbeTask probe;
    spawn(&probe, spawn_late_and_end);

    toy_pool_run(pool);

    ck_assert_int_eq(late.ended, 1);
}
END_TEST

START_TEST(what_never_ran_is_dropped_and_what_it_spawns_as_it_ends)
{
    ProbeTask probe;
    spawn(&probe, NULL);
    probe.at_end = spawn_late;

    end_pool();

    ck_assert_int_eq(probe.calls + late.calls, 0);
    ck_assert_int_eq(probe.ended + late.ended, 2);
}
END_TEST

static Async keep_and_end(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    kept = wake_handle_clone(wake);
    return ASYNC_DONE;
}

START_TEST(a_handle_that_outlives_the_pool_is_harmless)
{
    ProbeTask probe;
    spawn(&probe, keep_and_end);
    toy_pool_run(pool);
    end_pool();

    on_another_thread(give_back);

    ck_assert_int_eq(probe.calls, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

// Whoever waits for it knows that another thread is inside its call as well.
static Flag first_is_here = FLAG_DOWN, second_is_here = FLAG_DOWN;

static Async meet_second(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_raise(&first_is_here);
    flag_await(&second_is_here);
    return ASYNC_DONE;
}

static Async meet_first(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_raise(&second_is_here);
    flag_await(&first_is_here);
    return ASYNC_DONE;
}

START_TEST(two_tasks_are_called_at_the_same_time)
{
    ProbeTask first, second;
    spawn(&first, meet_second);
    spawn(&second, meet_first);

    toy_pool_run(pool);

    ck_assert_int_eq(first.ended + second.ended, 2);
}
END_TEST

static Async spawn_and_meet(ProbeTask *self, WakeHandle *wake)
{
    spawn(&late, meet_first);
    return meet_second(self, wake);
}

static void wait_until_the_others_sleep(void)
{
    while (fake_park_sleeps() < THREADS - 1)
        fake_park_await_sleep();
}

static Async let_others_sleep_then_spawn_and_meet(ProbeTask *self,
                                                  WakeHandle *wake)
{
    wait_until_the_others_sleep();
    return spawn_and_meet(self, wake);
}

START_TEST(a_spawn_wakes_a_worker_that_sleeps)
{
    ProbeTask probe;
    spawn(&probe, let_others_sleep_then_spawn_and_meet);

    toy_pool_run(pool);

    ck_assert_int_eq(late.ended, 1);
}
END_TEST

static Async run_inside(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    toy_pool_run(pool);
    return ASYNC_DONE;
}

static void run_with_a_run_inside(void)
{
    ProbeTask probe;

    spawn(&probe, run_inside);
    toy_pool_run(pool);
}

START_TEST(a_run_inside_a_call_is_a_fatal_error)
{
    expect_abort(run_with_a_run_inside,
                 "fatal: toy_pool_run: this pool is running already\n");
}
END_TEST

START_TEST(a_pool_can_run_again)
{
    ProbeTask first, second;
    spawn(&first, NULL);
    toy_pool_run(pool);
    spawn(&second, NULL);

    toy_pool_run(pool);

    ck_assert_int_eq(first.ended + second.ended, 2);
}
END_TEST

TEST_MAIN_WITH("pool", set_up, tear_down,
               every_task_is_called_and_ended_when_run_returns,
               a_task_nobody_can_wake_is_dropped, what_a_task_spawns_is_run,
               what_never_ran_is_dropped_and_what_it_spawns_as_it_ends,
               a_handle_that_outlives_the_pool_is_harmless,
               two_tasks_are_called_at_the_same_time,
               a_spawn_wakes_a_worker_that_sleeps,
               a_run_inside_a_call_is_a_fatal_error, a_pool_can_run_again)
