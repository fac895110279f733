#include "traced_wake.h"

#include "container_of.h"
#include "must.h"
#include "trace.h"

struct TracedWake {
    WakeHandle handle;
    WakeHandle *inner;
    int task;
    // The one who lends, and each time that the handle went from nobody's to
    // somebody's and has not been destroyed since.
    atomic_int owners;
};

static TracedWake *traced_of(WakeHandle *handle)
{
    return container_of(handle, TracedWake, handle);
}

static void release(TracedWake *self)
{
    if (atomic_fetch_sub(&self->owners, 1) == 1)
        free(self);
}

static void traced_wake(WakeHandle *handle)
{
    TracedWake *self = traced_of(handle);

    trace(WOKEN, self->task); // first: behind the wake the task may run
    wake_handle_wake(self->inner);
}

// Between the last drop and this call the handle may have been lent again. That
// made a clone of its own: each of the two has one inner handle to drop.
static void traced_destroy(WakeHandle *handle)
{
    TracedWake *self = traced_of(handle);

    trace(LAST_DROPPED, self->task);
    wake_handle_drop(self->inner);
    release(self);
}

static const WakeVTable traced_vtable = {.wake = traced_wake,
                                         .destroy = traced_destroy};

TracedWake *traced_wake_new(WakeHandle *inner, int task)
{
    TracedWake *self = must_alloc(sizeof *self);

    wake_handle_init(&self->handle, &traced_vtable);
    atomic_init(&self->handle.refs, 0);
    self->inner = inner;
    self->task = task;
    atomic_init(&self->owners, 1);
    return self;
}

WakeHandle *traced_wake_lend(TracedWake *self)
{
    trace(LENT, self->task);
    if (atomic_fetch_add(&self->handle.refs, 1) == 0) {
        atomic_fetch_add(&self->owners, 1);
        wake_handle_clone(self->inner);
    }
    return &self->handle;
}

WakeHandle *traced_wake_inner(const TracedWake *self)
{
    return self->inner;
}

void traced_wake_let_go(TracedWake *self)
{
    release(self);
}

int traced_wake_task(const WakeHandle *handle)
{
    if (handle->vtable != &traced_vtable)
        return 0;
    return container_of(handle, const TracedWake, handle)->task;
}
