#include "fake_park.h"

#include "threads.h"

static inline int lock_it(pthread_mutex_t *lock);
static inline int sleep_on(pthread_cond_t *changed, pthread_mutex_t *lock);

#define pthread_mutex_lock lock_it
#define pthread_cond_wait sleep_on
#define park_wait real_park_wait
#define park_new real_park_new
#include "park.c" // found in the step that is tested
#undef park_new
#undef park_wait
#undef pthread_cond_wait
#undef pthread_mutex_lock

void (*fake_park_before_wait)(void);
void (*fake_park_before_lock)(void);
void (*fake_park_on_sleep)(void);
static Flag asleep = FLAG_DOWN;
static _Thread_local bool sleeps_already; // a sleep may be interrupted
static atomic_int sleeps, count;

void fake_park_reset(void)
{
    fake_park_before_wait = NULL;
    fake_park_before_lock = NULL;
    fake_park_on_sleep = NULL;
    asleep.raised = false;
    sleeps = 0;
}

void fake_park_await_sleep(void)
{
    flag_await(&asleep);
}

int fake_park_sleeps(void)
{
    return sleeps;
}

int fake_park_count(void)
{
    return count;
}

static inline int lock_it(pthread_mutex_t *lock)
{
    if (fake_park_before_lock)
        fake_park_before_lock();
    return pthread_mutex_lock(lock);
}

static inline int sleep_on(pthread_cond_t *changed, pthread_mutex_t *lock)
{
    if (!sleeps_already) {
        sleeps++;
        if (fake_park_on_sleep)
            fake_park_on_sleep();
        flag_raise(&asleep);
    }
    sleeps_already = true;
    return pthread_cond_wait(changed, lock);
}

void park_wait(Park *park)
{
    if (fake_park_before_wait)
        fake_park_before_wait();
    sleeps_already = false;
    real_park_wait(park);
}

static const WakeVTable *real_vtable;
static WakeVTable counted_vtable;

static void count_end(WakeHandle *handle)
{
    count--;
    real_vtable->destroy(handle);
}

Park *park_new(void)
{
    Park *park = real_park_new();
    WakeHandle *handle = park_handle(park);

    if (!real_vtable) {
        real_vtable = handle->vtable;
        counted_vtable = (WakeVTable){real_vtable->wake, count_end};
    }
    handle->vtable = &counted_vtable;
    count++;
    return park;
}
