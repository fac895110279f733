// What all fake parks have in common: the code of fake_park.h, for the one C
// file that includes the real park under other names.
#ifndef FAKE_PARK_HOOKS_H
#define FAKE_PARK_HOOKS_H

#include "fake_park.h"

#include "threads.h"

void real_park_wait(Park *park);
Park *real_park_new(void);

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

// The real park's file calls these: before it takes the lock, before it sleeps.
static inline void at_lock(void)
{
    if (fake_park_before_lock)
        fake_park_before_lock();
}

static inline void at_sleep(void)
{
    if (!sleeps_already) {
        sleeps++;
        if (fake_park_on_sleep)
            fake_park_on_sleep();
        flag_raise(&asleep);
    }
    sleeps_already = true;
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

#endif
