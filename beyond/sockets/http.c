#include "http.h"

#include "container_of.h"
#include "must.h"
#include "talk.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define TURNS 8                         // reads before the others have theirs
#define MOST_TO_DRAIN ((size_t)1 << 18) // bytes of one who talks on

// What is needed only during a call lies here, once for all: a connection that
// waits has none of it.
static char in[TALK_MOST_IN], out[TALK_MOST_OUT];

typedef struct {
    ToyTask task;
    Client client;
    Talk talk;
    Instant deadline; // for what is under way; it moves on, and nobody is told
    Instant registered; // when the loop wakes `waker`, which is not a clone
    const WakeHandle *waker;
    char *unsent; // NULL: all has been sent
    size_t unsent_length;
    size_t sent;    // of that
    size_t drained; // after the last answer
    bool said_bye;
} Http;

typedef enum { GOES_ON, WAITS, IS_OVER } State;

static Http *http_of(ToyTask *task)
{
    return container_of(task, Http, task);
}

// There is time again for the next request, or for the rest of the answer.
static void got_on(Http *self, Instant now)
{
    self->deadline = now + self->client.server->patience;
}

static void keep_unsent(Http *self, const char *bytes, size_t count)
{
    self->unsent = must_alloc(count);
    memcpy(self->unsent, bytes, count);
    self->unsent_length = count;
    self->sent = 0;
}

static State await_room(Http *self, WakeHandle *wake)
{
    return source_await_writable(self->client.source, wake) ? WAITS : GOES_ON;
}

static State await_more(Http *self, WakeHandle *wake)
{
    return source_await_readable(self->client.source, wake) ? WAITS : GOES_ON;
}

// All answers to what one read has brought go out with one call.
static State send_answers(Http *self, size_t count, WakeHandle *wake)
{
    ssize_t sent =
        count == 0 ? 0 : send(self->client.fd, out, count, MSG_NOSIGNAL);

    if (sent == (ssize_t)count)
        return GOES_ON;
    if (sent < 0 && errno != EAGAIN)
        return IS_OVER;
    size_t done = sent < 0 ? 0 : (size_t)sent;
    keep_unsent(self, out + done, count - done);
    return await_room(self, wake);
}

static State send_rest(Http *self, WakeHandle *wake, Instant now)
{
    ssize_t sent = send(self->client.fd, self->unsent + self->sent,
                        self->unsent_length - self->sent, MSG_NOSIGNAL);

    if (sent < 0 && errno != EAGAIN)
        return IS_OVER;
    if (sent > 0) {
        self->sent += (size_t)sent;
        got_on(self, now);
    }
    if (self->sent < self->unsent_length)
        return await_room(self, wake);
    free(self->unsent);
    self->unsent = NULL;
    return GOES_ON;
}

static State read_requests(Http *self, WakeHandle *wake, Instant now)
{
    ssize_t count = recv(self->client.fd, in, sizeof in, 0);

    if (count < 0 && errno == EAGAIN)
        return await_more(self, wake);
    if (count <= 0)
        return IS_OVER; // a reset, or the end: all has been answered
    bool was_in_request = self->talk.in_request;
    size_t answers = talk(&self->talk, in, (size_t)count,
                          self->client.server->stopping, out);
    if (answers > 0 || !was_in_request)
        got_on(self, now); // but not for each byte of a request
    State state = send_answers(self, answers, wake);
    if (state != GOES_ON || self->talk.is_over || count == sizeof in)
        return state;
    return await_more(self, wake); // a short read: there is no more
}

// A close with something unread would take the last answer back: the peer's
// system throws away what it has not read yet. So say that this was all, and
// wait until the peer says so, too.
static State say_bye(Http *self, WakeHandle *wake)
{
    if (!self->said_bye)
        shutdown(self->client.fd, SHUT_WR);
    self->said_bye = true;
    ssize_t count = recv(self->client.fd, in, sizeof in, 0);
    if (count < 0 && errno == EAGAIN && !self->client.server->stopping)
        return await_more(self, wake);
    if (count <= 0 || (self->drained += (size_t)count) > MOST_TO_DRAIN)
        return IS_OVER;
    return GOES_ON;
}

static State get_on(Http *self, WakeHandle *wake, Instant now)
{
    if (self->unsent)
        return send_rest(self, wake, now);
    if (self->talk.is_over)
        return say_bye(self, wake);
    return read_requests(self, wake, now);
}

// One registration, however often the deadline moves: when it fires early, the
// next one is made.
static void see_to_deadline(Http *self, WakeHandle *wake, Instant now)
{
    if (wake == self->waker && now < self->registered)
        return;
    self->waker = wake;
    self->registered = self->deadline;
    loop_register(self->client.server->loop, self->deadline, wake);
}

static Async http_complete(ToyTask *task, WakeHandle *wake)
{
    Http *self = http_of(task);
    Instant now = loop_now(self->client.server->loop);
    State state = now < self->deadline ? GOES_ON : IS_OVER;

    for (int i = 0; i < TURNS && state == GOES_ON; i++)
        state = get_on(self, wake, now);
    if (state == IS_OVER)
        return ASYNC_DONE;
    if (state == GOES_ON)
        wake_handle_wake(wake); // behind the others
    see_to_deadline(self, wake, now);
    return ASYNC_WILL_WAKE;
}

static void http_destroy(ToyTask *task)
{
    Http *self = http_of(task);

    client_end(&self->client);
    free(self->unsent);
    free(self);
}

ToyTask *http_new(Server *server, Source *source)
{
    static const ToyTaskVTable vtable = {http_complete, http_destroy};
    Http *self = must_alloc(sizeof *self);

    *self = (Http){.task = {&vtable}};
    client_begin(&self->client, server, source);
    talk_begin(&self->talk);
    got_on(self, loop_now(server->loop));
    return &self->task;
}

bool http_is_idle(Client *client)
{
    Http *self = container_of(client, Http, client);

    return !self->unsent &&
           (self->said_bye || (!self->talk.in_request && !self->talk.is_over));
}
