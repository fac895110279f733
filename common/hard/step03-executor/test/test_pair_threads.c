// What two threads do with one set of tasks.
#include "pair_case.h"

#include <sched.h>

static Flag flags[2] = {FLAG_DOWN, FLAG_DOWN};

// Each waits, inside its call, for the other to be called.
static Async meet(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    int me = (int)(self - probes);
    flag_raise(&flags[me]);
    flag_await(&flags[1 - me]);
    return ASYNC_DONE;
}

START_TEST(two_tasks_run_at_the_same_time)
{
    spawn(&probes[0], meet);
    spawn(&probes[1], meet);

    toy_pair_run(pair);

    ck_assert_int_eq(probes[0].ended + probes[1].ended, 2);
}
END_TEST

static Async raise_flag(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_raise(&flags[0]);
    return ASYNC_DONE;
}

// By then the other thread is asleep: it must be woken to take it away.
static Async spawn_and_wait_for_it(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    fake_park_await_sleep();
    spawn(&probes[1], raise_flag);
    flag_await(&flags[0]);
    return ASYNC_DONE;
}

START_TEST(what_waits_behind_a_busy_task_is_taken_by_the_other_thread)
{
    spawn(&probes[0], spawn_and_wait_for_it);

    toy_pair_run(pair);

    ck_assert_int_eq(probes[1].ended, 1);
}
END_TEST

static Async wake_kept_and_wait(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    while (!atomic_load(&kept))
        sched_yield();
    give_back();
    flag_await(&flags[0]);
    return ASYNC_DONE;
}

static Async keep_then_raise(ProbeTask *self, WakeHandle *wake)
{
    if (keep_once(self, wake) == ASYNC_WILL_WAKE)
        return ASYNC_WILL_WAKE;
    flag_raise(&flags[0]);
    return ASYNC_DONE;
}

START_TEST(who_is_woken_by_a_busy_task_is_taken_by_the_other_thread)
{
    spawn(&probes[0], keep_then_raise);
    spawn(&probes[1], wake_kept_and_wait);

    toy_pair_run(pair);

    ck_assert_int_eq(probes[0].calls, 2);
    ck_assert_int_eq(probes[0].ended, 1);
}
END_TEST

// 1 to 8 are in the queue of a busy thread when the other one becomes idle. The
// first that is called of what it took stays in its call; then the busy one
// goes on with what was left to it.
static Flag second_busy = FLAG_DOWN, all_spawned = FLAG_DOWN,
            first_called = FLAG_DOWN, second_called = FLAG_DOWN;
static atomic_int called;
static int order[8];

static Async note_order(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    int place = atomic_fetch_add(&called, 1);
    order[place] = (int)(self - probes);
    if (place == 0) {
        flag_raise(&first_called);
        flag_await(&second_called);
    } else if (place == 1) {
        flag_raise(&second_called);
    }
    return ASYNC_DONE;
}

static Async spawn_eight(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_await(&second_busy);
    for (int i = 1; i <= 8; i++)
        spawn(&probes[i], note_order);
    flag_raise(&all_spawned);
    flag_await(&first_called);
    return ASYNC_DONE;
}

static Async wait_for_eight(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_raise(&second_busy);
    flag_await(&all_spawned);
    return ASYNC_DONE;
}

START_TEST(an_idle_thread_takes_the_half_that_has_waited_longest)
{
    spawn(&probes[0], spawn_eight);
    spawn(&probes[9], wait_for_eight);

    toy_pair_run(pair);

    ck_assert_int_eq(order[0], 1);
    ck_assert_int_eq(order[1], 5);
}
END_TEST

// Both sleep, and then a third thread wakes the task.
static pthread_t first_asleep;
static atomic_int asleep;
static Flag both_asleep = FLAG_DOWN;

static void count_sleepers(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    if (asleep == 0)
        first_asleep = pthread_self();
    if (asleep == 0 ||
        (asleep == 1 && !pthread_equal(first_asleep, pthread_self()))) {
        asleep++;
        if (asleep == 2)
            flag_raise(&both_asleep);
    }
    pthread_mutex_unlock(&lock);
}

static void give_back_when_both_sleep(void)
{
    flag_await(&both_asleep);
    give_back();
}

