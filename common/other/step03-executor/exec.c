// The executor in another shape: no atomic states, but flags under a lock in
// each entry. The grader must take it, too. Each wake takes a lock, or two.
#include "exec.h"

#include "container_of.h"
#include "must.h"

#include <pthread.h>

typedef struct Entry Entry;

struct Entry {
    WakeHandle handle;
    ToyExec *exec; // good until the task has ended
    ToyTask *task;
    Entry *next;
    bool unreachable;
    // The executor's lock may be taken inside this one, never the other way.
    pthread_mutex_t lock;
    // lock must be held when using these:
    bool queued;
    bool running;
    bool woken; // while it ran
    bool ended;
};

typedef struct {
    Entry *first, *last;
} Queue;

struct ToyExec {
    Park *park;
    WakeHandle *sleeper;
    Queue again; // run's alone: woken while they ran, for the next round
    pthread_mutex_t lock;
    // lock must be held when using these:
    Queue ready;
    size_t live;
    bool busy; // inside run or free
};

static void push(Queue *queue, Entry *entry)
{
    entry->next = NULL;
    if (queue->first)
        queue->last->next = entry;
    else
        queue->first = entry;
    queue->last = entry;
}

// Returns a clone of the park's handle, to be woken with no lock held.
static WakeHandle *enqueue(ToyExec *exec, Entry *entry, size_t new_tasks)
{
    pthread_mutex_lock(&exec->lock);
    push(&exec->ready, entry);
    exec->live += new_tasks;
    WakeHandle *sleeper = wake_handle_clone(exec->sleeper);
    pthread_mutex_unlock(&exec->lock);
    return sleeper;
}

static void wake_and_drop(WakeHandle *sleeper)
{
    if (sleeper) {
        wake_handle_wake(sleeper);
        wake_handle_drop(sleeper);
    }
}

static void entry_wake(WakeHandle *handle)
{
    Entry *entry = container_of(handle, Entry, handle);
    WakeHandle *sleeper = NULL;

    pthread_mutex_lock(&entry->lock);
    if (entry->running) {
        entry->woken = true;
    } else if (!entry->queued && !entry->ended) {
        entry->queued = true;
        wake_handle_clone(handle); // the queue's
        sleeper = enqueue(entry->exec, entry, 0);
    }
    pthread_mutex_unlock(&entry->lock);
    wake_and_drop(sleeper);
}

static void entry_free(Entry *entry)
{
    pthread_mutex_destroy(&entry->lock);
    free(entry);
}

// Nobody else has a handle, so nobody else looks at the flags.
static void entry_destroy(WakeHandle *handle)
{
    Entry *entry = container_of(handle, Entry, handle);

    if (entry->ended) {
        entry_free(entry);
        return;
    }
    entry->unreachable = true;
    wake_handle_clone(handle); // the queue's
    wake_and_drop(enqueue(entry->exec, entry, 0));
}

static const WakeVTable entry_vtable = {.wake = entry_wake,
                                        .destroy = entry_destroy};

static void end_task(ToyExec *exec, Entry *entry)
{
    toy_task_destroy(entry->task);
    pthread_mutex_lock(&entry->lock);
    entry->running = false;
    entry->ended = true;
    pthread_mutex_unlock(&entry->lock);
    pthread_mutex_lock(&exec->lock);
    exec->live--;
    pthread_mutex_unlock(&exec->lock);
    wake_handle_drop(&entry->handle);
}

static void begin_call(Entry *entry)
{
    pthread_mutex_lock(&entry->lock);
    entry->queued = false;
    entry->running = true;
    pthread_mutex_unlock(&entry->lock);
}

// It goes again if a wake came meanwhile.
static void end_call(ToyExec *exec, Entry *entry)
{
    pthread_mutex_lock(&entry->lock);
    bool again = entry->woken;
    entry->running = entry->woken = false;
    entry->queued = again;
    pthread_mutex_unlock(&entry->lock);
    if (again)
        push(&exec->again, entry);
    else
        wake_handle_drop(&entry->handle);
}

static void run_one(ToyExec *exec, Entry *entry)
{
    begin_call(entry);
    if (entry->unreachable ||
        toy_task_complete(entry->task, &entry->handle) == ASYNC_DONE)
        end_task(exec, entry);
    else
        end_call(exec, entry);
}

// Takes all that is ready. Returns whether any task is left.
static bool next_round(ToyExec *exec, Entry **round)
{
    pthread_mutex_lock(&exec->lock);
    Entry **end =
        exec->ready.first ? &exec->ready.last->next : &exec->ready.first;
    *end = exec->again.first;
    *round = exec->ready.first;
    exec->ready.first = exec->again.first = NULL;
    bool any_left = exec->live > 0;
    pthread_mutex_unlock(&exec->lock);
    return any_left;
}

static void each(ToyExec *exec, Entry *round, void what(ToyExec *, Entry *))
{
    while (round) {
        Entry *entry = round;
        round = entry->next;
        what(exec, entry);
    }
}

// Returns whether it was so before.
static bool set_busy(ToyExec *exec, bool busy)
{
    pthread_mutex_lock(&exec->lock);
    bool before = exec->busy;
    exec->busy = busy;
    pthread_mutex_unlock(&exec->lock);
    return before;
}

ToyExec *toy_exec_new(Park *park)
{
    ToyExec *exec = must_alloc(sizeof *exec);

    *exec = (ToyExec){.park = park,
                      .sleeper = wake_handle_clone(park_handle(park))};
    must(pthread_mutex_init(&exec->lock, NULL) == 0, "cannot make a mutex");
    return exec;
}

void toy_exec_spawn(ToyExec *exec, ToyTask *task)
{
    Entry *entry = must_alloc(sizeof *entry);

    *entry = (Entry){.exec = exec, .task = task, .queued = true};
    wake_handle_init(&entry->handle, &entry_vtable); // the queue's
    must(pthread_mutex_init(&entry->lock, NULL) == 0, "cannot make a mutex");
    wake_and_drop(enqueue(exec, entry, 1));
}

void toy_exec_run(ToyExec *exec)
{
    Entry *round;

    must(!set_busy(exec, true),
         "toy_exec_run: this executor is running already");
    while (next_round(exec, &round)) {
        if (round)
            wake_handle_wake(exec->sleeper);
        park_wait(exec->park);
        each(exec, round, run_one);
    }
    set_busy(exec, false);
}

void toy_exec_free(ToyExec *exec)
{
    Entry *round;

    must(!set_busy(exec, true), "toy_exec_free: this executor is running");
    while (next_round(exec, &round))
        each(exec, round, end_task);
    wake_handle_drop(exec->sleeper);
    pthread_mutex_destroy(&exec->lock);
    free(exec);
}
