// A wake that counts its wakes and its end. Its storage is the test's, so that
// the counts can be read when the last handle is gone.
#ifndef PROBE_WAKE_H
#define PROBE_WAKE_H

#include "container_of.h"
#include "wake.h"

typedef struct ProbeWake ProbeWake;

struct ProbeWake {
    WakeHandle handle;
    void (*on_wake)(ProbeWake *self); // or NULL
    void (*at_end)(ProbeWake *self);  // or NULL
    void *arg;                        // for the two above
    atomic_int wakes;
    atomic_int ended;
};

static inline ProbeWake *probe_wake_of(WakeHandle *handle)
{
    return container_of(handle, ProbeWake, handle);
}

static inline void probe_wake_wake(WakeHandle *handle)
{
    ProbeWake *self = probe_wake_of(handle);

    atomic_fetch_add(&self->wakes, 1);
    if (self->on_wake)
        self->on_wake(self);
}

static inline void probe_wake_destroy(WakeHandle *handle)
{
    ProbeWake *self = probe_wake_of(handle);

    atomic_fetch_add(&self->ended, 1);
    if (self->at_end)
        self->at_end(self);
}

static const WakeVTable probe_wake_vtable = {.wake = probe_wake_wake,
                                             .destroy = probe_wake_destroy};

// The first handle is the test's, to drop.
static inline WakeHandle *probe_wake_init(ProbeWake *probe)
{
    *probe = (ProbeWake){0};
    wake_handle_init(&probe->handle, &probe_wake_vtable);
    return &probe->handle;
}

#endif
