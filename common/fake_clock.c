#include "fake_clock.h"

#include "must.h"

#include <pthread.h>

struct Alarm {
    Alarm *next;
    Instant until;
    bool asleep;
    bool rung;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
// lock must be held when using these:
static Instant now = 1000 * MILLISECOND;
static Alarm *alarms;
static unsigned long sleeps;

Instant instant_now(void)
{
    pthread_mutex_lock(&lock);
    Instant result = now;
    pthread_mutex_unlock(&lock);
    return result;
}

Alarm *alarm_new(void)
{
    Alarm *alarm = must_alloc(sizeof *alarm);

    pthread_mutex_lock(&lock);
    *alarm = (Alarm){.next = alarms};
    alarms = alarm;
    pthread_mutex_unlock(&lock);
    return alarm;
}

static bool must_sleep(const Alarm *alarm)
{
    return !alarm->rung && now < alarm->until;
}

void alarm_wait(Alarm *alarm, Instant until)
{
    pthread_mutex_lock(&lock);
    alarm->until = until;
    if (must_sleep(alarm)) {
        alarm->asleep = true;
        sleeps++;
        pthread_cond_broadcast(&changed);
    }
    while (must_sleep(alarm))
        pthread_cond_wait(&changed, &lock);
    alarm->asleep = false;
    alarm->rung = false;
    pthread_mutex_unlock(&lock);
}

void alarm_ring(Alarm *alarm)
{
    pthread_mutex_lock(&lock);
    alarm->rung = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void alarm_free(Alarm *alarm)
{
    pthread_mutex_lock(&lock);
    Alarm **link = &alarms;
    while (*link != alarm)
        link = &(*link)->next;
    *link = alarm->next;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    free(alarm);
}

// A thread that was rung, or whose time has come, is on its way.
static bool all_asleep(void)
{
    for (Alarm *alarm = alarms; alarm; alarm = alarm->next) {
        if (!alarm->asleep || !must_sleep(alarm))
            return false;
    }
    return true;
}

static void settle(void)
{
    while (!all_asleep())
        pthread_cond_wait(&changed, &lock);
}

void fake_clock_settle(void)
{
    pthread_mutex_lock(&lock);
    settle();
    pthread_mutex_unlock(&lock);
}

static void move(Duration by)
{
    now += by;
    pthread_cond_broadcast(&changed);
}

void fake_clock_move(Duration by)
{
    pthread_mutex_lock(&lock);
    move(by);
    pthread_mutex_unlock(&lock);
}

void fake_clock_advance(Duration by)
{
    pthread_mutex_lock(&lock);
    settle();
    move(by);
    settle();
    pthread_mutex_unlock(&lock);
}

unsigned long fake_clock_sleeps(void)
{
    pthread_mutex_lock(&lock);
    unsigned long result = sleeps;
    pthread_mutex_unlock(&lock);
    return result;
}

Instant fake_clock_next(void)
{
    Instant next = INSTANT_NEVER;

    pthread_mutex_lock(&lock);
    settle();
    for (Alarm *alarm = alarms; alarm; alarm = alarm->next)
        next = alarm->until < next ? alarm->until : next;
    pthread_mutex_unlock(&lock);
    return next;
}
