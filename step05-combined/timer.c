#include "timer.h"

#include "heap.h"
#include "must.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>

#define BATCH 64 // handles to wake between two looks at the clock

struct ToyTimer {
    pthread_t thread;
    Alarm *alarm;
    atomic_bool stopping;
    pthread_mutex_t lock;
    // lock must be held when using these:
    Heap heap;
    Instant now; // as of the loop's last look at the clock
};

// Wakes what is due. Returns when there is more to do.
static Instant fire(ToyTimer *timer)
{
    WakeHandle *due[BATCH];
    size_t count = 0;

    pthread_mutex_lock(&timer->lock);
    timer->now = instant_now();
    while (count < BATCH && heap_earliest(&timer->heap) <= timer->now) {
        due[count] = heap_pop(&timer->heap);
        __builtin_prefetch(due[count++]); // its turn comes soon
    }
    Instant next = heap_earliest(&timer->heap);
    pthread_mutex_unlock(&timer->lock);

    // A wake may register again, and a drop may end a task: not under a lock.
    for (size_t i = 0; i < count; i++) {
        wake_handle_wake(due[i]);
        wake_handle_drop(due[i]);
    }
    return next;
}

static void *loop(void *arg)
{
    ToyTimer *timer = arg;

    // A registration that comes between fire and the sleep rings, and the
    // alarm remembers it; so does the ring behind the change of `stopping`.
    while (!atomic_load(&timer->stopping))
        alarm_wait(timer->alarm, fire(timer));
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
    wake_handle_clone(wake); // the heap's; fire drops it

    pthread_mutex_lock(&timer->lock);
    if (at < timer->now)
        at = timer->now; // or it would overtake all that are due already
    bool is_earliest = at < heap_earliest(&timer->heap);
    heap_push(&timer->heap, at, wake);
    // The loop may be asleep until the deadline that was the earliest. Ring
    // before the unlock: behind it the loop may wake the handle, which may end
    // the program's last task, and then somebody may free the timer.
    if (is_earliest)
        alarm_ring(timer->alarm);
    pthread_mutex_unlock(&timer->lock);
}

void toy_timer_free(ToyTimer *timer)
{
    assert(!pthread_equal(pthread_self(), timer->thread));
    atomic_store(&timer->stopping, true);
    alarm_ring(timer->alarm);
    pthread_join(timer->thread, NULL);
    free_all_but_thread(timer);
}
