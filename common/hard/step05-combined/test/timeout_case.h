// What the tests of the timeouts share: a new timer for each of them, and a
// note of which wake fired when.
#ifndef TIMEOUT_CASE_H
#define TIMEOUT_CASE_H

#include "fake_clock.h"
#include "probe_wake.h"
#include "test_main.h"
#include "timeout.h"

#define COUNT 1000

// A timeout, and whom it wakes.
typedef struct {
    Timeout timeout;
    ProbeWake probe;
} Alert;

static Timeouts *timer;
static Instant start;
static Alert alerts[COUNT]; // all zero: each test is a process of its own
static ProbeWake *fired[COUNT];
static size_t fired_count;

static inline void set_up(void)
{
    timer = timeouts_new();
    start = instant_now();
}

static inline void end_timer(void)
{
    timeouts_free(timer);
    timer = NULL;
}

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
static inline void set(int name, Instant at)
{
    WakeHandle *handle = probe_wake_init(&alerts[name].probe);

    alerts[name].probe.on_wake = note;
    timeouts_set(timer, &alerts[name].timeout, at, handle);
    wake_handle_drop(handle);
}

static inline bool cancel(int name)
{
    return timeouts_cancel(timer, &alerts[name].timeout);
}

static inline void expect(int name, int wakes, int ended)
{
    ck_assert_int_eq(alerts[name].probe.wakes, wakes);
    ck_assert_int_eq(alerts[name].probe.ended, ended);
}

#endif
