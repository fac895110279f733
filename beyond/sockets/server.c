#include "server.h"

#include "acceptor.h"
#include "container_of.h"
#include "must.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

void client_begin(Client *client, Server *server, Source *source)
{
    *client =
        (Client){server, source, source_fd(source), server->clients, NULL};
    if (server->clients)
        server->clients->previous = client;
    server->clients = client;
    server->count++;
}

void client_end(Client *client)
{
    Server *server = client->server;

    if (client->next)
        client->next->previous = client->previous;
    if (client->previous)
        client->previous->next = client->next;
    else
        server->clients = client->next;
    server->count--;
    source_free(client->source);
    if (server->is_full && server->acceptor)
        wake_handle_wake(server->acceptor);
}

// A client that is idle learns it as if its peer had said that no more comes.
static void stop(Server *server)
{
    server->stopping = true;
    if (server->acceptor)
        wake_handle_wake(server->acceptor);
    for (Client *client = server->clients; client; client = client->next) {
        if (server->is_idle(client))
            shutdown(client->fd, SHUT_RD);
    }
}

// Those that end the server.
static sigset_t set_blocked(bool blocked)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &signals, NULL);
    return signals;
}

// Waits for a signal, as for anything that can be read.
typedef struct {
    ToyTask task;
    Server *server;
    Source *source;
} Stopper;

static Async stopper_complete(ToyTask *task, WakeHandle *wake)
{
    Stopper *self = container_of(task, Stopper, task);
    struct signalfd_siginfo info;

    while (read(source_fd(self->source), &info, sizeof info) < 0) {
        if (source_await_readable(self->source, wake))
            return ASYNC_WILL_WAKE;
    }
    stop(self->server);
    // Whoever cannot wait presses Ctrl-C once more. A shell has it ignored by
    // what it starts in the background.
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    set_blocked(false);
    return ASYNC_DONE;
}

static void stopper_destroy(ToyTask *task)
{
    Stopper *self = container_of(task, Stopper, task);

    source_free(self->source);
    free(self);
}

static ToyTask *stopper_new(Server *server, Source *source)
{
    static const ToyTaskVTable vtable = {stopper_complete, stopper_destroy};
    Stopper *self = must_alloc(sizeof *self);

    *self = (Stopper){{&vtable}, server, source};
    return &self->task;
}

int server_signals(void)
{
    sigset_t signals = set_blocked(true);

    return signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

// Fails: false; what there is of it has been freed.
static bool spawn_both(Server *server, int listener, int signals)
{
    Source *accepting = source_new(server->loop, listener);
    Source *stopping = source_new(server->loop, signals);

    if (accepting && stopping) {
        toy_exec_spawn(server->exec, acceptor_new(server, accepting));
        toy_exec_spawn(server->exec, stopper_new(server, stopping));
        return true;
    }
    int error = errno;
    if (accepting)
        source_free(accepting);
    if (stopping)
        source_free(stopping);
    errno = error;
    return false;
}

bool server_run(Server *server, int listener, int signals)
{
    server->loop = loop_new();
    if (!server->loop) {
        close(listener);
        close(signals);
        return false;
    }
    server->exec = toy_exec_new(loop_park(server->loop));
    bool runs = spawn_both(server, listener, signals);
    int error = errno;
    if (runs)
        toy_exec_run(server->exec);
    toy_exec_free(server->exec);
    loop_free(server->loop);
    errno = error;
    return runs;
}
