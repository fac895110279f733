#include "acceptor.h"

#include "container_of.h"
#include "must.h"

#include <errno.h>
#include <sys/socket.h>

#define BATCH 64 // connections to accept before the others have their turn
#define NEXT_TRY (100 * MILLISECOND)

typedef struct {
    ToyTask task;
    Server *server;
    Source *source;
    Instant next_try; // registered, if it is still to come
} Acceptor;

static void serve(Server *server, int fd)
{
    Source *source = source_new(server->loop, fd);

    if (source)
        toy_exec_spawn(server->exec, server->serve(server, source));
}

// There are connections to accept, and no descriptor for them. No edge will
// tell when there is one: so look when a client has gone, and now and then,
// for others may have taken them.
static void wait_for_descriptor(Acceptor *self, WakeHandle *wake)
{
    Instant now = loop_now(self->server->loop);

    self->server->is_full = true;
    if (now < self->next_try)
        return;
    self->next_try = now + NEXT_TRY;
    loop_register(self->server->loop, self->next_try, wake);
}

// Returns whether there may be another one at once.
static bool accept_one(Acceptor *self, WakeHandle *wake)
{
    int fd = accept4(source_fd(self->source), NULL, NULL,
                     SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        serve(self->server, fd);
        return true;
    }
    if (errno == EAGAIN)
        return !source_await_readable(self->source, wake);
    if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
        errno != ENOMEM)
        return true; // it has gone before it was accepted
    wait_for_descriptor(self, wake);
    return false;
}

static void keep(Server *server, WakeHandle *wake)
{
    if (server->acceptor == wake)
        return;
    if (server->acceptor)
        wake_handle_drop(server->acceptor);
    server->acceptor = wake ? wake_handle_clone(wake) : NULL;
}

static Async acceptor_complete(ToyTask *task, WakeHandle *wake)
{
    Acceptor *self = container_of(task, Acceptor, task);

    if (self->server->stopping)
        return ASYNC_DONE;
    keep(self->server, wake);
    self->server->is_full = false;
    for (int i = 0; i < BATCH; i++) {
        if (!accept_one(self, wake))
            return ASYNC_WILL_WAKE;
    }
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void acceptor_destroy(ToyTask *task)
{
    Acceptor *self = container_of(task, Acceptor, task);

    keep(self->server, NULL);
    source_free(self->source);
    free(self);
}

ToyTask *acceptor_new(Server *server, Source *source)
{
    static const ToyTaskVTable vtable = {acceptor_complete, acceptor_destroy};
    Acceptor *self = must_alloc(sizeof *self);

    *self = (Acceptor){{&vtable}, server, source, 0};
    return &self->task;
}
