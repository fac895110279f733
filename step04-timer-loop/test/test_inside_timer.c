// The timer from the inside: between any two steps of a registration, the loop
// goes on until it sleeps; and what its end has done before it waits for the
// thread. Unlike the other tests, this one depends on how timer.c is written.
#include "clock.h"

#include <pthread.h>

static void between_steps(void);
static void before_join(void);
static void before_ring(void);

// The timer's lock is held at none of these.
#define pthread_mutex_lock(lock) (between_steps(), pthread_mutex_lock(lock))
#define pthread_join(id, result) (before_join(), pthread_join(id, result))
#define alarm_ring(alarm) (before_ring(), alarm_ring(alarm))
#define toy_timer_new stepped_timer_new
#define toy_timer_register stepped_timer_register
#define toy_timer_free stepped_timer_free
#include "timer.c" // the real one is linked too, hence the other names
#undef pthread_mutex_lock
#undef pthread_join
#undef alarm_ring

#include "timer_case.h"

static _Thread_local int steps; // 0: not to be stepped

static void between_steps(void)
{
    if (steps == 0)
        return;
    steps++;
    fake_clock_settle();
}

START_TEST(a_registration_is_kept_whatever_the_loop_does_at_any_step_of_it)
{
    ProbeWake late, early;
    set(start + 20, &late, note);
    steps = 1;

    set(start + 10, &early, note);

    ck_assert_int_gt(steps, 1);
    steps = 0;
    ck_assert_int_eq(fake_clock_next(), start + 10);
    fake_clock_advance(20);
    expect_fired(&early, &late);
}
END_TEST

static bool registering, locked_at_ring;

static void before_ring(void)
{
    if (registering)
        locked_at_ring = pthread_mutex_trylock(&timer->lock) != 0;
}

// While the lock is held, the loop cannot take the handle out.
START_TEST(a_registration_rings_before_its_handle_can_be_woken)
{
    ProbeWake probe;
    registering = true;

    set(start, &probe, note);

    registering = false;
    fake_clock_settle();
    ck_assert(locked_at_ring);
    expect_fired(&probe);
}
END_TEST

static ProbeWake waiting;
static int ended_before_join;

static void before_join(void)
{
    ended_before_join = waiting.ended;
}

START_TEST(free_drops_nothing_before_it_has_waited_for_the_thread)
{
    set(start + 10, &waiting, note);

    end_timer();

    ck_assert_int_eq(ended_before_join, 0);
    ck_assert_int_eq(waiting.ended, 1);
}
END_TEST

TEST_MAIN_WITH("timer: inside", set_up, tear_down,
               a_registration_is_kept_whatever_the_loop_does_at_any_step_of_it,
               a_registration_rings_before_its_handle_can_be_woken,
               free_drops_nothing_before_it_has_waited_for_the_thread)
