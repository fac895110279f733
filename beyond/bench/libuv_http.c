// The HTTP server of beyond/sockets on libuv, with the same answers: they come
// from the same talk.c. Like ours it answers what one read has brought with one
// write, keeps no buffer for a connection that waits, and has one timer for
// each, which is not moved at every request.
#include "must.h"
#include "talk.h"

#include <string.h>
#include <uv.h>

static char in[TALK_MOST_IN], out[TALK_MOST_OUT];
static uint64_t patience; // ms

typedef struct {
    uv_tcp_t tcp;
    uv_timer_t timer;
    uint64_t deadline;
    int open_handles; // of these two
    Talk talk;
} Client;

// What could not be sent at once.
typedef struct {
    uv_write_t write;
    char bytes[];
} Rest;

static void closed(uv_handle_t *handle)
{
    Client *client = handle->data;

    if (--client->open_handles == 0)
        free(client);
}

static void close_client(Client *client)
{
    if (uv_is_closing((uv_handle_t *)&client->tcp))
        return;
    uv_close((uv_handle_t *)&client->tcp, closed);
    uv_close((uv_handle_t *)&client->timer, closed);
}

static void tick(uv_timer_t *timer)
{
    Client *client = timer->data;
    uint64_t now = uv_now(timer->loop);

    if (now >= client->deadline)
        close_client(client);
    else
        uv_timer_start(timer, tick, client->deadline - now, 0);
}

static void bye(uv_shutdown_t *request, int status)
{
    (void)status;
    free(request);
}

// The peer's end is read, and closes it.
static void say_bye(Client *client)
{
    uv_shutdown(must_alloc(sizeof(uv_shutdown_t)), (uv_stream_t *)&client->tcp,
                bye);
}

static void allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)handle, (void)suggested;
    *buffer = uv_buf_init(in, sizeof in);
}

static void has_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

static void written(uv_write_t *write, int status)
{
    Client *client = write->handle->data;

    free(write);
    if (status < 0)
        close_client(client);
    else if (client->talk.is_over)
        say_bye(client);
    else
        uv_read_start((uv_stream_t *)&client->tcp, allocate, has_read);
}

static void send_later(Client *client, const char *bytes, size_t count)
{
    Rest *rest = must_alloc(sizeof *rest + count);
    uv_buf_t buffer = uv_buf_init(rest->bytes, (unsigned)count);

    memcpy(rest->bytes, bytes, count);
    uv_read_stop((uv_stream_t *)&client->tcp);
    uv_write(&rest->write, (uv_stream_t *)&client->tcp, &buffer, 1, written);
}

static void answer(Client *client, size_t count)
{
    uv_buf_t buffer = uv_buf_init(out, (unsigned)count);
    int sent =
        count == 0 ? 0 : uv_try_write((uv_stream_t *)&client->tcp, &buffer, 1);

    if (sent < 0 && sent != UV_EAGAIN)
        close_client(client);
    else if (sent < (int)count)
        send_later(client, out + (sent < 0 ? 0 : sent),
                   count - (size_t)(sent < 0 ? 0 : sent));
    else if (client->talk.is_over)
        say_bye(client);
}

static void has_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    Client *client = stream->data;

    (void)buf;
    if (count < 0)
        close_client(client);
    if (count <= 0 || client->talk.is_over)
        return;
    client->deadline = uv_now(stream->loop) + patience;
    answer(client, talk(&client->talk, in, (size_t)count, false, out));
}

static void has_come(uv_stream_t *listener, int status)
{
    Client *client = must_alloc(sizeof *client);

    must(status == 0, "cannot accept");
    uv_tcp_init(listener->loop, &client->tcp);
    uv_timer_init(listener->loop, &client->timer);
    client->tcp.data = client->timer.data = client;
    client->open_handles = 2;
    client->deadline = uv_now(listener->loop) + patience;
    talk_begin(&client->talk);
    uv_timer_start(&client->timer, tick, patience, 0);
    if (uv_accept(listener, (uv_stream_t *)&client->tcp) == 0)
        uv_read_start((uv_stream_t *)&client->tcp, allocate, has_read);
    else
        close_client(client);
}

static void stop(uv_signal_t *signal, int number)
{
    (void)number;
    uv_stop(signal->loop);
}

int main(int argc, char **argv)
{
    uv_loop_t *loop = uv_default_loop();
    uv_tcp_t listener;
    uv_signal_t signal;
    struct sockaddr_in here;
    int length = sizeof here;

    must(argc == 3, "usage: libuv_http PORT PATIENCE");
    patience = strtoull(argv[2], NULL, 10);
    uv_ip4_addr("127.0.0.1", atoi(argv[1]), &here);
    uv_tcp_init(loop, &listener);
    uv_tcp_nodelay(&listener, 1);
    must(uv_tcp_bind(&listener, (struct sockaddr *)&here, 0) == 0 &&
             uv_listen((uv_stream_t *)&listener, 4096, has_come) == 0,
         "cannot listen");
    uv_tcp_getsockname(&listener, (struct sockaddr *)&here, &length);
    printf("Listening at 127.0.0.1:%d\n", ntohs(here.sin_port));
    fflush(stdout);
    uv_signal_init(loop, &signal);
    uv_signal_start(&signal, stop, SIGINT);
    uv_run(loop, UV_RUN_DEFAULT);
    return 0;
}
