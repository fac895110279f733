// The loop that is a park: what ends its sleep, and whom it wakes.
#include "loop.h"
#include "pair.h"
#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"

#include <fcntl.h>

static Loop *loop;
static Source *source; // of the end `here`
static ProbeWake probe;
static WakeHandle *wake;

static void set_up(void)
{
    loop = loop_new();
    ck_assert_ptr_nonnull(loop);
    pair_begin();
    source = source_new(loop, here);
    wake = probe_wake_init(&probe);
    // What is so from the beginning is told once: there is room to write.
    wake_handle_wake(park_handle(loop_park(loop)));
    park_wait(loop_park(loop));
}

static void tear_down(void)
{
    if (source)
        source_free(source);
    close(there);
    wake_handle_drop(wake);
    loop_free(loop);
    ck_assert_int_eq(probe.ended, 1);
}

static void ring(void)
{
    wake_handle_wake(park_handle(loop_park(loop)));
}

START_TEST(what_comes_wakes_who_waits_for_it)
{
    ck_assert(source_await_readable(source, wake));
    say("x");

    park_wait(loop_park(loop));

    ck_assert_int_eq(probe.wakes, 1);
}
END_TEST

START_TEST(a_wake_is_for_one_time)
{
    source_await_readable(source, wake);
    say("x");
    park_wait(loop_park(loop));
    say("y");
    ring();
    park_wait(loop_park(loop));

    ck_assert_int_eq(probe.wakes, 1);
}
END_TEST

START_TEST(what_came_while_nobody_waited_is_remembered)
{
    say("x");
    park_wait(loop_park(loop));

    bool waits = source_await_readable(source, wake);

    ck_assert(!waits);
    ck_assert(source_await_readable(source, wake));
}
END_TEST

START_TEST(nobody_waits_for_a_peer_that_has_hung_up)
{
    shutdown(there, SHUT_WR);
    park_wait(loop_park(loop));

    for (int i = 0; i < 3; i++)
        ck_assert(!source_await_readable(source, wake));
}
END_TEST

START_TEST(who_waits_for_room_sleeps_although_the_peer_has_said_all)
{
    while (write(here, "x", 1) == 1)
        ;
    shutdown(there, SHUT_WR);
    park_wait(loop_park(loop));

    source_await_writable(source, wake); // there was room at the beginning
    for (int i = 0; i < 3; i++)
        ck_assert(source_await_writable(source, wake));
}
END_TEST

START_TEST(the_latest_handle_is_the_one_that_is_woken)
{
    ProbeWake later;
    WakeHandle *second = probe_wake_init(&later);
    source_await_readable(source, wake);
    source_await_readable(source, second);
    say("x");

    park_wait(loop_park(loop));

    ck_assert_int_eq(probe.wakes, 0);
    ck_assert_int_eq(later.wakes, 1);
    wake_handle_drop(second);
    ck_assert_int_eq(later.ended, 1);
}
END_TEST

START_TEST(a_wake_before_the_sleep_is_remembered)
{
    ring();

    park_wait(loop_park(loop)); // returns
}
END_TEST

START_TEST(a_wake_from_another_thread_ends_the_sleep)
{
    Thread thread;
    thread_start(&thread, ring);

    park_wait(loop_park(loop)); // returns

    thread_join(&thread);
}
END_TEST

START_TEST(the_park_looks_at_the_world_although_it_is_woken_each_time)
{
    source_await_readable(source, wake);
    say("x");

    for (int i = 0; i < 2; i++) {
        ring();
        park_wait(loop_park(loop));
    }

    ck_assert_int_eq(probe.wakes, 1);
}
END_TEST

START_TEST(what_a_look_has_woken_runs_before_the_next_look)
{
    source_await_readable(source, wake);
    say("x");
    ring();

    park_wait(loop_park(loop)); // set_up has looked just before

    ck_assert_int_eq(probe.wakes, 0);
}
END_TEST

