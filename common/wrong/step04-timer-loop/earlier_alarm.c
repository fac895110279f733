// While the timer sleeps until 300 ms, somebody sets an alarm for 100 ms.
// With: common/fake_clock.c
#include "fake_clock.h"
#include "probe_wake.h"
#include "timer.h"

#include <stdio.h>

static Instant start;

static void print_time(ProbeWake *self)
{
    const int *wanted = self->arg;
    int ms = (int)((instant_now() - start) / MILLISECOND);

    printf("%d ms: the alarm for %d ms rang%s\n", ms, *wanted,
           ms > *wanted ? " late" : "");
}

static void set_alarm(ToyTimer *timer, ProbeWake *alarm, int *ms)
{
    WakeHandle *handle = probe_wake_init(alarm);

    alarm->on_wake = print_time;
    alarm->arg = ms;
    toy_timer_register(timer, start + *ms * MILLISECOND, handle);
    wake_handle_drop(handle);
}

int main(void)
{
    ProbeWake far, near;
    int far_ms = 300, near_ms = 100;
    ToyTimer *timer = toy_timer_new();

    start = instant_now();
    set_alarm(timer, &far, &far_ms);
    fake_clock_settle(); // now the timer sleeps
    set_alarm(timer, &near, &near_ms);
    for (int i = 0; i < 3; i++)
        fake_clock_advance(100 * MILLISECOND);
    toy_timer_free(timer);
    return 0;
}
