// The loop on a thread of its own, with a test's code between the moment when
// events are in hand and the one when they are noted.
#include <sys/epoll.h>

static int wait_then_let_happen(int epoll, struct epoll_event *events, int most,
                                int timeout);

#define epoll_wait wait_then_let_happen
#include "loop_thread.c"
#undef epoll_wait

#include "pair.h"
#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"

static Flag has_come = FLAG_DOWN, go_on = FLAG_DOWN, is_woken = FLAG_DOWN;
static atomic_bool holds_up;
static Loop *loop;

static int wait_then_let_happen(int epoll, struct epoll_event *events, int most,
                                int timeout)
{
    int count = epoll_wait(epoll, events, most, timeout);

    if (atomic_exchange(&holds_up, false)) {
        flag_raise(&has_come);
        flag_await(&go_on);
    }
    return count;
}

static void set_up(void)
{
    loop = loop_new();
    ck_assert_ptr_nonnull(loop);
    pair_begin();
}

static void tear_down(void)
{
    close(there);
    loop_free(loop);
}

static void tell(ProbeWake *self)
{
    (void)self;
    flag_raise(&is_woken);
}

START_TEST(what_comes_wakes_who_waits_for_it)
{
    ProbeWake probe;
    WakeHandle *wake = probe_wake_init(&probe);
    probe.on_wake = tell;
    Source *source = source_new(loop, here);

    say("x");
    if (source_await_readable(source, wake))
        flag_await(&is_woken);

    ck_assert_int_le(probe.wakes, 1);
    source_free(source);
    wake_handle_drop(wake);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

// The number, and with luck the memory as well, are used again while an event
// of the old one is in hand.
START_TEST(a_number_that_is_used_again_meanwhile_wakes_nobody_wrongly)
{
    ProbeWake probe;
    WakeHandle *wake = probe_wake_init(&probe);
    int number = here;
    atomic_store(&holds_up, true);
    Source *old = source_new(loop, here); // there is room to write
    flag_await(&has_come);

    close(there);
    source_free(old);
    pair_begin();
    Source *new = source_new(loop, here);
    bool waits = source_await_readable(new, wake);
    flag_raise(&go_on);
    loop_free(loop); // when it has noted all that was in hand
    loop = loop_new();

    ck_assert_int_eq(here, number);
    ck_assert(waits);
    ck_assert_int_eq(probe.wakes, 0);
    close(here); // its loop has gone, so only this is left to do
    wake_handle_drop(wake);
    wake_handle_drop(wake);
    free(new);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

TEST_MAIN_WITH("loop on a thread", set_up, tear_down,
               what_comes_wakes_who_waits_for_it,
               a_number_that_is_used_again_meanwhile_wakes_nobody_wrongly)
