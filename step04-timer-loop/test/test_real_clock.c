// The real clock, and a timer on it: the only tests that take time.
#include "clock.h"
#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"
#include "timer.h"

#include <sys/resource.h>
#include <time.h>

static Alarm *alarm_a, *alarm_b;

static void set_up(void)
{
    alarm_a = alarm_new();
    alarm_b = alarm_new();
}

static void tear_down(void)
{
    alarm_free(alarm_a);
    alarm_free(alarm_b);
}

START_TEST(now_never_goes_back)
{
    Instant before = instant_now();

    for (int i = 0; i < 100000; i++) {
        Instant now = instant_now();
        if (now < before)
            ck_assert_int_ge(now, before);
        before = now;
    }
}
END_TEST

static int64_t monotonic_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

START_TEST(now_is_the_monotonic_clock_in_nanoseconds)
{
    int64_t before = monotonic_ns();
    Instant now = instant_now();
    int64_t after = monotonic_ns();

    ck_assert_int_ge(now, before);
    ck_assert_int_ge(after, now);
}
END_TEST

START_TEST(a_wait_ends_no_earlier_than_its_instant)
{
    for (Duration wait = 1; wait < 4 * MILLISECOND; wait *= 3) {
        Instant until = instant_now() + wait;

        alarm_wait(alarm_a, until);

        ck_assert_int_ge(instant_now(), until);
    }
}
END_TEST

START_TEST(a_wait_until_the_past_ends_at_once)
{
    alarm_wait(alarm_a, instant_now());
    alarm_wait(alarm_a, 0);
    alarm_wait(alarm_a, -1);
    alarm_wait(alarm_a, INT64_MIN);
}
END_TEST

START_TEST(a_ring_before_the_wait_is_remembered)
{
    alarm_ring(alarm_a);

    alarm_wait(alarm_a, INSTANT_NEVER);
}
END_TEST

START_TEST(many_rings_count_as_one)
{
    alarm_ring(alarm_a);
    alarm_ring(alarm_a);
    alarm_wait(alarm_a, INSTANT_NEVER);
    Instant until = instant_now() + MILLISECOND;

    alarm_wait(alarm_a, until);

    ck_assert_int_ge(instant_now(), until);
}
END_TEST

START_TEST(a_ring_that_a_wait_did_not_need_is_gone_with_it)
{
    alarm_ring(alarm_a);
    alarm_wait(alarm_a, INT64_MIN);
    Instant until = instant_now() + MILLISECOND;

    alarm_wait(alarm_a, until);

    ck_assert_int_ge(instant_now(), until);
}
END_TEST

static const Instant far_ahead[] = {INSTANT_NEVER, INSTANT_NEVER - 1,
                                    INSTANT_NEVER / 2};
enum { ROUNDS = 300 };

static void echo(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        alarm_wait(alarm_a, INSTANT_NEVER);
        alarm_ring(alarm_b);
    }
}

// One ring that is lost, or does not end a sleep, and both sleep for ever.
START_TEST(each_ring_from_another_thread_ends_a_wait)
{
    Thread thread;
    thread_start(&thread, echo);

    for (int i = 0; i < ROUNDS; i++) {
        alarm_ring(alarm_a);
        alarm_wait(alarm_b, far_ahead[i % 3]);
    }

    thread_join(&thread);
}
END_TEST

typedef struct {
    long sleeps;
    Duration cpu;
} Cost;

static Cost cost_so_far(void)
{
    struct rusage usage;

    must(getrusage(RUSAGE_SELF, &usage) == 0, "getrusage");
    return (Cost){.sleeps = usage.ru_nvcsw,
                  .cpu = clock() * (1000 * MILLISECOND / CLOCKS_PER_SEC)};
}

static Cost cost_of_wait(Duration duration)
{
    Cost before = cost_so_far();
    alarm_wait(alarm_a, instant_now() + duration);
    Cost after = cost_so_far();

    return (Cost){after.sleeps - before.sleeps, after.cpu - before.cpu};
}

// In slices it would wake many times; on the wrong clock it would never sleep,
// and this test would not end.
START_TEST(a_wait_is_one_sleep_and_uses_no_cpu)
{
    Duration wait = 10 * MILLISECOND;
    cost_of_wait(MILLISECOND); // what is used for the first time costs more

    // If we lose the processor before it, it may find nothing to wait for.
    Cost cost = {.sleeps = 0};
    while (cost.sleeps == 0)
        cost = cost_of_wait(wait);

    ck_assert_int_lt(cost.sleeps, 20);
    ck_assert_int_lt(cost.cpu, wait / 2);
}
END_TEST

static Instant asked[2];
static atomic_int kept, early;
static Flag both_kept = FLAG_DOWN;

static void keep(ProbeWake *self)
{
    const Instant *at = self->arg;

    if (instant_now() < *at)
        atomic_fetch_add(&early, 1);
    if (atomic_fetch_add(&kept, 1) == 1)
        flag_raise(&both_kept);
}

START_TEST(a_timer_wakes_no_earlier_than_asked)
{
    ProbeWake probes[2];
    ToyTimer *timer = toy_timer_new();
    Instant start = instant_now();
    for (int i = 0; i < 2; i++) {
        WakeHandle *handle = probe_wake_init(&probes[i]);
        asked[i] = start + (2 - i) * MILLISECOND;
        probes[i].on_wake = keep;
        probes[i].arg = &asked[i];
        toy_timer_register(timer, asked[i], handle);
    }

    flag_await(&both_kept);
    toy_timer_free(timer);

    ck_assert_int_eq(early, 0);
}
END_TEST

TEST_MAIN_WITH("real clock", set_up, tear_down, now_never_goes_back,
               now_is_the_monotonic_clock_in_nanoseconds,
               a_wait_ends_no_earlier_than_its_instant,
               a_wait_until_the_past_ends_at_once,
               a_ring_before_the_wait_is_remembered, many_rings_count_as_one,
               a_ring_that_a_wait_did_not_need_is_gone_with_it,
               each_ring_from_another_thread_ends_a_wait,
               a_wait_is_one_sleep_and_uses_no_cpu,
               a_timer_wakes_no_earlier_than_asked)
