// The loop that is the executor's park: one thread does everything.
#include "source.h"

#include "container_of.h"
#include "heap.h"
#include "must.h"

#include <errno.h>
#include <limits.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BATCH 256 // events, or deadlines, of one look

// As in beyond/fast: a wake rings the bell only for one who sleeps. The bell
// is an eventfd, since epoll sleeps on descriptors alone.
enum { ASLEEP = -1, IDLE, WOKEN };

struct Park {
    WakeHandle handle;
    atomic_int state;
    int bell;
    Loop *loop;
};

struct Loop {
    Park *park;
    int epoll;
    bool has_looked; // since a task last ran
    Instant now;     // then
    Heap heap;
};

static Park *park_of(WakeHandle *handle)
{
    return container_of(handle, Park, handle);
}

static void park_wake(WakeHandle *handle)
{
    Park *park = park_of(handle);

    if (atomic_exchange_explicit(&park->state, WOKEN, memory_order_release) ==
        ASLEEP)
        eventfd_write(park->bell, 1);
}

// One may be -1, which does no harm; errno stays.
static void close_both(int epoll, int bell)
{
    int error = errno;

    close(epoll);
    close(bell);
    errno = error;
}

static void park_destroy(WakeHandle *handle)
{
    Park *park = park_of(handle);

    close(park->bell);
    free(park);
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

static void fire(Heap *heap, Instant now)
{
    WakeHandle *due[BATCH];
    size_t count = 0;

    while (count < BATCH && heap_earliest(heap) <= now)
        due[count++] = heap_pop(heap);
    wake_all(due, count);
}

// For epoll_wait: in ms, rounded up, or it would spin for the last of them.
static int time_left(const Heap *heap)
{
    Instant next = heap_earliest(heap);

    if (next == INSTANT_NEVER)
        return -1;
    Duration left = (next - instant_now() + MILLISECOND - 1) / MILLISECOND;
    return left <= 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

// All events are noted before the first wake: a wake, or the drop of a handle,
// may free a source that another event of the batch is for.
static void look(Loop *loop, bool may_sleep)
{
    struct epoll_event events[BATCH];
    WakeHandle *woken[2 * BATCH];
    size_t woken_count = 0;
    int count = epoll_wait(loop->epoll, events, BATCH,
                           may_sleep ? time_left(&loop->heap) : 0);

    // From here on a wake need not ring: the look is over.
    if (may_sleep)
        atomic_exchange_explicit(&loop->park->state, IDLE,
                                 memory_order_acquire);
    for (int i = 0; i < count; i++) {
        Source *source = events[i].data.ptr;
        if (source) // else it is the bell, which has no more to say
            woken_count +=
                source_note(source, events[i].events, &woken[woken_count]);
    }
    wake_all(woken, woken_count);
    loop->now = instant_now();
    fire(&loop->heap, loop->now);
}

// If the park has been woken, tasks are ready, and it must not sleep. It looks
// at the world in every second round then: the tasks that a look has woken are
// run before the next one.
void park_wait(Park *park)
{
    Loop *loop = park->loop;
    bool woken = atomic_fetch_sub_explicit(&park->state, 1,
                                           memory_order_acquire) == WOKEN;
    bool looks = !woken || !loop->has_looked;

    if (looks)
        look(loop, !woken);
    loop->has_looked = looks;
}

static Park *park_begin(Loop *loop, int bell)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    atomic_init(&park->state, IDLE);
    park->bell = bell;
    park->loop = loop;
    return park;
}

Loop *loop_new(void)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

    if (epoll < 0 || bell < 0 ||
        epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) != 0) {
        close_both(epoll, bell);
        return NULL;
    }
    Loop *loop = must_alloc(sizeof *loop);
    *loop = (Loop){
        .epoll = epoll, .park = park_begin(loop, bell), .now = instant_now()};
    return loop;
}

Park *loop_park(Loop *loop)
{
    return loop->park;
}

Instant loop_now(const Loop *loop)
{
    return loop->now;
}

void loop_register(Loop *loop, Instant at, WakeHandle *wake)
{
    heap_push(&loop->heap, at, wake_handle_clone(wake));
}

void loop_free(Loop *loop)
{
    while (loop->heap.count > 0)
        wake_handle_drop(heap_pop(&loop->heap));
    heap_free(&loop->heap);
    wake_handle_drop(&loop->park->handle);
    close(loop->epoll);
    free(loop);
}

bool loop_listen(Loop *loop, Source *source)
{
    struct epoll_event all = {.events = ALL_EDGES, .data.ptr = source};

    return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, source->fd, &all) == 0;
}

// No look is under way that has not noted all its events.
void loop_bury(Loop *loop, Source *source)
{
    (void)loop;
    free(source);
}
