#include "exec.h"

#include "container_of.h"
#include "must.h"

// A spawned task. Its handle's count is the only count: every clone that a
// waker keeps is one, and so is its place in a list or in a call.
//
//     spawn              WILL_WAKE, no wake came
//   ---------> RUNNING --------------------------> WAITING
//              |     ^                                |
//         wake |     | run                            |
//              v     |                                |
//               READY <-------------------------------+
//                       wake: whoever does this step queues it
//
// After DONE it is never WAITING again, so a late wake does not reach the
// executor. Each step is one read-modify-write, and it is what carries the
// data: a wake releases what the waker wrote, and the step to RUNNING acquires
// it, also where the state was READY already and nothing else is to be done.
// A task that is new or wakes itself takes no step: it is RUNNING, in a list.
typedef struct Spawned Spawned;

typedef enum { WAITING, READY, RUNNING } State;

struct Spawned {
    WakeHandle handle;
    ToyTask *task; // NULL once it has ended
    union {
        ToyExec *exec; // while it is WAITING: who queues it asks
        Spawned *next; // else, if it is in a list: one at most
    };
    _Atomic(State) state;
    bool counted; // whether `live` counts it
};

typedef struct {
    Spawned *first;
    Spawned *last; // if there is a first
} List;

struct ToyExec {
    Park *park;
    WakeHandle *sleeper; // a clone of the park's
    // hands what follows from one run's thread to the next:
    atomic_flag running;
    // used by run's thread alone:
    List ready;
    List arrived;     // what has become ready since the last round
    Spawned *calling; // whose task is being called
    bool calls_again; // and whether it has woken itself
    size_t live;
    // any thread:
    _Atomic(Spawned *) newest; // a stack: ready, and not in `arrived` yet
};

// Whose tasks this thread calls at the moment, if any.
static _Thread_local ToyExec *current;

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

static void count(ToyExec *exec, Spawned *spawned)
{
    exec->live += !spawned->counted;
    spawned->counted = true;
}

// What others have queued arrives, the oldest first.
static void take_stack(ToyExec *exec)
{
    if (!atomic_load_explicit(&exec->newest, memory_order_relaxed))
        return;

    Spawned *newest =
        atomic_exchange_explicit(&exec->newest, NULL, memory_order_acquire);
    List taken = {NULL, newest};
    while (newest) {
        Spawned *older = newest->next;
        count(exec, newest);
        newest->next = taken.first;
        taken.first = newest;
        newest = older;
    }
    list_append(&exec->arrived, &taken);
}

// Whoever finds the stack empty rings. Who finds another's entry there need
// not: the other has rung, or will.
static void push_on_stack(ToyExec *exec, Spawned *spawned)
{
    WakeHandle *sleeper = NULL;
    Spawned *newest = atomic_load_explicit(&exec->newest, memory_order_relaxed);

    do {
        // Once it is pushed the task may run, run may return, and the executor
        // may be freed. What we still touch is ours: hence the clone.
        if (!newest && !sleeper)
            sleeper = wake_handle_clone(exec->sleeper);
        spawned->next = newest;
    } while (!atomic_compare_exchange_weak_explicit(
        &exec->newest, &newest, spawned, memory_order_release,
        memory_order_relaxed));

    if (sleeper && !newest)
        wake_handle_wake(sleeper);
    if (sleeper)
        wake_handle_drop(sleeper);
}

static void enqueue(ToyExec *exec, Spawned *spawned)
{
    if (exec != current) {
        push_on_stack(exec, spawned);
    } else {
        take_stack(exec); // what came before it
        count(exec, spawned);
        list_push(&exec->arrived, spawned);
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

    if (current && current->calling == self) {
        current->calls_again = true; // and the state stays RUNNING
    } else if (change_state(self, READY) == WAITING) {
        wake_handle_clone(handle); // for the queue; run_one drops it
        enqueue(self->exec, self);
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
        enqueue(self->exec, self);
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
    exec->live--;
    // With the last handle, nobody else can change the count.
    if (atomic_load_explicit(&spawned->handle.refs, memory_order_acquire) == 1)
        free(spawned);
    else
        wake_handle_drop(&spawned->handle);
}

// Whether no wake came while the task ran. One that the first look finds stays,
// and costs no more than the look. If there is none yet, the second look is the
// change: a wake that came between a look and a store would be lost.
static bool begins_to_wait(ToyExec *exec, Spawned *spawned)
{
    State state = atomic_load_explicit(&spawned->state, memory_order_relaxed);

    spawned->exec = exec; // for whoever takes it out of WAITING
    return state == RUNNING && atomic_compare_exchange_strong_explicit(
                                   &spawned->state, &state, WAITING,
                                   memory_order_acq_rel, memory_order_relaxed);
}

// From here on a wake counts again, even one that comes while the task runs: it
// may just have missed what it is woken for. A task that woke itself is RUNNING
// still, unless another thread woke it, too.
// Returns the state before.
static State begins_to_run(Spawned *spawned)
{
    State state = atomic_load_explicit(&spawned->state, memory_order_relaxed);

    return state == RUNNING ? state : change_state(spawned, RUNNING);
}

static Async call(ToyExec *exec, Spawned *spawned)
{
    exec->calling = spawned;
    exec->calls_again = false;
    Async answer = toy_task_complete(spawned->task, &spawned->handle);
    exec->calling = NULL;
    return answer;
}

static void run_one(ToyExec *exec, Spawned *spawned)
{
    bool unreachable = begins_to_run(spawned) == WAITING;

    if (unreachable || call(exec, spawned) == ASYNC_DONE)
        end_task(exec, spawned);
    else if (!exec->calls_again && begins_to_wait(exec, spawned))
        wake_handle_drop(&spawned->handle); // not ours to touch any more
    else
        list_push(&exec->ready, spawned); // woken while it ran: goes again
}

// Does `what` to each of those that are ready now, not to those that become
// ready meanwhile: they wait for the next round, so nobody starves.
static void each_ready(ToyExec *exec, void what(ToyExec *, Spawned *))
{
    Spawned *spawned = exec->ready.first;
    ToyExec *outer = current; // one of whose tasks runs this executor

    exec->ready.first = NULL;
    current = exec;
    while (spawned) {
        Spawned *next = spawned->next; // read it before it is queued or freed
        what(exec, spawned);
        spawned = next;
    }
    current = outer;
}

// Moves what became ready to `ready`, before the tasks that go again.
// Returns whether any task is left.
static bool next_round(ToyExec *exec)
{
    take_stack(exec);
    list_append(&exec->arrived, &exec->ready);
    exec->ready = exec->arrived;
    exec->arrived.first = NULL;
    return exec->live > 0;
}

ToyExec *toy_exec_new(Park *park)
{
    ToyExec *exec = must_alloc(sizeof *exec);

    *exec = (ToyExec){.park = park,
                      .sleeper = wake_handle_clone(park_handle(park)),
                      .running = ATOMIC_FLAG_INIT};
    return exec;
}

void toy_exec_spawn(ToyExec *exec, ToyTask *task)
{
    Spawned *spawned = must_alloc(sizeof *spawned);

    wake_handle_init(&spawned->handle, &spawned_vtable); // the queue's
    spawned->task = task;
    spawned->counted = false;
    atomic_init(&spawned->state, RUNNING); // nobody can wake it yet
    enqueue(exec, spawned);
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
        take_stack(exec); // what it slept for
        list_append(&exec->ready, &exec->arrived);
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
    free(exec);
}
