// For the park on a futex what common/fake_park.c is for the one with a lock.
#include "fake_park.h"

#include "futex.h"
#include "threads.h"

static inline void at_a_change(void);
static inline void sleep_on(atomic_int *word, int expected);

// A change of the state stands for taking the lock.
#define memory_order_acquire (at_a_change(), memory_order_acquire)
#define memory_order_release (at_a_change(), memory_order_release)
#define futex_wait sleep_on
#define park_wait real_park_wait
#define park_new real_park_new
#include "../park.c"
#undef park_new
#undef park_wait
#undef futex_wait
#undef memory_order_release
#undef memory_order_acquire

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

static inline void at_a_change(void)
{
    if (fake_park_before_lock)
        fake_park_before_lock();
}

static inline void sleep_on(atomic_int *word, int expected)
{
    if (!sleeps_already) {
        sleeps++;
        if (fake_park_on_sleep)
            fake_park_on_sleep();
        flag_raise(&asleep);
    }
    sleeps_already = true;
    futex_wait(word, expected);
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
