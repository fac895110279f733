#include "park.h"
#include "probe_task.h"
#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"

#define THREADS 4
#define TIMES 50000

static ProbeWake shared;

START_TEST(a_clone_is_the_same_pointer)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);

    WakeHandle *clone = wake_handle_clone(handle);

    ck_assert_ptr_eq(clone, handle);
    wake_handle_drop(clone);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(the_last_drop_ends_it_once)
{
    ProbeWake probe;
    WakeHandle *first = probe_wake_init(&probe);
    WakeHandle *second = wake_handle_clone(first);
    WakeHandle *third = wake_handle_clone(second);

    wake_handle_drop(second);
    wake_handle_drop(first);
    int ended_before_the_last = probe.ended;
    wake_handle_drop(third);

    ck_assert_int_eq(ended_before_the_last, 0);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(probe.wakes, 0);
}
END_TEST

START_TEST(waking_twice_wakes_twice_and_ends_nothing)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);

    wake_handle_wake(handle);
    wake_handle_wake(handle);

    ck_assert_int_eq(probe.wakes, 2);
    ck_assert_int_eq(probe.ended, 0);
    wake_handle_drop(handle);
}
END_TEST

static void wake_shared(void)
{
    wake_handle_wake(&shared.handle);
}

START_TEST(a_wake_from_another_thread_arrives)
{
    WakeHandle *handle = probe_wake_init(&shared);

    on_another_thread(wake_shared);

    ck_assert_int_eq(shared.wakes, 1);
    wake_handle_drop(handle);
}
END_TEST

static void drop_shared(void)
{
    wake_handle_drop(&shared.handle);
}

static pthread_t ended_on;

static void note_thread(ProbeWake *self)
{
    (void)self;
    ended_on = pthread_self();
}

START_TEST(it_ends_on_the_thread_of_the_last_drop)
{
    WakeHandle *handle = probe_wake_init(&shared);
    shared.at_end = note_thread;
    wake_handle_clone(handle);

    on_another_thread(drop_shared);
    wake_handle_drop(handle);

    ck_assert(pthread_equal(ended_on, pthread_self()));
}
END_TEST

static Flag under_way = FLAG_DOWN;

static void clone_and_drop(void)
{
    flag_raise(&under_way);
    for (int i = 0; i < TIMES; i++)
        wake_handle_drop(wake_handle_clone(&shared.handle));
}

START_TEST(clones_and_drops_on_many_threads_are_all_counted)
{
    WakeHandle *handle = probe_wake_init(&shared);
    Thread threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        thread_start(&threads[i], clone_and_drop);
    flag_await(&under_way);
    clone_and_drop();
    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);
    int ended_before_the_last = shared.ended;
    wake_handle_drop(handle);

    ck_assert_int_eq(ended_before_the_last, 0);
    ck_assert_int_eq(shared.ended, 1);
}
END_TEST

static int written[2], seen;

static void write_and_drop(void)
{
    written[1] = 1;
    drop_shared();
}

static void add_what_was_written(ProbeWake *self)
{
    (void)self;
    seen = written[0] + written[1];
}

// It is the thread sanitizer that sees this one fail.
START_TEST(its_end_sees_what_each_thread_did_before_its_drop)
{
    WakeHandle *handle = probe_wake_init(&shared);
    shared.at_end = add_what_was_written;
    Thread other;

    wake_handle_clone(handle);
    thread_start(&other, write_and_drop);
    written[0] = 1;
    wake_handle_drop(handle);
    thread_join(&other);

    ck_assert_int_eq(seen, 2);
}
END_TEST

START_TEST(two_kinds_of_wake_stand_behind_one_handle)
{
    ProbeWake probe;
    Park *park = park_new();
    WakeHandle *handles[] = {probe_wake_init(&probe), park_handle(park)};

    for (int i = 0; i < 2; i++) {
        wake_handle_wake(handles[i]);
        wake_handle_drop(wake_handle_clone(handles[i]));
    }

    park_wait(park); // hangs if the park was not woken
    ck_assert_int_eq(probe.wakes, 1);
    park_drop(park);
    wake_handle_drop(handles[0]);
}
END_TEST

static Async keep_clone(ProbeTask *self, WakeHandle *wake)
{
    self->arg = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void wake_and_drop_clone(ProbeTask *self)
{
    wake_handle_wake(self->arg);
    wake_handle_drop(self->arg);
}

START_TEST(a_task_that_keeps_a_clone_may_outlive_the_callers_handle)
{
    ProbeWake wake;
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, keep_clone);
    probe.at_end = wake_and_drop_clone;

    toy_task_complete(task, probe_wake_init(&wake));
    wake_handle_drop(&wake.handle);
    int ended_before = wake.ended;
    toy_task_destroy(task);

    ck_assert_int_eq(ended_before, 0);
    ck_assert_int_eq(wake.wakes, 1);
    ck_assert_int_eq(wake.ended, 1);
}
END_TEST

static void wake_arg(ProbeWake *self)
{
    wake_handle_wake(self->arg);
}

static void drop_arg(ProbeWake *self)
{
    wake_handle_drop(self->arg);
}

START_TEST(a_wake_may_wake_and_an_end_may_end_another)
{
    ProbeWake first, second;
    WakeHandle *handle = probe_wake_init(&first);
    first.on_wake = wake_arg;
    first.at_end = drop_arg;
    first.arg = probe_wake_init(&second);

    wake_handle_wake(handle);
    wake_handle_drop(handle);

    ck_assert_int_eq(second.wakes, 1);
    ck_assert_int_eq(second.ended, 1);
}
END_TEST

TEST_MAIN("wake", a_clone_is_the_same_pointer, the_last_drop_ends_it_once,
          waking_twice_wakes_twice_and_ends_nothing,
          a_wake_from_another_thread_arrives,
          it_ends_on_the_thread_of_the_last_drop,
          clones_and_drops_on_many_threads_are_all_counted,
          its_end_sees_what_each_thread_did_before_its_drop,
          two_kinds_of_wake_stand_behind_one_handle,
          a_task_that_keeps_a_clone_may_outlive_the_callers_handle,
          a_wake_may_wake_and_an_end_may_end_another)
