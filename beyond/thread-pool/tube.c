#include "tube.h"

#include "must.h"

#include <stdbool.h>
#include <string.h>

typedef struct Waiter Waiter;

struct Waiter {
    WakeHandle *wake;
    Waiter *next;
};

struct Tube {
    Waiter *waiters;
    size_t capacity;
    size_t length;
    char bytes[];
};

Tube *tube_new(size_t capacity)
{
    Tube *tube = must_alloc(sizeof *tube + capacity);

    tube->waiters = NULL;
    tube->capacity = capacity;
    tube->length = 0;
    return tube;
}

size_t tube_room(const Tube *tube)
{
    return tube->capacity - tube->length;
}

size_t tube_write(Tube *tube, const char *bytes, size_t count)
{
    size_t written = count < tube_room(tube) ? count : tube_room(tube);

    memcpy(tube->bytes + tube->length, bytes, written);
    tube->length += written;
    return written;
}

void tube_await_room(Tube *tube, WakeHandle *wake)
{
    Waiter *waiter = must_alloc(sizeof *waiter);

    *waiter = (Waiter){wake_handle_clone(wake), tube->waiters};
    tube->waiters = waiter;
}

// They are taken away first: a wake or a drop may come back in.
static void let_go(Tube *tube, bool with_wake)
{
    Waiter *waiter = tube->waiters;

    tube->waiters = NULL;
    while (waiter) {
        Waiter *next = waiter->next;
        if (with_wake)
            wake_handle_wake(waiter->wake);
        wake_handle_drop(waiter->wake);
        free(waiter);
        waiter = next;
    }
}

size_t tube_read(Tube *tube, char *bytes, size_t count)
{
    size_t taken = count < tube->length ? count : tube->length;

    memcpy(bytes, tube->bytes, taken);
    tube->length -= taken;
    memmove(tube->bytes, tube->bytes + taken, tube->length);
    if (taken > 0)
        let_go(tube, true);
    return taken;
}

void tube_free(Tube *tube)
{
    let_go(tube, false);
    free(tube);
}
