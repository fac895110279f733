// What the tests of a task that serves a connection share: it is called by
// hand, and the other end is the test's.
#ifndef HTTP_CASE_H
#define HTTP_CASE_H

#include "loop.h"
#include "server.h"

static int registrations;

static inline void count_and_register(Loop *loop, Instant at, WakeHandle *wake)
{
    registrations++;
    loop_register(loop, at, wake);
}

#define loop_register count_and_register
#include "http.c"
#undef loop_register

#include "pair.h"
#include "probe_wake.h"
#include "test_main.h"

#define GET "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
#define ANSWER OK_ANSWER "\r\nHello, world\n"
#define OK_ANSWER                                                              \
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n"
#define LAST_ANSWER OK_ANSWER "Connection: close\r\n\r\nHello, world\n"

static Server server;
static ProbeWake probe;
static WakeHandle *wake;
static ToyTask *task;

static inline void set_up(void)
{
    registrations = 0;
    server = (Server){.patience = 3600 * 1000 * MILLISECOND};
    server.loop = loop_new();
    pair_begin();
    wake = probe_wake_init(&probe);
    task = http_new(&server, source_new(server.loop, here));
}

static inline void tear_down(void)
{
    toy_task_destroy(task);
    close(there);
    wake_handle_drop(wake);
    loop_free(server.loop);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_uint_eq(server.count, 0);
}

static inline Async call(void)
{
    return toy_task_complete(task, wake);
}

// Sends, and has the task called.
static inline Async tell(const char *text)
{
    say(text);
    return call();
}

// How often the part is in the text.
static inline int count_of(const char *part, const char *text)
{
    int count = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

#endif
