// A park whose memory is a semaphore's count. Not on macOS, which has no
// sem_init.
// Replaces: park.c
// Runs: demo/doorbell.c
// Shows: asked 2 times;the letter says: Dear task, ...;CPU used: [0-9] ms
#include "park.h"

#include "container_of.h"
#include "must.h"

#include <semaphore.h>

struct Park {
    WakeHandle handle;
    sem_t wakes;
};

static void park_wake(WakeHandle *handle)
{
    sem_post(&container_of(handle, Park, handle)->wakes);
}

static void park_destroy(WakeHandle *handle)
{
    Park *park = container_of(handle, Park, handle);

    sem_destroy(&park->wakes);
    free(park);
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

Park *park_new(void)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    must(sem_init(&park->wakes, 0, 0) == 0, "cannot make a semaphore");
    return park;
}

void park_wait(Park *park)
{
    while (sem_wait(&park->wakes) != 0)
        continue; // a signal handler has run
    while (sem_trywait(&park->wakes) == 0)
        continue; // many wakes count as one
}

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

void park_drop(Park *park)
{
    wake_handle_drop(&park->handle);
}
