#include "pair.h"

#include "container_of.h"
#include "must.h"
#include "park.h"

#include <pthread.h>

// As in exec.c: who makes it READY from WAITING queues it; DONE, it never
// waits.
typedef enum { WAITING, READY, RUNNING } State;

typedef struct Spawned {
    WakeHandle handle;
    ToyPair *pair;
    ToyTask *task;        // NULL once it has ended
    struct Spawned *next; // in one queue at most
    _Atomic(State) state;
} Spawned;

typedef struct {
    ToyPair *pair;
    Park *park;
    // the pair's lock must be held when using these:
    Spawned *first, *last;
    size_t count;
    bool asleep; // or just about to; whoever clears it owes the park a wake
} Worker;

struct ToyPair {
    pthread_mutex_t lock; // one for both queues; a lock each is the next step
    // lock must be held when using these:
    size_t live;
    Worker workers[2];
};

static _Thread_local Worker *this_worker; // NULL on all other threads

static void push(Worker *worker, Spawned *spawned)
{
    spawned->next = NULL;
    *(worker->count++ > 0 ? &worker->last->next : &worker->first) = spawned;
    worker->last = spawned;
}

static Spawned *pop(Worker *worker)
{
    Spawned *first = worker->first;
    worker->first = first->next;
    worker->count--;
    return first;
}

// Wakes one that sleeps, if any.
static void unlock_and_rouse(ToyPair *pair)
{
    Worker *worker = &pair->workers[!pair->workers[0].asleep];
    WakeHandle *sleeper = worker->asleep ? park_handle(worker->park) : NULL;

    if (sleeper)
        wake_handle_clone(sleeper); // behind the unlock the pair may be gone
    worker->asleep = false;
    pthread_mutex_unlock(&pair->lock);
    if (sleeper) {
        wake_handle_wake(sleeper);
        wake_handle_drop(sleeper);
    }
}

static void enqueue(Spawned *spawned, size_t new_tasks)
{
    ToyPair *pair = spawned->pair;

    pthread_mutex_lock(&pair->lock);
    push(&pair->workers[this_worker == &pair->workers[1]], spawned);
    pair->live += new_tasks;
    unlock_and_rouse(pair);
}

static void spawned_wake(WakeHandle *handle)
{
    Spawned *self = container_of(handle, Spawned, handle);

    if (atomic_exchange(&self->state, READY) == WAITING) {
        wake_handle_clone(handle); // for the queue; run_one drops it
        enqueue(self, 0);
    }
}

static void spawned_destroy(WakeHandle *handle)
{
    Spawned *self = container_of(handle, Spawned, handle);

    if (self->task) {
        wake_handle_clone(handle); // back from 0: for the queue, until end_task
        enqueue(self, 0);
    } else {
        free(self);
    }
}

static const WakeVTable vtable = {spawned_wake, spawned_destroy};

static void end_task(Spawned *spawned)
{
    ToyPair *pair = spawned->pair;

    toy_task_destroy(spawned->task);
    spawned->task = NULL;
    wake_handle_drop(&spawned->handle);
    pthread_mutex_lock(&pair->lock);
    if (--pair->live == 0)
        unlock_and_rouse(pair); // the other one, to leave as well
    else
        pthread_mutex_unlock(&pair->lock);
}

static void run_one(Spawned *spawned)
{
    // Until the state is WAITING nobody queues it, so nobody else runs it.
    bool unreachable = atomic_exchange(&spawned->state, RUNNING) == WAITING;

    if (unreachable ||
        toy_task_complete(spawned->task, &spawned->handle) == ASYNC_DONE)
        end_task(spawned);
    else if (atomic_compare_exchange_strong(&spawned->state, &(State){RUNNING},
                                            WAITING))
        wake_handle_drop(&spawned->handle); // not ours to touch any more
    else
        enqueue(spawned, 0); // woken while it ran: goes again
}

// NULL when no task is left.
static Spawned *next_ready(Worker *worker)
{
    ToyPair *pair = worker->pair;
    Worker *other = &pair->workers[worker == &pair->workers[0]];

    pthread_mutex_lock(&pair->lock);
    while (pair->live > 0 && worker->count == 0 && other->count == 0) {
        worker->asleep = true; // a wake from here on is for the park to keep
        pthread_mutex_unlock(&pair->lock);
        park_wait(worker->park);
        pthread_mutex_lock(&pair->lock);
        worker->asleep = false;
    }
    size_t half = worker->count == 0 ? (other->count + 1) / 2 : 0;
    while (half-- > 0)
        push(worker, pop(other));
    Spawned *next = worker->count > 0 ? pop(worker) : NULL;
    pthread_mutex_unlock(&pair->lock);
    return next;
}

static void *work(void *worker)
{
    this_worker = worker;
    for (Spawned *next; (next = next_ready(worker));)
        run_one(next);
    this_worker = NULL;
    return NULL;
}

ToyPair *toy_pair_new(void)
{
    ToyPair *pair = must_alloc(sizeof *pair);
    *pair = (ToyPair){.lock = PTHREAD_MUTEX_INITIALIZER,
                      .workers = {{.pair = pair, .park = park_new()},
                                  {.pair = pair, .park = park_new()}}};
    return pair;
}

void toy_pair_spawn(ToyPair *pair, ToyTask *task)
{
    Spawned *spawned = must_alloc(sizeof *spawned);
    *spawned = (Spawned){.pair = pair, .task = task, .state = READY};
    wake_handle_init(&spawned->handle, &vtable); // the queue's
    enqueue(spawned, 1);
}

void toy_pair_run(ToyPair *pair)
{
    pthread_t second;

    must(pthread_create(&second, NULL, work, &pair->workers[1]) == 0,
         "cannot start a thread");
    work(&pair->workers[0]);
    pthread_join(second, NULL);
}

void toy_pair_free(ToyPair *pair)
{
    while (pair->workers[0].count > 0)
        end_task(pop(&pair->workers[0]));
    park_drop(pair->workers[0].park);
    park_drop(pair->workers[1].park);
    pthread_mutex_destroy(&pair->lock);
    free(pair);
}
