#include "bounded_queue.h"

#include "must.h"

#include <assert.h>
#include <pthread.h>

// Those who wait for one thing and are not woken yet, the longest in front.
typedef struct Line {
    Waiter *first;
    Waiter *last;
} Line;

struct BoundedQueue {
    pthread_mutex_t lock;
    size_t room;
    // lock must be held when using these, and each waiter's fields:
    //
    // As long as anybody stands in a line, at least as many have been woken
    // from it and have not come back as there is room, or are items. So nothing
    // lies there while all who could use it sleep.
    Line putters;
    Line takers;
    size_t first;
    size_t count;
    void *items[]; // a ring
};

BoundedQueue *bounded_queue_new(size_t room)
{
    assert(room > 0);
    BoundedQueue *queue =
        must_alloc(sizeof *queue + room * sizeof *queue->items);

    *queue = (BoundedQueue){.room = room};
    must(pthread_mutex_init(&queue->lock, NULL) == 0, "cannot make a mutex");
    return queue;
}

static void line_push(Line *line, Waiter *waiter)
{
    waiter->line = line;
    waiter->next = NULL;
    waiter->previous = line->last;
    *(line->last ? &line->last->next : &line->first) = waiter;
    line->last = waiter;
}

// Returns its handle, which is the caller's now; NULL if it does not stand in a
// line.
static WakeHandle *step_out(Waiter *waiter)
{
    WakeHandle *wake = waiter->wake;

    if (wake) {
        Line *line = waiter->line;
        *(waiter->previous ? &waiter->previous->next : &line->first) =
            waiter->next;
        *(waiter->next ? &waiter->next->previous : &line->last) =
            waiter->previous;
        waiter->wake = NULL;
    }
    return wake;
}

// It got what it came for, or wants it no more.
static WakeHandle *end_wait(Waiter *waiter)
{
    WakeHandle *wake = step_out(waiter);

    waiter->line = NULL;
    return wake;
}

// Returns the older handle, to drop behind the unlock, or NULL.
static WakeHandle *wait_in(Line *line, Waiter *waiter, WakeHandle *wake)
{
    WakeHandle *older = waiter->wake;

    if (!older)
        line_push(line, waiter);
    waiter->wake = wake_handle_clone(wake);
    return older;
}

// Returns whom to wake behind the unlock, or NULL: the handle alone, for the
// waiter may be gone by then.
static WakeHandle *call_first(Line *line)
{
    return line->first ? step_out(line->first) : NULL;
}

// Somebody else's code: under no lock.
static void wake_and_drop(WakeHandle *wake)
{
    if (wake) {
        wake_handle_wake(wake);
        wake_handle_drop(wake);
    }
}

static void drop(WakeHandle *wake)
{
    if (wake)
        wake_handle_drop(wake);
}

Async bounded_queue_put(BoundedQueue *queue, Waiter *waiter, void *item,
                        WakeHandle *wake)
{
    WakeHandle *taker = NULL, *older;

    pthread_mutex_lock(&queue->lock);
    bool fits = queue->count < queue->room;
    if (fits) {
        queue->items[(queue->first + queue->count++) % queue->room] = item;
        older = end_wait(waiter);
        taker = call_first(&queue->takers);
    } else {
        older = wait_in(&queue->putters, waiter, wake);
    }
    pthread_mutex_unlock(&queue->lock);

    drop(older);
    wake_and_drop(taker);
    return fits ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

Async bounded_queue_take(BoundedQueue *queue, Waiter *waiter, void **item,
                         WakeHandle *wake)
{
    WakeHandle *putter = NULL, *older;

    pthread_mutex_lock(&queue->lock);
    bool found = queue->count > 0;
    if (found) {
        *item = queue->items[queue->first];
        queue->first = (queue->first + 1) % queue->room;
        queue->count--;
        older = end_wait(waiter);
        putter = call_first(&queue->putters);
    } else {
        older = wait_in(&queue->takers, waiter, wake);
    }
    pthread_mutex_unlock(&queue->lock);

    drop(older);
    wake_and_drop(putter);
    return found ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

void bounded_queue_leave(BoundedQueue *queue, Waiter *waiter)
{
    WakeHandle *next = NULL;

    pthread_mutex_lock(&queue->lock);
    bool was_woken = waiter->line && !waiter->wake;
    if (was_woken)
        next = call_first(waiter->line);
    WakeHandle *wake = end_wait(waiter);
    pthread_mutex_unlock(&queue->lock);

    drop(wake);
    wake_and_drop(next);
}

void bounded_queue_free(BoundedQueue *queue)
{
    assert(!queue->putters.first && !queue->takers.first);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}
