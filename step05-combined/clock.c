// The only file that knows the platform.
#include "clock.h"

#include "must.h"

#include <pthread.h>
#include <time.h>

#define SECOND (1000 * MILLISECOND)
#define LONGEST_SLEEP (24 * 60 * 60 * SECOND) // fits every time_t

struct Alarm {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    // lock must be held when using these:
    bool rung; // a ring has come that no alarm_wait has seen
};

Instant instant_now(void)
{
    struct timespec now;

    must(clock_gettime(CLOCK_MONOTONIC, &now) == 0, "no monotonic clock");
    return now.tv_sec * SECOND + now.tv_nsec;
}

static struct timespec timespec_of(int64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / SECOND),
                             .tv_nsec = (long)(ns % SECOND)};
}

#ifdef __APPLE__ // has no pthread_condattr_setclock; not run there by us

static int cond_init(pthread_cond_t *cond)
{
    return pthread_cond_init(cond, NULL);
}

static void cond_wait_for(pthread_cond_t *cond, pthread_mutex_t *lock,
                          Instant now, Duration duration)
{
    (void)now;
    struct timespec timeout = timespec_of(duration);
    pthread_cond_timedwait_relative_np(cond, lock, &timeout);
}

#else

static int cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attr;

    int error = pthread_condattr_init(&attr);
    if (error)
        return error;
    // The default is the wall clock, which people and daemons set.
    error = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    if (!error)
        error = pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
    return error;
}

static void cond_wait_for(pthread_cond_t *cond, pthread_mutex_t *lock,
                          Instant now, Duration duration)
{
    struct timespec deadline = timespec_of(now + duration);
    pthread_cond_timedwait(cond, lock, &deadline);
}

#endif

Alarm *alarm_new(void)
{
    Alarm *alarm = must_alloc(sizeof *alarm);

    alarm->rung = false;
    must(pthread_mutex_init(&alarm->lock, NULL) == 0, "cannot make a mutex");
    must(cond_init(&alarm->changed) == 0, "cannot make a condition variable");
    return alarm;
}

void alarm_wait(Alarm *alarm, Instant until)
{
    pthread_mutex_lock(&alarm->lock);
    Instant now = instant_now();
    while (!alarm->rung && now < until) {
        Duration left = until - now;
        cond_wait_for(&alarm->changed, &alarm->lock, now,
                      left < LONGEST_SLEEP ? left : LONGEST_SLEEP);
        now = instant_now();
    }
    alarm->rung = false;
    pthread_mutex_unlock(&alarm->lock);
}

void alarm_ring(Alarm *alarm)
{
    pthread_mutex_lock(&alarm->lock);
    alarm->rung = true;
    pthread_mutex_unlock(&alarm->lock);
    pthread_cond_signal(&alarm->changed);
}

void alarm_free(Alarm *alarm)
{
    pthread_cond_destroy(&alarm->changed);
    pthread_mutex_destroy(&alarm->lock);
    free(alarm);
}
