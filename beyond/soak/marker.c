// A task that is spawned last, and called when all others have been.
#include "soak.h"

#include "container_of.h"

typedef struct {
    ToyTask task;
    Park *park;
    int calls;
    atomic_bool over;
} Marker;

static Marker *marker_of(ToyTask *task)
{
    return container_of(task, Marker, task);
}

// What was woken in its call goes again behind all others. So it takes a second
// call to be behind that, too.
static Async marker_complete(ToyTask *task, WakeHandle *wake)
{
    Marker *self = marker_of(task);

    if (++self->calls == 2)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void marker_destroy(ToyTask *task)
{
    Marker *self = marker_of(task);
    WakeHandle *waiting = wake_handle_clone(park_handle(self->park));

    atomic_store(&self->over, true);
    // Whoever waits may go on now, and the marker is gone: hence the clone.
    wake_handle_wake(waiting);
    wake_handle_drop(waiting);
}

static const ToyTaskVTable marker_vtable = {.complete = marker_complete,
                                            .destroy = marker_destroy};

void soak_await_calls(void)
{
    Marker marker = {.task = {&marker_vtable}, .park = park_new()};

    toy_exec_spawn(exec, &marker.task);
    while (!atomic_load(&marker.over))
        park_wait(marker.park);
    park_drop(marker.park);
}
