// libev: callbacks on a loop of one thread. Only ev_async_send, which W5 uses,
// may be called on another thread.
#include "bench.h"

#include "must.h"

#include <ev.h>

// W1: a callback before each look at the world. Each stops after so often.
static long times_left, running;

typedef struct {
    ev_prepare watcher;
    long times_left;
} Yielder;

static void on_prepare(struct ev_loop *loop, ev_prepare *watcher, int events)
{
    Yielder *self = (Yielder *)watcher;

    (void)events;
    times_left--;
    if (self->times_left-- > 0)
        return;
    ev_prepare_stop(loop, watcher);
    running--;
}

static void yield(const long *argument)
{
    long calls = times_left = argument[0] * (argument[1] + 1);
    Yielder *all = must_alloc((size_t)argument[0] * sizeof *all);
    struct ev_loop *loop = ev_loop_new(0);

    for (running = 0; running < argument[0]; running++) {
        ev_prepare_init(&all[running].watcher, on_prepare);
        all[running].times_left = argument[1];
        ev_prepare_start(loop, &all[running].watcher);
    }
    int64_t start = now_ns();
    while (running > 0)
        ev_run(loop, EVRUN_NOWAIT);
    int64_t end = now_ns();
    ev_loop_destroy(loop);
    free(all);
    must(times_left == 0, "the callbacks were not called often enough");
    print_figure("ns_per_call", (double)(end - start) / (double)calls);
}

// W3
static long timers_left;

static void on_timer(struct ev_loop *loop, ev_timer *watcher, int events)
{
    (void)loop;
    (void)watcher;
    (void)events;
    timers_left--;
}

static void timers(const long *argument)
{
    long count = timers_left = argument[0];
    int64_t *delays = far_delays(count);
    ev_timer *all = must_alloc((size_t)count * sizeof *all);
    struct ev_loop *loop = ev_loop_new(0);

    ev_now_update(loop);
    int64_t start = now_ns();
    for (long i = 0; i < count; i++) {
        ev_timer_init(&all[i], on_timer, (double)delays[i] / 1e9, 0);
        ev_timer_start(loop, &all[i]);
    }
    int64_t to_register = now_ns() - start;
    sleep_past_delays(start, count);
    start = now_ns();
    ev_run(loop, 0);
    int64_t to_fire = now_ns() - start;
    must(timers_left == 0, "a timer did not fire");
    ev_loop_destroy(loop);
    free(all);
    free(delays);
    print_timers(count, to_register, to_fire);
}

// W4
typedef struct {
    ev_timer watcher;
    int64_t until;
} Sleeper;

static void on_sleeper(struct ev_loop *loop, ev_timer *watcher, int events)
{
    (void)loop;
    (void)events;
    note_lateness(now_ns() - ((Sleeper *)watcher)->until);
}

static void lateness(const long *argument)
{
    Sleeper *all = must_alloc((size_t)argument[0] * sizeof *all);
    struct ev_loop *loop = ev_loop_new(0);

    for (long i = 0; i < argument[0]; i++) {
        int64_t delay = short_delay();
        all[i].until = now_ns() + delay;
        ev_now_update(loop); // a delay counts from the loop's last look
        ev_timer_init(&all[i].watcher, on_sleeper, (double)delay / 1e9, 0);
        ev_timer_start(loop, &all[i].watcher);
    }
    ev_run(loop, 0);
    ev_loop_destroy(loop);
    free(all);
    print_lateness();
}

// W5
typedef struct {
    ev_async watcher;
    struct ev_loop *loop;
    int side;
} Player;

static Player players[2];

static void on_async(struct ev_loop *loop, ev_async *watcher, int events)
{
    Player *self = (Player *)watcher, *other = &players[1 - self->side];

    (void)events;
    if (rally_plays(self->side))
        ev_async_send(other->loop, &other->watcher);
    if (rally_is_over())
        ev_break(loop, EVBREAK_ALL);
}

static void *play(void *side)
{
    Player *self = &players[*(int *)side];

    if (self->side == 0)
        ev_async_send(self->loop, &self->watcher); // begins
    ev_run(self->loop, 0);
    return NULL;
}

static void rally_of_loops(const long *argument)
{
    for (int side = 0; side < 2; side++) {
        players[side].side = side;
        players[side].loop = ev_loop_new(0);
        ev_async_init(&players[side].watcher, on_async);
        ev_async_start(players[side].loop, &players[side].watcher);
    }
    rally(argument, play);
    for (int side = 0; side < 2; side++)
        ev_loop_destroy(players[side].loop);
}

const Workload workloads[] = {
    {"W1", 2, yield, "callbacks that are always called: nobody wakes"},
    {"W3", 1, timers, NULL},
    {"W4", 1, lateness, "polls in milliseconds, and rounds up"},
    {"W5", 3, rally_of_loops, NULL},
    {NULL, 0, NULL, NULL},
};
