// A wake handle: the means to have a waiting task asked again.
#ifndef WAKE_H
#define WAKE_H

#include "task.h"

#include <stdatomic.h>
#include <stddef.h>

// What a kind of wake can do. Both may be called on any thread.
typedef struct {
    // See to it that whoever waits is asked again. Must not block.
    void (*wake)(WakeHandle *self);

    // The last handle has gone: free what it is part of.
    void (*destroy)(WakeHandle *self);
} WakeVTable;

// The interface, with the count of its handles. Embed it in a struct of your
// own. All handles to one wake are the same pointer; what is counted is how
// many places keep it.
struct WakeHandle {
    const WakeVTable *vtable;
    atomic_size_t refs;
};

// A WakeHandle * parameter, here and elsewhere, is borrowed unless its function
// says that it takes it: it is good for the call. Whoever keeps it longer
// clones it, and drops the clone later.

// Owns: the storage is the caller's, and so is the first handle.
void wake_handle_init(WakeHandle *handle, const WakeVTable *vtable);

// One more handle to the same wake; nothing is copied.
// Owns:   the caller drops what is returned.
// Thread: any.
WakeHandle *wake_handle_clone(WakeHandle *handle);

// See to it that whoever waits is asked again; the call that follows sees what
// this thread wrote before.
// Thread: any. Not for signal handlers: a wake may take a lock.
void wake_handle_wake(WakeHandle *handle);

// One handle less. The last one ends the wake, on this thread.
// Owns:   takes the handle.
// Thread: any.
void wake_handle_drop(WakeHandle *handle);

#endif
