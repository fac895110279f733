// libevent: callbacks on a loop of one thread, made safe for several; without
// that, no other thread could activate an event.
#include "bench.h"

#include "must.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/thread.h>

// By default it reads a clock that moves every 4 ms, and fires early.
static struct event_base *new_base(void)
{
    struct event_config *config = event_config_new();

    must(evthread_use_pthreads() == 0, "libevent has no threads");
    event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
    struct event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

// W1: an event that activates itself so often. It waits for nothing else.
typedef struct {
    struct event event;
    long times_left;
} Yielder;

static long times_left;

static void on_yielder(int file, short what, void *arg)
{
    Yielder *self = arg;

    (void)file;
    times_left--;
    if (self->times_left-- > 0)
        event_active(&self->event, what, 0);
}

static void yield(const long *argument)
{
    long calls = times_left = argument[0] * (argument[1] + 1);
    Yielder *all = must_alloc((size_t)argument[0] * sizeof *all);
    struct event_base *base = new_base();

    for (long i = 0; i < argument[0]; i++) {
        all[i].times_left = argument[1];
        event_assign(&all[i].event, base, -1, 0, on_yielder, &all[i]);
        event_active(&all[i].event, EV_TIMEOUT, 0);
    }
    int64_t start = now_ns();
    event_base_dispatch(base);
    int64_t end = now_ns();
    must(times_left == 0, "the events were not called often enough");
    event_base_free(base);
    free(all);
    print_figure("ns_per_call", (double)(end - start) / (double)calls);
}

// Rounded up, so that it is not the bench which makes a timer too early.
static struct timeval timeval_of(int64_t ns)
{
    int64_t us = (ns + 999) / 1000;

    return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

static void sleep_for(struct event *event, int64_t delay)
{
    struct timeval timeout = timeval_of(delay);
    event_add(event, &timeout);
}

// W3
static long timers_left;

static void on_timer(int file, short what, void *arg)
{
    (void)file;
    (void)what;
    (void)arg;
    timers_left--;
}

static void timers(const long *argument)
{
    long count = timers_left = argument[0];
    int64_t *delays = far_delays(count);
    struct event *all = must_alloc((size_t)count * sizeof *all);
    struct event_base *base = new_base();

    int64_t start = now_ns();
    for (long i = 0; i < count; i++) {
        event_assign(&all[i], base, -1, 0, on_timer, NULL);
        sleep_for(&all[i], delays[i]);
    }
    int64_t to_register = now_ns() - start;
    sleep_past_delays(start, count);
    start = now_ns();
    event_base_dispatch(base);
    int64_t to_fire = now_ns() - start;
    must(timers_left == 0, "a timer did not fire");
    event_base_free(base);
    free(all);
    free(delays);
    print_timers(count, to_register, to_fire);
}

// W4
typedef struct {
    struct event event;
    int64_t until;
} Sleeper;

static void on_sleeper(int file, short what, void *arg)
{
    (void)file;
    (void)what;
    note_lateness(now_ns() - ((Sleeper *)arg)->until);
}

static void lateness(const long *argument)
{
    Sleeper *all = must_alloc((size_t)argument[0] * sizeof *all);
    struct event_base *base = new_base();

    for (long i = 0; i < argument[0]; i++) {
        int64_t delay = short_delay();
        all[i].until = now_ns() + delay;
        event_assign(&all[i].event, base, -1, 0, on_sleeper, &all[i]);
        sleep_for(&all[i].event, delay);
    }
    event_base_dispatch(base);
    event_base_free(base);
    free(all);
    print_lateness();
}

// W5
static struct event players[2];
static struct event_base *bases[2];

static void on_player(int file, short what, void *arg)
{
    int side = *(int *)arg;

    (void)file;
    if (rally_plays(side))
        event_active(&players[1 - side], what, 0);
    if (rally_is_over())
        event_base_loopbreak(bases[side]);
}

static void *play(void *side)
{
    int number = *(int *)side;

    if (number == 0)
        event_active(&players[0], EV_TIMEOUT, 0); // begins
    event_base_loop(bases[number], EVLOOP_NO_EXIT_ON_EMPTY);
    return NULL;
}

static void rally_of_loops(const long *argument)
{
    static int sides[] = {0, 1};

    for (int side = 0; side < 2; side++) {
        bases[side] = new_base();
        event_assign(&players[side], bases[side], -1, 0, on_player,
                     &sides[side]);
    }
    rally(argument, play);
    for (int side = 0; side < 2; side++)
        event_base_free(bases[side]);
}

const Workload workloads[] = {
    {"W1", 2, yield, "events: each activates itself, under the loop's lock"},
    {"W3", 1, timers, NULL},
    {"W4", 1, lateness, NULL},
    {"W5", 3, rally_of_loops, NULL},
    {NULL, 0, NULL, NULL},
};
