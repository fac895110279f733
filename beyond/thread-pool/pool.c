#include "pool.h"

#include "container_of.h"
#include "must.h"
#include "park.h"

#include <assert.h>
#include <pthread.h>

// A spawned task, with the states that it has in step 3. There, one thread ran
// them all; here the thread that calls a task next may be another one. So the
// step to WAITING hands over, too, and behind it the entry is not ours.
typedef struct Spawned Spawned;

typedef enum { WAITING, READY, RUNNING } State;

struct Spawned {
    WakeHandle handle;
    ToyPool *pool;
    ToyTask *task; // NULL once it has ended
    Spawned *next; // in the queue
    _Atomic(State) state;
};

// One thread of a run. Each sleeps in a park of its own: so a wake wakes the
// one that it is meant for.
typedef struct Worker Worker;

struct Worker {
    ToyPool *pool;
    Park *park;
    pthread_t thread;
    // the pool's lock must be held when using these:
    Worker *next_idle;
    bool is_idle; // in the list of those that sleep, or are about to
};

struct ToyPool {
    size_t threads;
    atomic_flag running;
    pthread_mutex_t lock;
    // lock must be held when using these:
    Spawned *first; // of those that are ready
    Spawned *last;  // if there is a first
    size_t live;
    Worker *idle;
};

// One that sleeps, or NULL; it is idle no more, and whoever calls this owes it
// a wake. With the lock held.
static WakeHandle *call_up(ToyPool *pool)
{
    Worker *worker = pool->idle;

    if (!worker)
        return NULL;
    pool->idle = worker->next_idle;
    worker->is_idle = false;
    return wake_handle_clone(park_handle(worker->park));
}

// Without the lock: the one that is woken wants it. From here on run may
// return, and the pool may be freed; the clone keeps the park.
static void wake_up(WakeHandle *worker)
{
    if (!worker)
        return;
    wake_handle_wake(worker);
    wake_handle_drop(worker);
}

static void push(ToyPool *pool, Spawned *spawned)
{
    spawned->next = NULL;
    if (pool->first)
        pool->last->next = spawned;
    else
        pool->first = spawned;
    pool->last = spawned;
}

// One task more to run: one worker more, if any is idle.
static void enqueue(ToyPool *pool, Spawned *spawned, size_t new_tasks)
{
    pthread_mutex_lock(&pool->lock);
    push(pool, spawned);
    pool->live += new_tasks;
    WakeHandle *worker = call_up(pool);
    pthread_mutex_unlock(&pool->lock);
    wake_up(worker);
}

static Spawned *spawned_of(WakeHandle *handle)
{
    return container_of(handle, Spawned, handle);
}

static State change_state(Spawned *spawned, State state)
{
    return atomic_exchange_explicit(&spawned->state, state,
                                    memory_order_acq_rel);
}

static void spawned_wake(WakeHandle *handle)
{
    Spawned *self = spawned_of(handle);

    if (change_state(self, READY) == WAITING) {
        wake_handle_clone(handle); // for the queue; run_one drops it
        enqueue(self->pool, self, 0);
    }
}

// The last handle has gone. If the task has not ended, nobody can wake it any
// more, and a worker ends it: it goes through the queue, WAITING as it is.
static void spawned_destroy(WakeHandle *handle)
{
    Spawned *self = spawned_of(handle);

    if (self->task) {
        wake_handle_clone(handle); // back from 0: for the queue, until end_task
        enqueue(self->pool, self, 0);
    } else {
        free(self);
    }
}

static const WakeVTable spawned_vtable = {.wake = spawned_wake,
                                          .destroy = spawned_destroy};

static void end_task(ToyPool *pool, Spawned *spawned)
{
    toy_task_destroy(spawned->task);
    spawned->task = NULL;
    wake_handle_drop(&spawned->handle);
    // Counted last: what its end spawns is counted by then, so nobody leaves.
    pthread_mutex_lock(&pool->lock);
    pool->live--;
    pthread_mutex_unlock(&pool->lock);
}

// Whether no wake came while the task ran. Release: the next call, perhaps on
// another thread, sees what this one wrote.
static bool begins_to_wait(Spawned *spawned)
{
    State state = RUNNING;

    return atomic_compare_exchange_strong_explicit(
        &spawned->state, &state, WAITING, memory_order_acq_rel,
        memory_order_relaxed);
}

