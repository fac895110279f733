// A queue with room for so many items, at both ends of which a task can wait.
#ifndef BOUNDED_QUEUE_H
#define BOUNDED_QUEUE_H

#include "wake.h"

// Items come out in the order in which they went in. Nothing here blocks: who
// finds no room, or no item, is told ASYNC_WILL_WAKE, and waits as a task does.
//
// It is not for an executor's ready queue, which must have room for all: who
// waits there for room may be the one thread that could make some
// (rust-lang/async-book#78 hangs like that).
typedef struct BoundedQueue BoundedQueue;

// A place in one of the two lines, of those who put and those who take. Embed
// one in each task that does; all zero at first. The fields are the queue's.
typedef struct Waiter Waiter;
struct Waiter {
    struct Line *line; // where it stands, or has been woken from; or NULL
    WakeHandle *wake;  // a clone, while it stands there; else NULL
    Waiter *next;
    Waiter *previous;
};

// Owns: the caller frees it. There is room for one item at least.
BoundedQueue *bounded_queue_new(size_t room);

// DONE: the item is in the queue. WILL_WAKE: it is full, and `wake` is woken
// when it is worth asking again. Each item that comes out wakes one waiter, the
// one that has waited longest and is not woken yet. Who comes meanwhile may be
// faster: then the woken one is told WILL_WAKE again, and waits behind the
// others. Who asks without having been woken stays in its place, and from then
// on the newest handle is the one to wake.
// Owns:   keeps a clone while the waiter waits, and borrows the waiter until it
//         is DONE, or has left.
// Thread: any; one at a time for one waiter. Called with no lock held.
Async bounded_queue_put(BoundedQueue *queue, Waiter *waiter, void *item,
                        WakeHandle *wake);

// DONE: the oldest item is in `*item`, and no longer in the queue. WILL_WAKE:
// it is empty; the rest is as for put, with each item that goes in.
Async bounded_queue_take(BoundedQueue *queue, Waiter *waiter, void **item,
                         WakeHandle *wake);

// The waiter waits no more: its handle is dropped. If it was woken and has not
// come back, its wake goes on to the next in the same line; else the room, or
// the item, would be there, and all who could use it would sleep. Harmless for
// one that does not wait. To be called by the end of each task that has one.
// Thread: as put.
void bounded_queue_leave(BoundedQueue *queue, Waiter *waiter);

// All waiters must have left. Items that are still there remain the caller's.
void bounded_queue_free(BoundedQueue *queue);

#endif
