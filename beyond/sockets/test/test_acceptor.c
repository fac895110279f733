// The acceptor where no descriptor is left. Each test has a process, and so a
// limit, of its own.
#include "acceptor.h"
#include "listener.h"
#include "must.h"
#include "probe_wake.h"
#include "test_main.h"

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static Server server;
static ProbeWake probe;
static WakeHandle *wake;
static ToyTask *acceptor;
static int client;

static void connect_to(uint16_t port)
{
    struct sockaddr_in there = {.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}};

    client = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(client, (struct sockaddr *)&there, sizeof there) == 0,
         "cannot connect");
}

// The descriptors that are open are all there will be.
static void leave_no_descriptor(void)
{
    int next = dup(0);
    struct rlimit limit = {(rlim_t)next, (rlim_t)next};

    close(next);
    must(setrlimit(RLIMIT_NOFILE, &limit) == 0, "cannot set the limit");
}

static void set_up(void)
{
    server = (Server){.loop = loop_new()};
    int listener = listener_new(0);
    connect_to(listener_port(listener));
    wake = probe_wake_init(&probe);
    acceptor = acceptor_new(&server, source_new(server.loop, listener));
    leave_no_descriptor();
}

static void tear_down(void)
{
    toy_task_destroy(acceptor);
    close(client);
    loop_free(server.loop);
    wake_handle_drop(wake);
    ck_assert_int_eq(probe.ended, 1);
}

START_TEST(it_says_that_it_waits_for_a_descriptor)
{
    Async answer = toy_task_complete(acceptor, wake);

    ck_assert_int_eq(answer, ASYNC_WILL_WAKE);
    ck_assert(server.is_full);
    ck_assert_int_eq(probe.wakes, 0); // it does not spin
}
END_TEST

START_TEST(it_registers_one_next_try_however_often_it_is_called)
{
    for (int i = 0; i < 100; i++)
        toy_task_complete(acceptor, wake);

    ck_assert_uint_eq(probe.handle.refs, 3); // ours, the server's, the loop's
}
END_TEST

TEST_MAIN_WITH("acceptor", set_up, tear_down,
               it_says_that_it_waits_for_a_descriptor,
               it_registers_one_next_try_however_often_it_is_called)
