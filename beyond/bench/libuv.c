// libuv: callbacks on a loop of one thread. Only uv_async_send, which W5 uses,
// may be called on another thread. Time is in milliseconds.
#include "bench.h"

#include "must.h"

#include <uv.h>

static void close_handle(uv_handle_t *handle, void *unused)
{
    (void)unused;
    uv_close(handle, NULL);
}

static void close_loop(uv_loop_t *loop)
{
    uv_walk(loop, close_handle, NULL);
    uv_run(loop, UV_RUN_DEFAULT);
    must(uv_loop_close(loop) == 0, "cannot close the loop");
}

// W1: callbacks that are called in each turn of the loop, each so often.
typedef struct {
    uv_idle_t handle;
    long times_left;
} Yielder;

static long times_left;

static void on_idle(uv_idle_t *handle)
{
    Yielder *self = (Yielder *)handle;

    times_left--;
    if (self->times_left-- == 0)
        uv_idle_stop(handle);
}

static void yield(const long *argument)
{
    long calls = times_left = argument[0] * (argument[1] + 1);
    Yielder *all = must_alloc((size_t)argument[0] * sizeof *all);
    uv_loop_t loop;

    uv_loop_init(&loop);
    for (long i = 0; i < argument[0]; i++) {
        uv_idle_init(&loop, &all[i].handle);
        all[i].times_left = argument[1];
        uv_idle_start(&all[i].handle, on_idle);
    }
    int64_t start = now_ns();
    uv_run(&loop, UV_RUN_DEFAULT);
    int64_t end = now_ns();
    must(times_left == 0, "the callbacks were not called often enough");
    close_loop(&loop);
    free(all);
    print_figure("ns_per_call", (double)(end - start) / (double)calls);
}

// Rounded up, so that it is not the bench which makes a timer too early.
static uint64_t ms_of(int64_t ns)
{
    return (uint64_t)(ns + 999999) / 1000000;
}

// W3
static long timers_left;

static void on_timer(uv_timer_t *timer)
{
    (void)timer;
    timers_left--;
}

static void timers(const long *argument)
{
    long count = timers_left = argument[0];
    int64_t *delays = far_delays(count);
    uv_timer_t *all = must_alloc((size_t)count * sizeof *all);
    uv_loop_t loop;

    uv_loop_init(&loop);
    int64_t start = now_ns();
    for (long i = 0; i < count; i++) {
        uv_timer_init(&loop, &all[i]);
        uv_timer_start(&all[i], on_timer, ms_of(delays[i]), 0);
    }
    int64_t to_register = now_ns() - start;
    sleep_past_delays(start, count);
    start = now_ns();
    uv_run(&loop, UV_RUN_DEFAULT);
    int64_t to_fire = now_ns() - start;
    must(timers_left == 0, "a timer did not fire");
    close_loop(&loop);
    free(all);
    free(delays);
    print_timers(count, to_register, to_fire);
}

// W4
typedef struct {
    uv_timer_t timer;
    int64_t until;
} Sleeper;

static void on_sleeper(uv_timer_t *timer)
{
    note_lateness(now_ns() - ((Sleeper *)timer)->until);
}

static void lateness(const long *argument)
{
    Sleeper *all = must_alloc((size_t)argument[0] * sizeof *all);
    uv_loop_t loop;

    uv_loop_init(&loop);
    for (long i = 0; i < argument[0]; i++) {
        int64_t delay = short_delay();
        all[i].until = now_ns() + delay;
        uv_update_time(&loop); // a delay counts from the loop's last look
        uv_timer_init(&loop, &all[i].timer);
        uv_timer_start(&all[i].timer, on_sleeper, ms_of(delay), 0);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    close_loop(&loop);
    free(all);
    print_lateness();
}

// W5
typedef struct {
    uv_async_t async;
    uv_loop_t loop;
    int side;
} Player;

static Player players[2];

static void on_async(uv_async_t *async)
{
    Player *self = (Player *)async;

    if (rally_plays(self->side))
        uv_async_send(&players[1 - self->side].async);
    if (rally_is_over())
        uv_stop(&self->loop);
}

static void *play(void *side)
{
    Player *self = &players[*(int *)side];

    if (self->side == 0)
        uv_async_send(&self->async); // begins
    uv_run(&self->loop, UV_RUN_DEFAULT);
    return NULL;
}

static void rally_of_loops(const long *argument)
{
    for (int side = 0; side < 2; side++) {
        players[side].side = side;
        uv_loop_init(&players[side].loop);
        uv_async_init(&players[side].loop, &players[side].async, on_async);
    }
    rally(argument, play);
    for (int side = 0; side < 2; side++)
        close_loop(&players[side].loop);
}

const Workload workloads[] = {
    {"W1", 2, yield, "callbacks that are always called: nobody wakes"},
    {"W3", 1, timers, "counts in milliseconds"},
    {"W4", 1, lateness, "counts in milliseconds; delays were rounded up"},
    {"W5", 3, rally_of_loops, NULL},
    {NULL, 0, NULL, NULL},
};
