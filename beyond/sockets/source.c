#include "source.h"

#include "must.h"

#include <errno.h>
#include <unistd.h>

Source *source_new(Loop *loop, int fd)
{
    Source *source = must_alloc(sizeof *source);

    *source = (Source){.loop = loop, .fd = fd};
    if (!loop_listen(loop, source)) {
        int error = errno;
        close(fd);
        free(source);
        errno = error;
        return NULL;
    }
    return source;
}

static void lock(Source *source)
{
    if (source->lock)
        pthread_mutex_lock(source->lock);
}

static void unlock(Source *source)
{
    if (source->lock)
        pthread_mutex_unlock(source->lock);
}

int source_fd(const Source *source)
{
    return source->fd;
}

// A peer that has hung up may still read: who waits for room waits. If it does
// not, to send is an error, and nobody waits.
static bool await(Source *source, Direction direction, WakeHandle *wake)
{
    lock(source);
    WakeHandle *before = source->waits[direction];
    bool has_come = source->came[direction] ||
                    (direction == TO_READ && source->has_hung_up);
    source->came[direction] = false;
    source->waits[direction] = has_come ? NULL : wake_handle_clone(wake);
    unlock(source);

    if (before)
        wake_handle_drop(before);
    return !has_come;
}

static const uint32_t tells[DIRECTIONS] = {
    [TO_READ] = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR,
    [TO_WRITE] = EPOLLOUT | EPOLLHUP | EPOLLERR,
};

size_t source_note(Source *source, uint32_t events, WakeHandle **woken)
{
    size_t count = 0;

    source->has_hung_up |= (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    for (Direction d = 0; d < DIRECTIONS; d++) {
        if (!(events & tells[d]))
            continue;
        if (source->waits[d])
            woken[count++] = source->waits[d];
        else
            source->came[d] = true;
        source->waits[d] = NULL;
    }
    return count;
}

void wake_all(WakeHandle **woken, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wake_handle_wake(woken[i]);
        wake_handle_drop(woken[i]);
    }
}

bool source_await_readable(Source *source, WakeHandle *wake)
{
    return await(source, TO_READ, wake);
}

bool source_await_writable(Source *source, WakeHandle *wake)
{
    return await(source, TO_WRITE, wake);
}

void source_free(Source *source)
{
    WakeHandle *waited[DIRECTIONS];

    lock(source);
    for (Direction d = 0; d < DIRECTIONS; d++) {
        waited[d] = source->waits[d];
        source->waits[d] = NULL;
    }
    unlock(source);
    close(source->fd); // which also ends what epoll knows of it
    loop_bury(source->loop, source);
    for (Direction d = 0; d < DIRECTIONS; d++) {
        if (waited[d])
            wake_handle_drop(waited[d]);
    }
}
