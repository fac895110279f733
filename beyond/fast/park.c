#include "park.h"

#include "aside.h"
#include "container_of.h"
#include "futex.h"
#include "must.h"

// IDLE: no wake has come that no park_wait has seen. WOKEN: one has. ASLEEP: a
// thread sleeps, or is about to, so that a wake must call the system.
//
//          wake                 park_wait
//   IDLE ----------> WOKEN --------------> IDLE
//   IDLE -- park_wait --> ASLEEP -- wake --> WOKEN, and the sleeper is called
//
// park_wait subtracts one, whichever of the first two it is.
enum { ASLEEP = -1, IDLE, WOKEN };

struct Park {
    WakeHandle handle;
    atomic_int state;
    Aside aside; // of the thread that waits
};

static Park *park_of(WakeHandle *handle)
{
    return container_of(handle, Park, handle);
}

// Release: who comes out of park_wait sees what we wrote before.
static void park_wake(WakeHandle *handle)
{
    Park *park = park_of(handle);

    if (atomic_exchange_explicit(&park->state, WOKEN, memory_order_release) ==
        ASLEEP)
        futex_wake(&park->state);
}

static void park_destroy(WakeHandle *handle)
{
    free(park_of(handle));
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

Park *park_new(void)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    atomic_init(&park->state, IDLE);
    park->aside = (Aside){0};
    return park;
}

void park_wait(Park *park)
{
    int woken;

    if (atomic_load_explicit(&park->state, memory_order_relaxed) == IDLE)
        step_aside(&park->aside);
    if (atomic_fetch_sub_explicit(&park->state, 1, memory_order_acquire) ==
        WOKEN)
        return;
    // The look and the sleep are one: the kernel does not let the thread sleep
    // if the state is no longer ASLEEP. That is what a futex is.
    do {
        futex_wait(&park->state, ASLEEP);
        woken = WOKEN;
    } while (!atomic_compare_exchange_strong_explicit(
        &park->state, &woken, IDLE, memory_order_acquire,
        memory_order_relaxed));
}

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

void park_drop(Park *park)
{
    wake_handle_drop(&park->handle);
}
