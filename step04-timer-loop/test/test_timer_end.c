// How a timer ends, and how it does not even begin.
#define _GNU_SOURCE // for pthread_setattr_default_np
#include "expect_abort.h"
#include "threads.h"
#include "timer_case.h"

#include <errno.h>
#include <sched.h>

START_TEST(an_idle_timer_can_be_freed)
{
    fake_clock_settle();

    end_timer();

    fake_clock_settle(); // nobody is waited for any more
}
END_TEST

START_TEST(a_freed_timer_drops_what_waits_without_waking_it)
{
    static ProbeWake probes[100];
    for (int i = 0; i < 100; i++)
        set(start + 1 + i, &probes[i], note);

    end_timer();

    ck_assert_uint_eq(fired_count, 0);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(probes[i].ended, 1);
}
END_TEST

static ProbeWake second;

static void set_second(ProbeWake *self)
{
    (void)self;
    set(start + 20, &second, note);
}

START_TEST(a_drop_in_the_timers_end_may_register_and_that_is_dropped_too)
{
    ProbeWake probe;
    set(start + 10, &probe, note);
    probe.at_end = set_second;

    end_timer();

    ck_assert_uint_eq(fired_count, 0);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(second.ended, 1);
}
END_TEST

static Flag inside = FLAG_DOWN, freeing = FLAG_DOWN;
static atomic_bool left;

// Stays until the timer is being freed. A free that did not wait would be
// through by then: it is given every chance to.
static void dawdle(ProbeWake *self)
{
    note(self);
    flag_raise(&inside);
    flag_await(&freeing);
    for (int i = 0; i < 1000; i++)
        sched_yield();
    atomic_store(&left, true);
}

static void check_left(ProbeWake *self)
{
    self->arg = atomic_load(&left) ? self : NULL;
}

START_TEST(free_waits_for_the_wake_under_way_and_only_then_drops_the_others)
{
    ProbeWake slow, other;
    atomic_store(&left, false);
    set(start + MILLISECOND, &other, note);
    other.at_end = check_left;
    set(start, &slow, dawdle);
    flag_await(&inside);

    flag_raise(&freeing);
    end_timer();

    ck_assert(atomic_load(&left));
    ck_assert_int_eq(slow.ended, 1);
    ck_assert_ptr_eq(other.arg, &other);
    expect_fired(&slow);
}
END_TEST

static pthread_key_t key;
static atomic_bool thread_ended;

static void on_thread_end(void *value)
{
    (void)value;
    for (int i = 0; i < 1000; i++)
        sched_yield();
    atomic_store(&thread_ended, true);
}

static void leave_a_will(ProbeWake *self)
{
    note(self);
    pthread_setspecific(key, self);
}

START_TEST(free_returns_when_the_thread_has_ended)
{
    ProbeWake probe;
    atomic_store(&thread_ended, false);
    must(pthread_key_create(&key, on_thread_end) == 0, "cannot make a key");
    set(start, &probe, leave_a_will);
    fake_clock_settle();

    end_timer();

    ck_assert(atomic_load(&thread_ended));
    pthread_key_delete(key);
}
END_TEST

// Only glibc can be told to give each thread a stack that does not fit.
#ifdef __GLIBC__

static pthread_attr_t usual;

static bool forbid_threads(void)
{
    pthread_attr_t attr;

    pthread_getattr_default_np(&usual);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, SIZE_MAX / 4096 * 4096 - (1u << 20));
    return pthread_setattr_default_np(&attr) == 0;
}

static void allow_threads(void)
{
    pthread_setattr_default_np(&usual);
}

#else

static bool forbid_threads(void)
{
    return false;
}

static void allow_threads(void)
{
}

#endif

START_TEST(a_timer_whose_thread_cannot_start_is_null_and_errno_says_why)
{
    if (!forbid_threads())
        return;
    errno = 0;

    ToyTimer *none = toy_timer_new();
    int error = errno;
    allow_threads();

    ck_assert_ptr_null(none);
    ck_assert(error == EAGAIN || error == EINVAL); // valgrind says the second
    fake_clock_settle();                           // its alarm is gone
}
END_TEST

static void free_it(ProbeWake *self)
{
    (void)self;
    toy_timer_free(timer);
}

static void free_in_a_wake(void)
{
    ProbeWake probe;

    timer = toy_timer_new();
    set(start, &probe, free_it);
    fake_clock_settle();
}

START_TEST(a_timer_freed_on_its_own_thread_is_refused)
{
    end_timer(); // the deed makes one in its own process

    expect_assert(free_in_a_wake);
}
END_TEST

TEST_MAIN_WITH("timer: end", set_up, tear_down, an_idle_timer_can_be_freed,
               a_freed_timer_drops_what_waits_without_waking_it,
               a_drop_in_the_timers_end_may_register_and_that_is_dropped_too,
               free_waits_for_the_wake_under_way_and_only_then_drops_the_others,
               free_returns_when_the_thread_has_ended,
               a_timer_whose_thread_cannot_start_is_null_and_errno_says_why,
               a_timer_freed_on_its_own_thread_is_refused)
