// Ours, W3 and W4: the timer.
#include "ours.h"

#include "bench.h"
#include "container_of.h"
#include "must.h"
#include "timer.h"

#include <stdlib.h>

static ToyTimer *timer;

static void start_timer(void)
{
    timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
}

// W3: wake handles that count. The gate's deadline comes first, and its wake
// holds the timer's thread until all the others are due.
static Park *main_park, *gate_park;
static long timers_left;
static int64_t fire_start, fire_end;

static void gate_wake(WakeHandle *handle)
{
    (void)handle;
    wake_handle_wake(park_handle(main_park)); // the thread is here
    park_wait(gate_park);
    fire_start = now_ns();
}

static void counting_wake(WakeHandle *handle)
{
    (void)handle;
    if (--timers_left > 0)
        return;
    fire_end = now_ns();
    wake_handle_wake(park_handle(main_park));
}

static void nothing(WakeHandle *handle)
{
    (void)handle;
}

static const WakeVTable gate_vtable = {gate_wake, nothing};
static const WakeVTable counting_vtable = {counting_wake, nothing};

static WakeHandle *make_handles(long count)
{
    WakeHandle *handles = must_alloc((size_t)count * sizeof *handles);

    for (long i = 0; i < count; i++)
        wake_handle_init(&handles[i], &counting_vtable);
    return handles;
}

static void hold_timer(void)
{
    static WakeHandle gate;

    wake_handle_init(&gate, &gate_vtable);
    toy_timer_register(timer, 0, &gate);
    park_wait(main_park);
}

void ours_timers(const long *argument)
{
    long count = timers_left = argument[0];
    int64_t *delays = far_delays(count);
    WakeHandle *handles = make_handles(count);

    main_park = park_new();
    gate_park = park_new();
    start_timer();
    hold_timer();
    int64_t start = now_ns();
    for (long i = 0; i < count; i++)
        toy_timer_register(timer, start + delays[i], &handles[i]);
    int64_t end = now_ns();
    sleep_past_delays(start, count);
    wake_handle_wake(park_handle(gate_park));
    park_wait(main_park);
    toy_timer_free(timer);
    park_drop(gate_park);
    park_drop(main_park);
    free(handles);
    free(delays);
    print_timers(count, end - start, fire_end - fire_start);
}

// W4: tasks that sleep once.
typedef struct {
    ToyTask task;
    Instant until; // 0: not asked yet
} Sleeper;

static Async sleeper_complete(ToyTask *task, WakeHandle *wake)
{
    Sleeper *self = container_of(task, Sleeper, task);

    if (self->until) {
        note_lateness(instant_now() - self->until);
        return ASYNC_DONE;
    }
    self->until = instant_now() + short_delay();
    toy_timer_register(timer, self->until, wake);
    return ASYNC_WILL_WAKE;
}

static void sleeper_destroy(ToyTask *task)
{
    free(container_of(task, Sleeper, task));
}

void ours_lateness(const long *argument)
{
    static const ToyTaskVTable vtable = {sleeper_complete, sleeper_destroy};
    Ours ours = ours_new();

    start_timer();
    for (long i = 0; i < argument[0]; i++) {
        Sleeper *self = must_alloc(sizeof *self);
        *self = (Sleeper){{&vtable}, 0};
        toy_exec_spawn(ours.exec, &self->task);
    }
    toy_exec_run(ours.exec);
    toy_timer_free(timer);
    ours_free(ours);
    print_lateness();
}
