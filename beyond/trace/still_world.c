// A world in which time stands still while threads work. It moves when main's
// thread is in a call, and when all threads sleep. As main's thread waits for
// the others to sleep before either, one thread works at a time, and each run
// is the same as the one before.
#include "fake_clock.h"
#include "must.h"
#include "world.h"

#include <pthread.h>
#include <stdatomic.h>

#define WORK (10 * MILLISECOND)

void __real_alarm_wait(Alarm *alarm, Instant until);

static pthread_t main_thread;
static atomic_bool woken; // the one thread that parks: main's
static _Thread_local Alarm *own;

void world_begin(void)
{
    main_thread = pthread_self();
}

// Stops at each alarm on the way, and lets it be done.
static void let_pass(Duration duration)
{
    Instant end = instant_now() + duration;

    for (Instant next; (next = fake_clock_next()) < end;)
        fake_clock_advance(next - instant_now());
    fake_clock_advance(end - instant_now());
}

void world_work(void)
{
    if (pthread_equal(pthread_self(), main_thread))
        let_pass(WORK);
}

void world_unpark(void)
{
    woken = true;
}

void world_park(void)
{
    must(pthread_equal(pthread_self(), main_thread),
         "in the still world only main's thread parks");
    fake_clock_settle();
    while (!woken) {
        Instant next = fake_clock_next();
        must(next != INSTANT_NEVER, "all sleep, and nobody will wake them");
        fake_clock_advance(next - instant_now());
    }
    woken = false;
}

// Until it ends or sleeps elsewhere, the clock must wait for the thread.
Alarm *world_thread_new(void)
{
    return alarm_new();
}

void world_thread_started(void)
{
    fake_clock_settle();
}

void world_thread_begins(Alarm *alarm)
{
    own = alarm;
}

void world_thread_ends(void)
{
    if (own)
        alarm_free(own);
}

void world_thread_has_alarm(void)
{
    world_thread_ends();
    own = NULL;
}

void world_sleep(Duration duration)
{
    must(own != NULL, "in the still world main's thread does not sleep");
    __real_alarm_wait(own, instant_now() + duration);
}
