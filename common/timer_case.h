// What the tests of the timer share: a new timer for each of them, and a note
// of which wake fired when.
#ifndef TIMER_CASE_H
#define TIMER_CASE_H

#include "fake_clock.h"
#include "probe_wake.h"
#include "test_main.h"
#include "timer.h"

static ToyTimer *timer;
static Instant start;
// In the order in which they fired. The timer's thread writes; the test reads
// while that thread sleeps.
static ProbeWake *fired[10000];
static size_t fired_count;

static inline void set_up(void)
{
    fired_count = 0;
    timer = toy_timer_new();
    start = instant_now();
}

static inline void end_timer(void)
{
    toy_timer_free(timer);
    timer = NULL;
}

// A test whose probes are still registered ends the timer itself, while they
// are there.
static inline void tear_down(void)
{
    if (timer)
        end_timer();
}

static inline void note(ProbeWake *self)
{
    fired[fired_count++] = self;
}

// The timer's handle is the only one: the probe ends when that is dropped.
static inline void set(Instant at, ProbeWake *probe,
                       void (*on_wake)(ProbeWake *))
{
    WakeHandle *handle = probe_wake_init(probe);

    probe->on_wake = on_wake;
    toy_timer_register(timer, at, handle);
    wake_handle_drop(handle);
}

// These have fired, in this order, and no others.
#define expect_fired(...)                                                      \
    do {                                                                       \
        ProbeWake *const expected[] = {__VA_ARGS__};                           \
        ck_assert_uint_eq(fired_count, sizeof expected / sizeof *expected);    \
        ck_assert_mem_eq(fired, expected, sizeof expected);                    \
    } while (0)

#endif