START_TEST(a_deadline_ends_the_sleep_and_one_sleep_is_enough)
{
    loop_register(loop, instant_now() + 3 * MILLISECOND / 2, wake);

    park_wait(loop_park(loop));

    ck_assert_int_eq(probe.wakes, 1);
}
END_TEST

START_TEST(a_deadline_is_not_early_for_a_park_that_never_sleeps)
{
    Instant at = instant_now() + 3 * MILLISECOND / 2;
    loop_register(loop, at, wake);

    while (probe.wakes == 0) {
        ring();
        park_wait(loop_park(loop));
    }

    ck_assert_int_ge(instant_now(), at);
    ck_assert_int_ge(loop_now(loop), at);
}
END_TEST

static Source *second, *third;
static int second_fd, third_there;
static ProbeWake third_probe;

// Ends the second source, and begins a third on the same number.
static void use_number_again(ProbeWake *self)
{
    int fds[2];

    (void)self;
    source_free(second);
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0,
         "cannot make a pair of sockets");
    third_there = fds[1];
    must(fds[0] == second_fd, "another number");
    third = source_new(loop, fds[0]);
    source_await_readable(third, &third_probe.handle);
}

START_TEST(a_number_that_is_used_again_within_a_batch_wakes_nobody_wrongly)
{
    int fds[2];
    ProbeWake second_probe;
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0,
         "cannot make a pair of sockets");
    second_fd = fds[0];
    second = source_new(loop, second_fd);
    park_wait(loop_park(loop)); // there is room to write; now it comes last
    source_await_readable(second, probe_wake_init(&second_probe));
    probe_wake_init(&third_probe);
    source_await_readable(source, wake);
    probe.on_wake = use_number_again;
    say("x");
    must(write(fds[1], "x", 1) == 1, "cannot write");

    park_wait(loop_park(loop)); // both have come

    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(third_probe.wakes, 0);
    source_free(third);
    close(third_there);
    close(fds[1]);
    wake_handle_drop(&second_probe.handle);
    wake_handle_drop(&third_probe.handle);
    ck_assert_int_eq(second_probe.ended, 1);
    ck_assert_int_eq(third_probe.ended, 1);
}
END_TEST

START_TEST(a_source_that_is_freed_drops_who_waits_for_it)
{
    source_await_readable(source, wake);
    source_await_writable(source, wake);

    source_free(source);
    source = NULL;

    ck_assert_uint_eq(probe.handle.refs, 1);
    ck_assert_int_eq(probe.wakes, 0);
}
END_TEST

START_TEST(a_handle_of_the_park_may_outlive_the_loop)
{
    WakeHandle *kept = wake_handle_clone(park_handle(loop_park(loop)));
    source_free(source);
    source = NULL;
    loop_free(loop);

    wake_handle_wake(kept);
    wake_handle_drop(kept);

    loop = loop_new();
}
END_TEST

TEST_MAIN_WITH("loop", set_up, tear_down, what_comes_wakes_who_waits_for_it,
               a_wake_is_for_one_time,
               what_came_while_nobody_waited_is_remembered,
               nobody_waits_for_a_peer_that_has_hung_up,
               who_waits_for_room_sleeps_although_the_peer_has_said_all,
               the_latest_handle_is_the_one_that_is_woken,
               a_wake_before_the_sleep_is_remembered,
               a_wake_from_another_thread_ends_the_sleep,
               the_park_looks_at_the_world_although_it_is_woken_each_time,
               what_a_look_has_woken_runs_before_the_next_look,
               a_deadline_ends_the_sleep_and_one_sleep_is_enough,
               a_deadline_is_not_early_for_a_park_that_never_sleeps,
               a_number_that_is_used_again_within_a_batch_wakes_nobody_wrongly,
               a_source_that_is_freed_drops_who_waits_for_it,
               a_handle_of_the_park_may_outlive_the_loop)
