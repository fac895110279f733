// The timer in another shape: one handle at a time, and all under one lock.
#include "timer.h"

#include "heap.h"
#include "must.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>

struct ToyTimer {
    pthread_t thread;
    Alarm *alarm;
    pthread_mutex_t lock;
    // lock must be held when using these:
    bool stopping;
    Heap heap;
    Instant now;
};

// Without the lock, which it then takes again.
static void wake_first(ToyTimer *timer)
{
    WakeHandle *wake = heap_pop(&timer->heap);

    pthread_mutex_unlock(&timer->lock);
    wake_handle_wake(wake);
    wake_handle_drop(wake);
    pthread_mutex_lock(&timer->lock);
}

static void sleep_until_first(ToyTimer *timer)
{
    Instant until = heap_earliest(&timer->heap);

    pthread_mutex_unlock(&timer->lock);
    alarm_wait(timer->alarm, until);
    pthread_mutex_lock(&timer->lock);
}

static void *loop(void *arg)
{
    ToyTimer *timer = arg;

    pthread_mutex_lock(&timer->lock);
    while (!timer->stopping) {
        timer->now = instant_now();
        if (heap_earliest(&timer->heap) <= timer->now)
            wake_first(timer);
        else
            sleep_until_first(timer);
    }
    pthread_mutex_unlock(&timer->lock);
    return NULL;
}

static void free_all_but_thread(ToyTimer *timer)
{
    while (timer->heap.count > 0)
        wake_handle_drop(heap_pop(&timer->heap));
    heap_free(&timer->heap);
    pthread_mutex_destroy(&timer->lock);
    alarm_free(timer->alarm);
    free(timer);
}

ToyTimer *toy_timer_new(void)
{
    ToyTimer *timer = must_alloc(sizeof *timer);

    *timer = (ToyTimer){.alarm = alarm_new(), .now = instant_now()};
    must(pthread_mutex_init(&timer->lock, NULL) == 0, "cannot make a mutex");
    int error = pthread_create(&timer->thread, NULL, loop, timer);
    if (error) {
        free_all_but_thread(timer);
        errno = error;
        return NULL;
    }
    return timer;
}

void toy_timer_register(ToyTimer *timer, Instant at, WakeHandle *wake)
{
    pthread_mutex_lock(&timer->lock);
    if (at < timer->now)
        at = timer->now;
    if (at < heap_earliest(&timer->heap))
        alarm_ring(timer->alarm); // the loop needs the lock to look
    heap_push(&timer->heap, at, wake_handle_clone(wake));
    pthread_mutex_unlock(&timer->lock);
}

void toy_timer_free(ToyTimer *timer)
{
    assert(!pthread_equal(pthread_self(), timer->thread));
    pthread_mutex_lock(&timer->lock);
    timer->stopping = true;
    alarm_ring(timer->alarm);
    pthread_mutex_unlock(&timer->lock);
    pthread_join(timer->thread, NULL);
    free_all_but_thread(timer);
}