START_TEST(both_sleep_when_nothing_is_ready_and_a_wake_ends_it)
{
    ProbeTask probe;
    Thread other;
    fake_park_on_sleep = count_sleepers;
    spawn(&probe, keep_once);

    thread_start(&other, give_back_when_both_sleep);
    toy_pair_run(pair);
    thread_join(&other);

    ck_assert_int_eq(probe.calls, 2);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static pthread_t dropper, ended_on;

static void drop_when_both_sleep(void)
{
    dropper = pthread_self();
    flag_await(&both_asleep);
    wake_handle_drop(atomic_exchange(&kept, NULL));
}

static void note_thread(ProbeTask *self)
{
    (void)self;
    ended_on = pthread_self();
}

START_TEST(when_the_last_handle_goes_while_both_sleep_the_task_is_dropped)
{
    ProbeTask probe;
    Thread other;
    fake_park_on_sleep = count_sleepers;
    spawn(&probe, keep_once)->at_end = note_thread;

    thread_start(&other, drop_when_both_sleep);
    toy_pair_run(pair);
    thread_join(&other);

    ck_assert_int_eq(probe.calls, 1);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert(!pthread_equal(ended_on, dropper));
}
END_TEST

static Async keep_then_let_go(ProbeTask *self, WakeHandle *wake)
{
    if (keep_once(self, wake) == ASYNC_WILL_WAKE)
        return ASYNC_WILL_WAKE;
    flag_raise(&let_go);
    return ASYNC_DONE;
}

// The other thread is busy, and cannot help.
START_TEST(a_wake_between_the_look_and_the_sleep_is_kept)
{
    ProbeTask probe;
    fake_park_before_wait = give_back;
    spawn(&occupier, occupy);
    spawn(&probe, keep_then_let_go);

    toy_pair_run(pair);

    ck_assert_int_eq(probe.calls, 2);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static Async be_done_when_the_other_sleeps(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    fake_park_await_sleep();
    return ASYNC_DONE;
}

START_TEST(the_last_task_to_end_wakes_the_thread_that_sleeps)
{
    ProbeTask probe;
    spawn(&probe, be_done_when_the_other_sleeps);

    toy_pair_run(pair);

    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static atomic_int inside, most_inside;

// Is woken while it is called, and gives the other thread every chance.
static Async stay_when_woken(ProbeTask *self, WakeHandle *wake)
{
    (void)self;
    static atomic_int calls;
    int now = atomic_fetch_add(&inside, 1) + 1;

    if (now > most_inside)
        most_inside = now;
    wake_handle_wake(wake);
    for (int i = 0; i < 1000; i++)
        sched_yield();
    atomic_fetch_sub(&inside, 1);
    return atomic_fetch_add(&calls, 1) < 20 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

START_TEST(a_task_that_is_woken_in_its_call_is_not_called_by_the_other_thread)
{
    ProbeTask probe;
    spawn(&probe, stay_when_woken);

    toy_pair_run(pair);

    ck_assert_int_eq(most_inside, 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

// Each of a ring wakes the next one: now on one thread, now on the other. What
// a task writes is plain, so a thread sanitizer sees calls that overlap.
enum { RING = 50, CALLS = 200 };
static _Atomic(WakeHandle *) ring[RING];

static Async wake_next(ProbeTask *self, WakeHandle *wake)
{
    int me = (int)(self - probes);

    if (self->calls == 1)
        atomic_store(&ring[me], wake_handle_clone(wake));
    WakeHandle *next = atomic_load(&ring[(me + 1) % RING]);
    if (next)
        wake_handle_wake(next);
    wake_handle_wake(wake);
    return self->calls < CALLS ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

START_TEST(many_that_wake_each_other_are_called_one_call_at_a_time)
{
    for (int i = 0; i < RING; i++)
        spawn(&probes[i], wake_next);

    toy_pair_run(pair);

    for (int i = 0; i < RING; i++) {
        ck_assert_int_eq(probes[i].calls, CALLS);
        ck_assert_int_eq(probes[i].ended, 1);
        wake_handle_drop(ring[i]);
    }
}
END_TEST

static void spawn_all(void)
{
    for (int i = 1; i < COUNT; i++)
        spawn(&probes[i], NULL);
    give_back();
}

static void spawn_when_asleep(void)
{
    flag_await(&both_asleep);
    spawn_all();
}

START_TEST(what_another_thread_spawns_during_the_run_is_run)
{
    Thread other;
    fake_park_on_sleep = count_sleepers;
    spawn(&probes[0], keep_once);

    thread_start(&other, spawn_when_asleep);
    toy_pair_run(pair);
    thread_join(&other);

    for (int i = 1; i < COUNT; i++) {
        if (probes[i].calls != 1 || probes[i].ended != 1)
            ck_abort_msg("task %d", i);
    }
}
END_TEST

static void give_back_soon(void)
{
    while (!atomic_load(&kept))
        sched_yield();
    give_back();
}

// A memory sanitizer sees a waker that touches what is gone.
START_TEST(the_pair_may_be_freed_right_behind_the_wake_of_its_last_task)
{
    for (int i = 0; i < 300; i++) {
        ProbeTask probe;
        Thread waker;
        spawn(&probe, keep_once);

        thread_start(&waker, give_back_soon);
        toy_pair_run(pair);
        end_pair();
        thread_join(&waker);

        ck_assert_int_eq(probe.ended, 1);
        pair = toy_pair_new();
    }
}
END_TEST

TEST_MAIN_WITH(
    "pair: threads", set_up, tear_down, two_tasks_run_at_the_same_time,
    what_waits_behind_a_busy_task_is_taken_by_the_other_thread,
    who_is_woken_by_a_busy_task_is_taken_by_the_other_thread,
    an_idle_thread_takes_the_half_that_has_waited_longest,
    both_sleep_when_nothing_is_ready_and_a_wake_ends_it,
    when_the_last_handle_goes_while_both_sleep_the_task_is_dropped,
    a_wake_between_the_look_and_the_sleep_is_kept,
    the_last_task_to_end_wakes_the_thread_that_sleeps,
    a_task_that_is_woken_in_its_call_is_not_called_by_the_other_thread,
    many_that_wake_each_other_are_called_one_call_at_a_time,
    what_another_thread_spawns_during_the_run_is_run,
    the_pair_may_be_freed_right_behind_the_wake_of_its_last_task)
