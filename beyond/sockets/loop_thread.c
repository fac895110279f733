// The loop on a thread of its own: as the timer of step 4, but for sockets. The
// executor sleeps in the park of step 2, and time is the timer's.
#include "source.h"

#include "must.h"
#include "timer.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BATCH 256

struct Loop {
    Park *park;
    ToyTimer *timer;
    int epoll;
    int bell; // rung to stop
    pthread_t thread;
    pthread_mutex_t lock;
    // lock must be held when using these:
    bool stopping;
    Source *dead; // freed, but an event at hand may still be for them
};

static size_t note(Loop *loop, const struct epoll_event *events, int count,
                   WakeHandle **woken)
{
    size_t woken_count = 0;

    pthread_mutex_lock(&loop->lock);
    for (int i = 0; i < count; i++) {
        Source *source = events[i].data.ptr;
        if (source)
            woken_count +=
                source_note(source, events[i].events, &woken[woken_count]);
    }
    pthread_mutex_unlock(&loop->lock);
    return woken_count;
}

// Those that were dead before this look: no event of a later one is for them.
static bool bury_dead(Loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    Source *source = loop->dead;
    bool stopping = loop->stopping;
    loop->dead = NULL;
    pthread_mutex_unlock(&loop->lock);

    while (source) {
        Source *next = source->next_dead;
        free(source);
        source = next;
    }
    return !stopping;
}

static void *look_and_wake(void *arg)
{
    Loop *loop = arg;
    struct epoll_event events[BATCH];
    WakeHandle *woken[2 * BATCH];

    while (bury_dead(loop)) {
        int count = epoll_wait(loop->epoll, events, BATCH, -1);
        wake_all(woken, note(loop, events, count, woken));
    }
    return NULL;
}

// What there is of it; errno stays.
static void end(Loop *loop)
{
    int error = errno;

    if (loop->timer)
        toy_timer_free(loop->timer);
    if (loop->bell >= 0)
        close(loop->bell);
    if (loop->epoll >= 0)
        close(loop->epoll);
    park_drop(loop->park);
    pthread_mutex_destroy(&loop->lock);
    free(loop);
    errno = error;
}

static bool start(Loop *loop)
{
    struct epoll_event bell = {.events = EPOLLIN};

    if (!loop->timer || loop->epoll < 0 || loop->bell < 0 ||
        epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->bell, &bell) != 0)
        return false;
    errno = pthread_create(&loop->thread, NULL, look_and_wake, loop);
    return errno == 0;
}

Loop *loop_new(void)
{
    Loop *loop = must_alloc(sizeof *loop);

    *loop = (Loop){.park = park_new(),
                   .timer = toy_timer_new(),
                   .epoll = epoll_create1(EPOLL_CLOEXEC),
                   .bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    must(pthread_mutex_init(&loop->lock, NULL) == 0, "cannot make a mutex");
    if (!start(loop)) {
        end(loop);
        return NULL;
    }
    return loop;
}

Park *loop_park(Loop *loop)
{
    return loop->park;
}

Instant loop_now(const Loop *loop)
{
    (void)loop;
    return instant_now();
}

void loop_register(Loop *loop, Instant at, WakeHandle *wake)
{
    toy_timer_register(loop->timer, at, wake);
}

void loop_free(Loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    loop->stopping = true;
    pthread_mutex_unlock(&loop->lock);
    eventfd_write(loop->bell, 1);
    pthread_join(loop->thread, NULL);
    bury_dead(loop);
    end(loop);
}

bool loop_listen(Loop *loop, Source *source)
{
    struct epoll_event all = {.events = ALL_EDGES, .data.ptr = source};

    source->lock = &loop->lock;
    return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, source->fd, &all) == 0;
}

void loop_bury(Loop *loop, Source *source)
{
    pthread_mutex_lock(&loop->lock);
    source->next_dead = loop->dead;
    loop->dead = source;
    pthread_mutex_unlock(&loop->lock);
}
