// Sees threads at link time: how they begin, sleep, are woken, and end. Main's
// own beginning and end are in wrap_main.c.
#include "must.h"
#include "park.h"
#include "trace.h"
#include "world.h"

#include <pthread.h>
#include <time.h>

typedef struct {
    void *(*run)(void *);
    void *arg;
    Alarm *alarm;
} Start;

static void *begin(void *arg)
{
    Start start = *(Start *)arg;

    free(arg);
    world_thread_begins(start.alarm);
    trace(AWAKE, 0);
    void *result = start.run(start.arg);
    trace(ENDS, 0);
    world_thread_ends();
    return result;
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*run)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*run)(void *), void *arg)
{
    Start *start = must_alloc(sizeof *start);

    *start = (Start){run, arg, world_thread_new()};
    int error = __real_pthread_create(thread, attr, begin, start);
    if (error) {
        if (start->alarm)
            alarm_free(start->alarm);
        free(start);
    }
    world_thread_started();
    return error;
}

int __wrap_nanosleep(const struct timespec *duration, struct timespec *left)
{
    (void)left; // nobody interrupts the demos
    trace(SLEEPS, 0);
    world_sleep(duration->tv_sec * 1000 * MILLISECOND + duration->tv_nsec);
    trace(AWAKE, 0);
    return 0;
}

void __real_alarm_wait(Alarm *alarm, Instant until);
void __wrap_alarm_wait(Alarm *alarm, Instant until)
{
    static _Thread_local bool named;

    if (!named) {
        named = true;
        trace_name_thread("timer's thread");
        world_thread_has_alarm();
    }
    trace(SLEEPS, 0);
    __real_alarm_wait(alarm, until);
    trace(AWAKE, 0);
}

static atomic_int parker; // the thread in park_wait, or that was there last

void __real_park_wait(Park *park);
void __wrap_park_wait(Park *park)
{
    parker = trace_thread();
    trace(SLEEPS, 0);
    world_park();
    __real_park_wait(park);
    trace(AWAKE, 0);
}

static _Atomic(const WakeVTable *) park_vtable; // the same for all parks

Park *__real_park_new(void);
Park *__wrap_park_new(void)
{
    Park *park = __real_park_new();

    park_vtable = park_handle(park)->vtable;
    return park;
}

void __real_wake_handle_wake(WakeHandle *handle);
void __wrap_wake_handle_wake(WakeHandle *handle)
{
    if (handle->vtable == park_vtable) {
        trace(UNPARKED, parker);
        world_unpark();
    }
    __real_wake_handle_wake(handle);
}
