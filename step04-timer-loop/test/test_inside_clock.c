// The alarm from the inside: how its sleep ends. Unlike the other tests, this
// one depends on how clock.c is written.
#include "threads.h"

#include <time.h>

typedef int TimedWait(pthread_cond_t *, pthread_mutex_t *,
                      const struct timespec *);

static int watch(TimedWait *wait, pthread_cond_t *changed,
                 pthread_mutex_t *lock, const struct timespec *time);

#define pthread_cond_timedwait(changed, lock, time)                            \
    watch(pthread_cond_timedwait, changed, lock, time)
#define pthread_cond_timedwait_relative_np(changed, lock, time)                \
    watch(pthread_cond_timedwait_relative_np, changed, lock, time)
#define instant_now stepped_now
#define alarm_new stepped_alarm_new
#define alarm_wait stepped_alarm_wait
#define alarm_ring stepped_alarm_ring
#define alarm_free stepped_alarm_free
#include "clock.c" // the fake is linked too, hence the other names

#include "test_main.h"

#include <errno.h>

#define HOUR (60 * 60 * SECOND)

static Alarm *alarm_a;
static Thread ringer;
static int sleeps, timeouts;

// A deadline that is long past ends a sleep at once. A ring could be faster,
// and hide that; so it lets wrong code go first. A right one sleeps meanwhile.
static void ring(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50 * MILLISECOND}, NULL);
    alarm_ring(alarm_a);
}

// The sleeper has the lock: the ring comes when it sleeps.
static int watch(TimedWait *wait, pthread_cond_t *changed,
                 pthread_mutex_t *lock, const struct timespec *time)
{
    if (sleeps++ == 0)
        thread_start(&ringer, ring);
    int error = wait(changed, lock, time);
    if (error == ETIMEDOUT)
        timeouts++;
    return error;
}

START_TEST(a_sleep_of_an_hour_is_ended_by_the_ring_and_not_by_the_clock)
{
    alarm_a = alarm_new();

    alarm_wait(alarm_a, instant_now() + HOUR);

    thread_join(&ringer);
    ck_assert_int_ge(sleeps, 1);
    ck_assert_int_eq(timeouts, 0);
    alarm_free(alarm_a);
}
END_TEST

TEST_MAIN("clock: inside",
          a_sleep_of_an_hour_is_ended_by_the_ring_and_not_by_the_clock)
