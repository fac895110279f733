// Which wakes are kept, and whom they wake, where several threads sleep.
#include "fake_park.h"
#include "pool.h"
#include "probe_task.h"
#include "test_main.h"
#include "threads.h"

#define THREADS 3

static ToyPool *pool;
static WakeHandle *kept;
static ProbeTask probe;

static void set_up(void)
{
    fake_park_reset();
    kept = NULL;
    pool = toy_pool_new(THREADS);
}

static void tear_down(void)
{
    toy_pool_free(pool);
    ck_assert_int_eq(fake_park_count(), 0);
}

static void spawn(ProbeTask *task, Async (*script)(ProbeTask *, WakeHandle *))
{
    toy_pool_spawn(pool, probe_task_init(task, script));
}

static Async keep_until_third_call(ProbeTask *self, WakeHandle *wake)
{
    if (!kept)
        kept = wake_handle_clone(wake);
    return self->calls == 3 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

// Until so many times in all a worker has gone to sleep.
static void await_sleeps(int count)
{
    while (fake_park_sleeps() < count)
        fake_park_await_sleep();
}

static pthread_t waker;
static int parks_woken, parks_woken_by_one;

static void count_if_waker(void)
{
    if (pthread_equal(pthread_self(), waker))
        parks_woken++;
}

static void wake_when_all_sleep(void)
{
    waker = pthread_self();
    await_sleeps(THREADS);
    fake_park_before_lock = count_if_waker;
    wake_handle_wake(kept);
    parks_woken_by_one = parks_woken;
    await_sleeps(THREADS + 1); // the one that called the task sleeps again
    wake_handle_wake(kept);
    wake_handle_drop(kept);
}

START_TEST(one_wake_wakes_one_worker)
{
    Thread thread;
    parks_woken = 0;
    spawn(&probe, keep_until_third_call);
    thread_start(&thread, wake_when_all_sleep);

    toy_pool_run(pool);

    thread_join(&thread);
    ck_assert_int_eq(probe.calls, 3);
    ck_assert_int_eq(parks_woken_by_one, 1);
}
END_TEST

static void give_back(void)
{
    wake_handle_wake(kept);
    wake_handle_drop(kept);
}

static Async be_woken_by_another_thread(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    kept = wake_handle_clone(wake);
    on_another_thread(give_back);
    return ASYNC_WILL_WAKE;
}

START_TEST(a_wake_while_the_task_is_called_is_kept)
{
    spawn(&probe, be_woken_by_another_thread);

    toy_pool_run(pool);

    ck_assert_int_eq(probe.calls, 2);
}
END_TEST

#define CROWD 4
#define CALLS 500

// They wake themselves and one another, all the time.
typedef struct {
    ProbeTask probe;
    atomic_bool is_called;
    int count; // not atomic: each call sees what the one before it wrote
    bool met;  // two calls at once
} Member;

static Member crowd[CROWD];
static _Atomic(WakeHandle *) handles[CROWD];

static Async wake_all(ProbeTask *self, WakeHandle *wake)
{
    Member *member = container_of(self, Member, probe);
    long number = member - crowd;

    member->met |= atomic_exchange(&member->is_called, true);
    if (!handles[number])
        handles[number] = wake_handle_clone(wake);
    for (int i = 0; i < CROWD; i++) {
        if (handles[i])
            wake_handle_wake(handles[i]);
    }
    int count = ++member->count;
    atomic_store(&member->is_called, false);
    return count == CALLS ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

START_TEST(a_task_is_never_called_by_two_threads_at_once)
{
    for (int i = 0; i < CROWD; i++) {
        crowd[i] = (Member){.count = 0};
        spawn(&crowd[i].probe, wake_all);
    }

    toy_pool_run(pool);

    for (int i = 0; i < CROWD; i++) {
        ck_assert(!crowd[i].met);
        ck_assert_int_eq(crowd[i].probe.calls, CALLS);
        wake_handle_drop(handles[i]);
    }
}
END_TEST

// Two tasks pass a ball, and wait until it comes back: a lost wake is a hang.
typedef struct {
    _Atomic(WakeHandle *) handles[2];
    atomic_int ball;
} Pair;

#define PAIRS 5
#define PASSES 1000

static Pair pairs[PAIRS];
static ProbeTask players[PAIRS][2];

static Async pass_ball(ProbeTask *self, WakeHandle *wake)
{
    Pair *pair = self->arg;
    int side = self == &players[pair - pairs][1];

    if (!pair->handles[side])
        pair->handles[side] = wake_handle_clone(wake);
    int ball = pair->ball;
    if (ball < PASSES && ball % 2 == side) {
        pair->ball = ++ball;
        WakeHandle *other = pair->handles[1 - side];
        if (other)
            wake_handle_wake(other);
    }
    return ball >= PASSES ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

START_TEST(a_task_that_waits_for_another_is_woken_each_time)
{
    for (int i = 0; i < 2 * PAIRS; i++) {
        spawn(&players[i / 2][i % 2], pass_ball);
        players[i / 2][i % 2].arg = &pairs[i / 2];
    }

    toy_pool_run(pool);

    for (int i = 0; i < 2 * PAIRS; i++) {
        ck_assert_int_eq(players[i / 2][i % 2].ended, 1);
        wake_handle_drop(pairs[i / 2].handles[i % 2]);
    }
}
END_TEST

TEST_MAIN_WITH("pool: wakes", set_up, tear_down, one_wake_wakes_one_worker,
               a_wake_while_the_task_is_called_is_kept,
               a_task_is_never_called_by_two_threads_at_once,
               a_task_that_waits_for_another_is_woken_each_time)
