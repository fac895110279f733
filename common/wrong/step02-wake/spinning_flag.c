// The waker sets a flag, and the waiter looks at it again and again.
// Replaces: park.c
// Runs: demo/doorbell.c
// Shows: CPU used: [0-9]*[0-9][0-9] ms
#include "park.h"

#include "container_of.h"
#include "must.h"

#include <stdatomic.h>

struct Park {
    WakeHandle handle;
    atomic_bool woken; // a wake has come that no park_wait has seen
};

static Park *park_of(WakeHandle *handle)
{
    return container_of(handle, Park, handle);
}

static void park_wake(WakeHandle *handle)
{
    Park *park = park_of(handle);

    atomic_store(&park->woken, true);
}

static void park_destroy(WakeHandle *handle)
{
    Park *park = park_of(handle);

    free(park);
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

Park *park_new(void)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    park->woken = false;
    return park;
}

void park_wait(Park *park)
{
    while (!atomic_exchange(&park->woken, false))
        continue;
}

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

void park_drop(Park *park)
{
    wake_handle_drop(&park->handle);
}
