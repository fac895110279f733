#include "soak.h"

#include "container_of.h"
#include "must.h"

typedef struct {
    ToyTask task;
    Slot *slot;
    Bell *bell; // NULL before the first call
    unsigned calls_left;
} Sleeper;

struct Bell {
    WakeHandle handle;
    WakeHandle *sleeper; // a clone
    atomic_int owners;   // the handles together are one, the task is the other
    atomic_bool owed;    // rung, and no call has begun since
    atomic_bool ended;   // the task is done
};

// What the timer is given: it is to fire once, or to be dropped.
typedef struct {
    WakeHandle handle;
    Bell *bell; // a handle
    Instant at;
    bool fired;
} Shot;

Counts counts;
ToyExec *exec;
ToyTimer *timer;
Slot slots[TASKS];

static void bell_disown(Bell *bell)
{
    if (atomic_fetch_sub(&bell->owners, 1) == 1)
        free(bell);
}

static Bell *bell_of(WakeHandle *handle)
{
    return container_of(handle, Bell, handle);
}

// Relaxed: that the call sees `owed` is the wake's promise, and it is tested.
static void bell_wake(WakeHandle *handle)
{
    Bell *self = bell_of(handle);

    COUNT(wakes);
    atomic_store_explicit(&self->owed, true, memory_order_relaxed);
    wake_handle_wake(self->sleeper);
}

static void bell_destroy(WakeHandle *handle)
{
    wake_handle_drop(bell_of(handle)->sleeper);
    bell_disown(bell_of(handle));
}

static const WakeVTable bell_vtable = {.wake = bell_wake,
                                       .destroy = bell_destroy};

static Bell *bell_new(WakeHandle *sleeper)
{
    Bell *bell = must_alloc(sizeof *bell);

    wake_handle_init(&bell->handle, &bell_vtable);
    bell->sleeper = wake_handle_clone(sleeper);
    atomic_init(&bell->owners, 2);
    atomic_init(&bell->owed, false);
    atomic_init(&bell->ended, false);
    COUNT(made);
    return bell;
}

static Bell *bell_clone(Bell *bell)
{
    COUNT(made);
    return bell_of(wake_handle_clone(&bell->handle));
}

void bell_drop(Bell *bell)
{
    COUNT(dropped);
    wake_handle_drop(&bell->handle);
}

void bell_ring(Bell *bell)
{
    wake_handle_wake(&bell->handle);
}

bool bell_task_has_ended(Bell *bell)
{
    return atomic_load(&bell->ended);
}

bool bell_is_owed(Bell *bell)
{
    return !atomic_load(&bell->ended) && atomic_load(&bell->owed);
}

static void shot_wake(WakeHandle *handle)
{
    Shot *self = container_of(handle, Shot, handle);

    must(instant_now() >= self->at, "a timer fired too soon");
    must(!self->fired, "a timer fired twice");
    self->fired = true;
    bell_ring(self->bell);
}

static void shot_destroy(WakeHandle *handle)
{
    Shot *self = container_of(handle, Shot, handle);

    if (self->fired)
        COUNT(fired);
    else
        COUNT(unfired);
    bell_drop(self->bell);
    free(self);
}

static const WakeVTable shot_vtable = {.wake = shot_wake,
                                       .destroy = shot_destroy};

void bell_ring_later(Bell *bell, Duration delay)
{
    Shot *shot = must_alloc(sizeof *shot);

    wake_handle_init(&shot->handle, &shot_vtable);
    shot->bell = bell_clone(bell);
    shot->at = instant_now() + delay;
    shot->fired = false;
    COUNT(registered);
    toy_timer_register(timer, shot->at, &shot->handle);
    wake_handle_drop(&shot->handle);
}

static Sleeper *sleeper_of(ToyTask *task)
{
    return container_of(task, Sleeper, task);
}

// Whoever finds the bell may ring it before the call is over.
static void leave_bell(Slot *slot, Bell *bell)
{
    Bell *busy = BUSY;

    if (!atomic_compare_exchange_strong(slot, &busy, bell))
        bell_drop(bell);
}

static Async sleeper_complete(ToyTask *task, WakeHandle *wake)
{
    Sleeper *self = sleeper_of(task);

    COUNT(calls);
    if (!self->bell) {
        self->bell = bell_new(wake);
        leave_bell(self->slot, self->bell);
        return ASYNC_WILL_WAKE;
    }
    atomic_exchange_explicit(&self->bell->owed, false, memory_order_relaxed);
    if (--self->calls_left == 0) {
        atomic_store(&self->bell->ended, true);
        return ASYNC_DONE;
    }
    if (self->calls_left % 4 == 0)
        wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void sleeper_destroy(ToyTask *task)
{
    Sleeper *self = sleeper_of(task);
    Bell *bell = self->bell;

    must(bell != NULL, "a task was dropped that was never called");
    must(!bell_is_owed(bell), "a wake was lost, and its task dropped");
    COUNT(ended);
    bell_disown(bell);
    free(self);
}

static const ToyTaskVTable sleeper_vtable = {.complete = sleeper_complete,
                                             .destroy = sleeper_destroy};

void soak_spawn(Slot *slot, unsigned calls)
{
    Sleeper *self = must_alloc(sizeof *self);

    *self =
        (Sleeper){.task = {&sleeper_vtable}, .slot = slot, .calls_left = calls};
    COUNT(spawned);
    toy_exec_spawn(exec, &self->task);
}
