#include "timeout.h"

#include "must.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>

#define BATCH 64 // handles to wake between two looks at the clock

struct Timeouts {
    pthread_t thread;
    Alarm *alarm;
    atomic_bool stopping;
    pthread_mutex_t lock;
    // lock must be held when using these, and each timeout's fields:
    Timeout **heap; // item i is not after items 2i+1 and 2i+2
    size_t count;
    size_t capacity;
    uint64_t arrivals;
    Instant now; // as of the loop's last look at the clock
};

static bool before(const Timeout *a, const Timeout *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static Instant earliest(const Timeouts *timer)
{
    return timer->count > 0 ? timer->heap[0]->at : INSTANT_NEVER;
}

// Each knows its place, so that it can be taken out of the middle.
static void put(Timeouts *timer, size_t index, Timeout *timeout)
{
    timer->heap[index] = timeout;
    timeout->place = index + 1;
}

static size_t move_hole_up(Timeouts *timer, size_t hole, const Timeout *timeout)
{
    while (hole > 0 && before(timeout, timer->heap[(hole - 1) / 2])) {
        put(timer, hole, timer->heap[(hole - 1) / 2]);
        hole = (hole - 1) / 2;
    }
    return hole;
}

static size_t move_hole_down(Timeouts *timer, size_t hole,
                             const Timeout *timeout)
{
    for (;;) {
        size_t child = 2 * hole + 1;
        if (child + 1 < timer->count &&
            before(timer->heap[child + 1], timer->heap[child]))
            child++;
        if (child >= timer->count || before(timeout, timer->heap[child]))
            return hole;
        put(timer, hole, timer->heap[child]);
        hole = child;
    }
}

static void push(Timeouts *timer, Timeout *timeout)
{
    if (timer->count == timer->capacity) {
        timer->capacity = timer->capacity ? 2 * timer->capacity : 64;
        timer->heap =
            realloc(timer->heap, timer->capacity * sizeof *timer->heap);
        must(timer->heap != NULL, "out of memory");
    }
    put(timer, move_hole_up(timer, timer->count++, timeout), timeout);
}

// Returns the handle, which is the caller's now; NULL if it was not set.
static WakeHandle *take_out(Timeouts *timer, Timeout *timeout)
{
    if (timeout->place == 0)
        return NULL;
    size_t hole = timeout->place - 1;
    Timeout *last = timer->heap[--timer->count];

    timeout->place = 0;
    if (last != timeout) {
        // The last one comes from another branch: it may be earlier than what
        // is above the hole.
        hole = move_hole_up(timer, hole, last);
        put(timer, move_hole_down(timer, hole, last), last);
    }
    return timeout->wake;
}

// Wakes what is due. Returns when there is more to do.
static Instant fire(Timeouts *timer)
{
    WakeHandle *due[BATCH];
    size_t count = 0;

    pthread_mutex_lock(&timer->lock);
    timer->now = instant_now();
    // Here it is decided between firing and cancelling. Behind the unlock the
    // timeout may be gone; what we still touch is its handle, which is ours.
    while (count < BATCH && timer->count > 0 && earliest(timer) <= timer->now)
        due[count++] = take_out(timer, timer->heap[0]);
    Instant next = earliest(timer);
    pthread_mutex_unlock(&timer->lock);

    for (size_t i = 0; i < count; i++) {
        wake_handle_wake(due[i]);
        wake_handle_drop(due[i]);
    }
    return next;
}

static void *loop(void *arg)
{
    Timeouts *timer = arg;

    while (!atomic_load(&timer->stopping))
        alarm_wait(timer->alarm, fire(timer));
    return NULL;
}

static void free_all_but_thread(Timeouts *timer)
{
    while (timer->count > 0)
        wake_handle_drop(take_out(timer, timer->heap[0]));
    free(timer->heap);
    pthread_mutex_destroy(&timer->lock);
    alarm_free(timer->alarm);
    free(timer);
}

Timeouts *timeouts_new(void)
{
    Timeouts *timer = must_alloc(sizeof *timer);

    *timer = (Timeouts){.alarm = alarm_new(), .now = instant_now()};
    must(pthread_mutex_init(&timer->lock, NULL) == 0, "cannot make a mutex");
    int error = pthread_create(&timer->thread, NULL, loop, timer);
    if (error) {
        free_all_but_thread(timer);
        errno = error;
        return NULL;
    }
    return timer;
}

void timeouts_set(Timeouts *timer, Timeout *timeout, Instant at,
                  WakeHandle *wake)
{
    wake_handle_clone(wake); // the timeout's

    pthread_mutex_lock(&timer->lock);
    WakeHandle *older = take_out(timer, timeout);
    if (at < timer->now)
        at = timer->now; // or it would overtake all that are due already
    bool is_earliest = at < earliest(timer);
    timeout->at = at;
    timeout->order = timer->arrivals++;
    timeout->wake = wake;
    push(timer, timeout);
    if (is_earliest)
        alarm_ring(timer->alarm); // before the unlock, as in step 4
    pthread_mutex_unlock(&timer->lock);

    if (older)
        wake_handle_drop(older);
}

bool timeouts_cancel(Timeouts *timer, Timeout *timeout)
{
    pthread_mutex_lock(&timer->lock);
    WakeHandle *wake = take_out(timer, timeout);
    pthread_mutex_unlock(&timer->lock);

    // It may be the last, and end the task that cancels: not under the lock.
    // The loop sleeps on, and finds out when it wakes up.
    if (wake)
        wake_handle_drop(wake);
    return wake != NULL;
}

size_t timeouts_count(Timeouts *timer)
{
    pthread_mutex_lock(&timer->lock);
    size_t count = timer->count;
    pthread_mutex_unlock(&timer->lock);
    return count;
}

void timeouts_free(Timeouts *timer)
{
    assert(!pthread_equal(pthread_self(), timer->thread));
    atomic_store(&timer->stopping, true);
    alarm_ring(timer->alarm);
    pthread_join(timer->thread, NULL);
    free_all_but_thread(timer);
}
