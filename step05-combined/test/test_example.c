// The whole example: tasks on an executor, and a timer, under the fake clock.
#include "exec.h"
#include "periodic.h"
#include "probe_task.h"
#include "timer_case.h"

#define PERIOD (500 * MILLISECOND)

typedef struct {
    int id;
    Instant at;
} Ding;

static Park *park;
static ToyExec *exec;
static Ding heard[3000];
static int heard_count;

static void set_up_example(void)
{
    set_up();
    park = park_new();
    exec = toy_exec_new(park);
    heard_count = 0;
}

static void tear_down_example(void)
{
    toy_exec_free(exec);
    park_drop(park);
    tear_down();
}

static void hear(int id)
{
    heard[heard_count++] = (Ding){id, instant_now()};
}

static ToyTask *new_periodic(int id, int dings)
{
    return periodic_new(id, start, id * PERIOD, dings, timer, hear);
}

static void spawn_periodics(int tasks, int dings)
{
    for (int id = 1; id <= tasks; id++)
        toy_exec_spawn(exec, new_periodic(id, dings));
}

// A task that drives the clock on from deadline to deadline. It wakes itself,
// so it goes behind all that it has woken, and it is done before they are.
static Async drive(ProbeTask *self, WakeHandle *wake)
{
    const Instant *last = self->arg;

    Instant next = fake_clock_next();
    if (next == INSTANT_NEVER)
        ck_abort_msg("nobody waits for time any more, and it is too early");
    fake_clock_advance(next - instant_now());
    if (next == *last)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void run_until(Instant last, Async (*driver)(ProbeTask *, WakeHandle *))
{
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, driver);

    probe.arg = &last;
    toy_exec_spawn(exec, task);
    toy_exec_run(exec);
    ck_assert_int_eq(probe.ended, 1);
}

static void expect_ding(int which, int id, int periods)
{
    if (heard[which].id != id || heard[which].at != start + periods * PERIOD)
        ck_abort_msg("ding %d is not task %d's after %d", which, id, periods);
}

// The first ding of a task was registered before the second of another one.
static void expect_two_dings_each(int tasks)
{
    int count = 0;

    for (int periods = 1; periods <= 2 * tasks; periods++) {
        if (periods <= tasks)
            expect_ding(count++, periods, periods);
        if (periods % 2 == 0)
            expect_ding(count++, periods / 2, periods);
    }
    ck_assert_int_eq(heard_count, count);
}

START_TEST(nine_tasks_ding_by_instant_then_registration)
{
    static const int expected[][2] = {
        {1, 1}, {2, 2},  {1, 2},  {3, 3},  {4, 4},  {2, 4},
        {5, 5}, {6, 6},  {3, 6},  {7, 7},  {8, 8},  {4, 8},
        {9, 9}, {5, 10}, {6, 12}, {7, 14}, {8, 16}, {9, 18}};
    spawn_periodics(9, 2);

    run_until(start + 18 * PERIOD, drive);

    ck_assert_int_eq(heard_count, 18);
    for (int i = 0; i < 18; i++)
        expect_ding(i, expected[i][0], expected[i][1]);
}
END_TEST

START_TEST(a_thousand_tasks_ding_by_instant_then_registration)
{
    spawn_periodics(1000, 2);

    run_until(start + 2000 * PERIOD, drive);

    expect_two_dings_each(1000);
}
END_TEST

START_TEST(run_returns_after_the_last_ding_and_nothing_is_left)
{
    spawn_periodics(9, 2);

    run_until(start + 18 * PERIOD, drive); // which is done before the last

    expect_two_dings_each(9);
    ck_assert_int_eq(fake_clock_next(), INSTANT_NEVER);
    fake_clock_advance(1000 * PERIOD);
    toy_exec_run(exec);
    ck_assert_int_eq(heard_count, 18);
}
END_TEST

static Async jump(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    fake_clock_advance(1000 * PERIOD);
    return ASYNC_DONE;
}

START_TEST(after_one_jump_past_all_each_task_still_dings_as_often)
{
    int each[10] = {0};
    spawn_periodics(9, 5);

    run_until(0, jump);

    ck_assert_int_eq(heard_count, 9 * 5);
    for (int i = 0; i < heard_count; i++)
        each[heard[i].id]++;
    for (int id = 1; id <= 9; id++)
        ck_assert_int_eq(each[id], 5);
}
END_TEST

// A task that leaves its handle with the test, around a Periodic.
typedef struct {
    ToyTask task;
    ToyTask *inner;
    WakeHandle *handle; // a clone
    int calls;
    int ended;
} Spied;

static Spied spied[9];

static Async spied_complete(ToyTask *task, WakeHandle *wake)
{
    Spied *self = container_of(task, Spied, task);

    if (self->calls++ == 0)
        self->handle = wake_handle_clone(wake);
    return toy_task_complete(self->inner, wake);
}

static void spied_destroy(ToyTask *task)
{
    Spied *self = container_of(task, Spied, task);

    self->ended++;
    toy_task_destroy(self->inner);
}

static const ToyTaskVTable spied_vtable = {.complete = spied_complete,
                                           .destroy = spied_destroy};

// Between any two instants all tasks are called, and none has reason to ding.
static Async disturb_and_drive(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls % 2 == 0)
        return drive(self, wake);
    for (int i = 0; i < 9; i++)
        wake_handle_wake(spied[i].handle);
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

START_TEST(spurious_wakes_of_all_tasks_change_nothing)
{
    for (int i = 0; i < 9; i++) {
        spied[i] = (Spied){{&spied_vtable}, .inner = new_periodic(i + 1, 2)};
        toy_exec_spawn(exec, &spied[i].task);
    }

    run_until(start + 18 * PERIOD, disturb_and_drive);

    expect_two_dings_each(9);
    for (int i = 0; i < 9; i++) {
        ck_assert_int_gt(spied[i].calls, 3); // more than it needed
        ck_assert_int_eq(spied[i].ended, 1);
        wake_handle_drop(spied[i].handle);
    }
}
END_TEST

static Async free_the_timer(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    end_timer();
    return ASYNC_DONE;
}

START_TEST(when_the_timer_goes_nobody_can_wake_the_tasks_and_run_returns)
{
    spawn_periodics(9, 2);

    run_until(0, free_the_timer);

    ck_assert_int_eq(heard_count, 0);
}
END_TEST

TEST_MAIN_WITH("example", set_up_example, tear_down_example,
               nine_tasks_ding_by_instant_then_registration,
               a_thousand_tasks_ding_by_instant_then_registration,
               run_returns_after_the_last_ding_and_nothing_is_left,
               after_one_jump_past_all_each_task_still_dings_as_often,
               spurious_wakes_of_all_tasks_change_nothing,
               when_the_timer_goes_nobody_can_wake_the_tasks_and_run_returns)
