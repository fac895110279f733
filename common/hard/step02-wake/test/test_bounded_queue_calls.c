// What may be done inside the wakes and drops that the queue makes, and on many
// threads.
#include "bounded_queue_case.h"
#include "park.h"
#include "threads.h"

static void take_at_once(ProbeWake *self)
{
    (void)self;
    expect_take(&ada, 1);
}

START_TEST(a_wake_may_take)
{
    begin(1);
    expect_nothing(&ada);
    ada.probe.on_wake = take_at_once;

    expect_put(&bea, 1, ASYNC_DONE);

    expect_wakes(1, 0, 0);
    expect_nothing(&cai);
}
END_TEST

static void put_at_once(ProbeWake *self)
{
    (void)self;
    expect_put(&ada, 2, ASYNC_DONE);
}

START_TEST(a_wake_may_put)
{
    begin(1);
    expect_put(&bea, 1, ASYNC_DONE);
    expect_put(&ada, 2, ASYNC_WILL_WAKE);
    ada.probe.on_wake = put_at_once;

    expect_take(&cai, 1);

    expect_take(&cai, 2);
}
END_TEST

static void leave_at_once(ProbeWake *self)
{
    (void)self;
    leave(&ada);
}

START_TEST(a_wake_may_leave_and_the_next_is_woken)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&bea);
    ada.probe.on_wake = leave_at_once;

    expect_put(&cai, 1, ASYNC_DONE);

    expect_wakes(1, 1, 0);
    expect_take(&bea, 1);
}
END_TEST

static void put_in_the_end(ProbeWake *self)
{
    (void)self;
    expect_put(&bea, 1, ASYNC_DONE);
}

// Ada's first handle ends there, in her own call or in her leaving.
START_TEST(the_drop_of_an_older_handle_may_use_the_queue)
{
    ProbeWake older;
    begin(2);
    bounded_queue_take(queue, &ada.waiter, &taken, probe_wake_init(&older));
    older.at_end = put_in_the_end;
    wake_handle_drop(&older.handle);

    expect_nothing(&ada);

    ck_assert_int_eq(older.ended, 1);
    expect_wakes(1, 0, 0);
    expect_take(&ada, 1);
}
END_TEST

START_TEST(the_drop_in_a_leave_may_use_the_queue)
{
    ProbeWake only;
    begin(2);
    bounded_queue_take(queue, &ada.waiter, &taken, probe_wake_init(&only));
    only.at_end = put_in_the_end;
    wake_handle_drop(&only.handle);

    leave(&ada);

    ck_assert_int_eq(only.ended, 1);
    expect_take(&ada, 1);
}
END_TEST

enum { MANY = 20000 };
static char many[MANY];
static atomic_int next_to_put, times_taken[MANY];
static Park *parks[4];
static atomic_int next_park;

static bool put_one(Waiter *waiter, Park *park)
{
    int number = atomic_fetch_add(&next_to_put, 1);

    if (number >= MANY)
        return false;
    while (bounded_queue_put(queue, waiter, &many[number], park_handle(park)) ==
           ASYNC_WILL_WAKE)
        park_wait(park);
    return true;
}

static void put_many(void)
{
    Park *park = parks[atomic_fetch_add(&next_park, 1)];
    Waiter waiter = {.next = NULL};

    while (put_one(&waiter, park))
        continue;
    bounded_queue_leave(queue, &waiter);
}

static void take_half(void)
{
    Park *park = parks[atomic_fetch_add(&next_park, 1)];
    Waiter waiter = {.next = NULL};

    for (int i = 0; i < MANY / 2; i++) {
        void *item;
        while (bounded_queue_take(queue, &waiter, &item, park_handle(park)) ==
               ASYNC_WILL_WAKE)
            park_wait(park);
        atomic_fetch_add(&times_taken[(char *)item - many], 1);
    }
    bounded_queue_leave(queue, &waiter);
}

START_TEST(on_many_threads_each_item_is_taken_once_and_nobody_sleeps_for_ever)
{
    Thread threads[4];
    begin(2);

    for (int i = 0; i < 4; i++)
        parks[i] = park_new();
    for (int i = 0; i < 4; i++)
        thread_start(&threads[i], i % 2 == 0 ? put_many : take_half);
    for (int i = 0; i < 4; i++)
        thread_join(&threads[i]);
    for (int i = 0; i < 4; i++)
        park_drop(parks[i]);

    for (int i = 0; i < MANY; i++) {
        if (times_taken[i] != 1)
            ck_abort_msg("item %d was taken %d times", i, times_taken[i]);
    }
}
END_TEST

static Flag in_wake = FLAG_DOWN, go_on = FLAG_DOWN;

static void stay(ProbeWake *self)
{
    (void)self;
    flag_raise(&in_wake);
    flag_await(&go_on);
}

static void put_an_item(void)
{
    expect_put(&bea, 1, ASYNC_DONE);
}

// The one who puts is inside the wake: it has the handle, and nothing else.
START_TEST(a_waiter_may_be_gone_while_it_is_being_woken)
{
    Waiter *waiter = must_alloc(sizeof *waiter);
    Thread other;
    begin(1);
    *waiter = (Waiter){.next = NULL};
    bounded_queue_take(queue, waiter, &taken, &ada.probe.handle);
    ada.probe.on_wake = stay;

    thread_start(&other, put_an_item);
    flag_await(&in_wake);
    bounded_queue_leave(queue, waiter);
    free(waiter);
    flag_raise(&go_on);
    thread_join(&other);

    expect_take(&cai, 1);
}
END_TEST

TEST_MAIN_WITH(
    "bounded queue: calls", set_up, tear_down, a_wake_may_take, a_wake_may_put,
    a_wake_may_leave_and_the_next_is_woken,
    the_drop_of_an_older_handle_may_use_the_queue,
    the_drop_in_a_leave_may_use_the_queue,
    on_many_threads_each_item_is_taken_once_and_nobody_sleeps_for_ever,
    a_waiter_may_be_gone_while_it_is_being_woken)
