#include "wake.h"

void wake_handle_init(WakeHandle *handle, const WakeVTable *vtable)
{
    handle->vtable = vtable;
    atomic_init(&handle->refs, 1);
}

WakeHandle *wake_handle_clone(WakeHandle *handle)
{
    // Relaxed: the caller has a handle, so nobody else can end the wake
    // meanwhile, and nothing is read on the strength of the count.
    atomic_fetch_add_explicit(&handle->refs, 1, memory_order_relaxed);
    return handle;
}

void wake_handle_wake(WakeHandle *handle)
{
    handle->vtable->wake(handle);
}

void wake_handle_drop(WakeHandle *handle)
{
    // Release: what we did with the handle comes before its end. Acquire: the
    // last one sees what all the others did.
    if (atomic_fetch_sub_explicit(&handle->refs, 1, memory_order_acq_rel) == 1)
        handle->vtable->destroy(handle);
}