// It goes behind those that are ready. No worker is called up for it: the one
// that has just run it is about to look.
static void go_again(ToyPool *pool, Spawned *spawned)
{
    pthread_mutex_lock(&pool->lock);
    push(pool, spawned);
    pthread_mutex_unlock(&pool->lock);
}

static void run_one(ToyPool *pool, Spawned *spawned)
{
    bool unreachable = change_state(spawned, RUNNING) == WAITING;

    if (unreachable ||
        toy_task_complete(spawned->task, &spawned->handle) == ASYNC_DONE)
        end_task(pool, spawned);
    else if (begins_to_wait(spawned))
        wake_handle_drop(&spawned->handle); // another may run it already
    else
        go_again(pool, spawned);
}

static Spawned *pop(ToyPool *pool)
{
    Spawned *spawned = pool->first;

    if (spawned)
        pool->first = spawned->next;
    return spawned;
}

static void sleep_until_called_up(Worker *worker)
{
    ToyPool *pool = worker->pool;

    worker->is_idle = true;
    worker->next_idle = pool->idle;
    pool->idle = worker;
    while (worker->is_idle) { // a park may return without a wake
        pthread_mutex_unlock(&pool->lock);
        park_wait(worker->park);
        pthread_mutex_lock(&pool->lock);
    }
}

// Waits for a task that is ready. NULL: none is left. To look at the queue and
// to join the idle is one step under the lock, so no task falls between.
static Spawned *next_task(Worker *worker)
{
    ToyPool *pool = worker->pool;
    WakeHandle *other = NULL;

    pthread_mutex_lock(&pool->lock);
    while (!pool->first && pool->live > 0)
        sleep_until_called_up(worker);
    Spawned *spawned = pop(pool);
    if (!spawned) // who leaves tells the next, and so they all learn it
        other = call_up(pool);
    pthread_mutex_unlock(&pool->lock);
    wake_up(other);
    return spawned;
}

static void *work(void *arg)
{
    Worker *worker = arg;

    for (Spawned *spawned; (spawned = next_task(worker));)
        run_one(worker->pool, spawned);
    return NULL;
}

ToyPool *toy_pool_new(size_t threads)
{
    assert(threads > 0);
    ToyPool *pool = must_alloc(sizeof *pool);

    *pool = (ToyPool){.threads = threads, .running = ATOMIC_FLAG_INIT};
    must(pthread_mutex_init(&pool->lock, NULL) == 0, "cannot make a mutex");
    return pool;
}

void toy_pool_spawn(ToyPool *pool, ToyTask *task)
{
    Spawned *spawned = must_alloc(sizeof *spawned);

    wake_handle_init(&spawned->handle, &spawned_vtable); // the queue's
    spawned->pool = pool;
    spawned->task = task;
    atomic_init(&spawned->state, READY);
    enqueue(pool, spawned, 1);
}

static Worker *workers_new(ToyPool *pool)
{
    Worker *workers = must_alloc(pool->threads * sizeof *workers);

    for (size_t i = 0; i < pool->threads; i++)
        workers[i] = (Worker){.pool = pool, .park = park_new()};
    return workers;
}

static void workers_free(ToyPool *pool, Worker *workers)
{
    for (size_t i = 0; i < pool->threads; i++)
        park_drop(workers[i].park);
    free(workers);
}

size_t toy_pool_run(ToyPool *pool)
{
    must(!atomic_flag_test_and_set(&pool->running),
         "toy_pool_run: this pool is running already");
    Worker *workers = workers_new(pool);
    size_t count = 1; // the first is the caller

    while (count < pool->threads && pthread_create(&workers[count].thread, NULL,
                                                   work, &workers[count]) == 0)
        count++;
    work(&workers[0]);
    for (size_t i = 1; i < count; i++)
        pthread_join(workers[i].thread, NULL);
    workers_free(pool, workers);
    atomic_flag_clear(&pool->running);
    return count;
}

void toy_pool_free(ToyPool *pool)
{
    must(!atomic_flag_test_and_set(&pool->running),
         "toy_pool_free: this pool is running");
    // All that is left has never run, so it is in the queue; but the end of a
    // task may spawn.
    for (Spawned *spawned; (spawned = pop(pool));)
        end_task(pool, spawned);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
