#include "exec.h"

#include "container_of.h"
#include "must.h"

#include <pthread.h>

// A spawned task. Its handle's count is the only count: every clone that a
// waker keeps is one, and so is its place in a list or in a call.
//
//            spawn              run               WILL_WAKE, no wake came
//   (new) ----------> READY ----------> RUNNING ---------------------> WAITING
//                     ^   ^                |                              |
//                     |   +----------------+                              |
//                     |     wake: goes again behind all others            |
//                     +---------------------------------------------------+
//                           wake: whoever does this step queues it
//
// After DONE it is never WAITING again, so a late wake does not reach the
// executor. Each step is one read-modify-write, and it is what carries the
// data: a wake releases what the waker wrote, and the step to RUNNING acquires
// it, also where the state was READY already and nothing else is to be done.
typedef struct Spawned Spawned;

typedef enum { WAITING, READY, RUNNING } State;

struct Spawned {
    WakeHandle handle;
    ToyExec *exec;
    ToyTask *task; // NULL once it has ended
    Spawned *next; // in one list at most
    _Atomic(State) state;
};

typedef struct {
    Spawned *first;
    Spawned *last; // if there is a first
} List;

struct ToyExec {
    Park *park;
    WakeHandle *sleeper; // a clone of the park's
    // used by run's thread alone:
    List ready;
    size_t ended; // tasks that ended and are still counted in `live`
    // hands these two from one run's thread to the next:
    atomic_flag running;
    pthread_mutex_t lock;
    // lock must be held when using these:
    List queue; // what has become ready since the last round
    size_t live;
};

// Everything in `more` goes behind what is in `list`.
static void list_append(List *list, List *more)
{
    if (!more->first)
        return;
    if (list->first)
        list->last->next = more->first;
    else
        list->first = more->first;
    list->last = more->last;
    more->first = NULL;
}

static void list_push(List *list, Spawned *spawned)
{
    spawned->next = NULL;
    list_append(list, &(List){spawned, spawned});
}

static void enqueue(ToyExec *exec, Spawned *spawned, size_t new_tasks)
{
    WakeHandle *sleeper = NULL;

    pthread_mutex_lock(&exec->lock);
    if (!exec->queue.first)
        sleeper = wake_handle_clone(exec->sleeper);
    list_push(&exec->queue, spawned);
    exec->live += new_tasks;
    pthread_mutex_unlock(&exec->lock);

    // From here on the task may run, run may return, and the executor may be
    // freed. What we still touch is ours: hence the clone.
    if (sleeper) {
        wake_handle_wake(sleeper);
        wake_handle_drop(sleeper);
    }
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
        enqueue(self->exec, self, 0);
    }
}

// The last handle has gone. If the task has not ended, nobody can wake it any
// more. Its end belongs on run's thread, and not inside the end of the task
// that kept the handle: so it goes through the queue, WAITING as it is.
static void spawned_destroy(WakeHandle *handle)
{
    Spawned *self = spawned_of(handle);

    if (self->task) {
        wake_handle_clone(handle); // back from 0: for the queue, until end_task
        enqueue(self->exec, self, 0);
    } else {
        free(self);
    }
}

static const WakeVTable spawned_vtable = {.wake = spawned_wake,
                                          .destroy = spawned_destroy};

static void end_task(ToyExec *exec, Spawned *spawned)
{
    toy_task_destroy(spawned->task);
    spawned->task = NULL;
    exec->ended++;
    wake_handle_drop(&spawned->handle);
}

// Whether no wake came while the task ran. One that the first look finds stays,
// and costs no more than the look. If there is none yet, the second look is the
// change: a wake that came between a look and a store would be lost.
static bool begins_to_wait(Spawned *spawned)
{
    State state = atomic_load_explicit(&spawned->state, memory_order_relaxed);

    return state == RUNNING && atomic_compare_exchange_strong_explicit(
                                   &spawned->state, &state, WAITING,
                                   memory_order_acq_rel, memory_order_relaxed);
}

static void run_one(ToyExec *exec, Spawned *spawned)
{
    // From here on a wake counts again, even one that comes while the task
    // runs: it may just have missed what it is woken for.
    bool unreachable = change_state(spawned, RUNNING) == WAITING;

    if (unreachable ||
        toy_task_complete(spawned->task, &spawned->handle) == ASYNC_DONE)
        end_task(exec, spawned);
    else if (begins_to_wait(spawned))
        wake_handle_drop(&spawned->handle); // not ours to touch any more
    else
        list_push(&exec->ready, spawned); // woken while it ran: goes again
}

// Does `what` to each of those that are ready now, not to those that become
// ready meanwhile: they wait for the next round, so nobody starves.
static void each_ready(ToyExec *exec, void what(ToyExec *, Spawned *))
{
    Spawned *spawned = exec->ready.first;

    exec->ready.first = NULL;
    while (spawned) {
        Spawned *next = spawned->next; // read it before it is queued or freed
        what(exec, spawned);
        spawned = next;
    }
}

// Moves what became ready to `ready`, before the tasks that go again.
// Returns whether any task is left.
static bool next_round(ToyExec *exec)
{
    pthread_mutex_lock(&exec->lock);
    list_append(&exec->queue, &exec->ready);
    exec->ready = exec->queue;
    exec->queue.first = NULL;
    exec->live -= exec->ended;
    exec->ended = 0;
    bool any_left = exec->live > 0;
    pthread_mutex_unlock(&exec->lock);
    return any_left;
}

ToyExec *toy_exec_new(Park *park)
{
    ToyExec *exec = must_alloc(sizeof *exec);

    *exec = (ToyExec){.park = park,
                      .sleeper = wake_handle_clone(park_handle(park)),
                      .running = ATOMIC_FLAG_INIT};
    must(pthread_mutex_init(&exec->lock, NULL) == 0, "cannot make a mutex");
    return exec;
}

void toy_exec_spawn(ToyExec *exec, ToyTask *task)
{
    Spawned *spawned = must_alloc(sizeof *spawned);

    wake_handle_init(&spawned->handle, &spawned_vtable); // the queue's
    spawned->exec = exec;
    spawned->task = task;
    atomic_init(&spawned->state, READY);
    enqueue(exec, spawned, 1);
}

void toy_exec_run(ToyExec *exec)
{
    must(!atomic_flag_test_and_set(&exec->running),
         "toy_exec_run: this executor is running already");
    while (next_round(exec)) {
        // Do not sleep if a task is ready; but go there even so, since a park
        // that listens to the world must get its turn.
        if (exec->ready.first)
            wake_handle_wake(exec->sleeper);
        park_wait(exec->park);
        each_ready(exec, run_one);
    }
    atomic_flag_clear(&exec->running);
}

void toy_exec_free(ToyExec *exec)
{
    must(!atomic_flag_test_and_set(&exec->running),
         "toy_exec_free: this executor is running");
    // All that is left has never run, so it is in the queue; but the end of a
    // task may spawn.
    while (next_round(exec))
        each_ready(exec, end_task);
    wake_handle_drop(exec->sleeper);
    pthread_mutex_destroy(&exec->lock);
    free(exec);
}
