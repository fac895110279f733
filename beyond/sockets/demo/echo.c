// An echo server: a task a connection sends back what it reads.
#include "arguments.h"
#include "container_of.h"
#include "must.h"
#include "server.h"

#include <errno.h>
#include <sys/socket.h>

#define TURNS 16 // parts to echo before the others have their turn

typedef struct {
    ToyTask task;
    Client client;
    size_t length; // of what has been read
    size_t sent;   // of that
    char bytes[4096];
} Echo;

typedef enum { GOES_ON, WAITS, IS_OVER } State;

static State send_some(Echo *self, WakeHandle *wake)
{
    Source *source = self->client.source;
    ssize_t count = send(self->client.fd, self->bytes + self->sent,
                         self->length - self->sent, MSG_NOSIGNAL);

    if (count < 0 && errno == EAGAIN)
        return source_await_writable(source, wake) ? WAITS : GOES_ON;
    if (count < 0)
        return IS_OVER;
    self->sent += (size_t)count;
    return GOES_ON;
}

static State read_some(Echo *self, WakeHandle *wake)
{
    Source *source = self->client.source;
    if (self->client.server->stopping)
        return IS_OVER; // all that was read has been sent

    ssize_t count = recv(self->client.fd, self->bytes, sizeof self->bytes, 0);

    if (count < 0 && errno == EAGAIN)
        return source_await_readable(source, wake) ? WAITS : GOES_ON;
    if (count <= 0)
        return IS_OVER; // the peer has sent all, and has been sent it
    self->length = (size_t)count;
    self->sent = 0;
    return GOES_ON;
}

// It reads nothing as long as it has something to send: so a peer that sends
// and does not read must wait, too.
static Async echo_complete(ToyTask *task, WakeHandle *wake)
{
    Echo *self = container_of(task, Echo, task);

    for (int i = 0; i < TURNS; i++) {
        State state = self->sent < self->length ? send_some(self, wake)
                                                : read_some(self, wake);
        if (state != GOES_ON)
            return state == WAITS ? ASYNC_WILL_WAKE : ASYNC_DONE;
    }
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void echo_destroy(ToyTask *task)
{
    Echo *self = container_of(task, Echo, task);

    client_end(&self->client);
    free(self);
}

static ToyTask *echo_new(Server *server, Source *source)
{
    static const ToyTaskVTable vtable = {echo_complete, echo_destroy};
    Echo *self = must_alloc(sizeof *self);

    self->task.vtable = &vtable;
    self->length = self->sent = 0;
    client_begin(&self->client, server, source);
    return &self->task;
}

static bool echo_is_idle(Client *client)
{
    Echo *self = container_of(client, Echo, client);

    return self->sent == self->length;
}

int main(int argc, char **argv)
{
    Server server = {.serve = echo_new, .is_idle = echo_is_idle};

    return serve_as_told(&server, argc, argv,
                         "try: curl telnet://127.0.0.1:%d\n");
}
