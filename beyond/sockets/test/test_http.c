// A task that serves a connection, called by hand; the other end is the test's.
#include "loop.h"
#include "server.h"

static int registrations;

static void count_and_register(Loop *loop, Instant at, WakeHandle *wake)
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

static void set_up(void)
{
    registrations = 0;
    server = (Server){.patience = 3600 * 1000 * MILLISECOND};
    server.loop = loop_new();
    pair_begin();
    wake = probe_wake_init(&probe);
    task = http_new(&server, source_new(server.loop, here));
}

static void tear_down(void)
{
    toy_task_destroy(task);
    close(there);
    wake_handle_drop(wake);
    loop_free(server.loop);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_uint_eq(server.count, 0);
}

static Async call(void)
{
    return toy_task_complete(task, wake);
}

// Sends, and has the task called.
static Async tell(const char *text)
{
    say(text);
    return call();
}

// How often the part is in the text.
static int count_of(const char *part, const char *text)
{
    int count = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

START_TEST(a_request_is_answered)
{
    Async answer = tell(GET);

    ck_assert_int_eq(answer, ASYNC_WILL_WAKE);
    ck_assert_str_eq(hear(), ANSWER);
}
END_TEST

START_TEST(a_request_that_is_cut_at_any_byte_is_answered)
{
    for (size_t i = 1; i < strlen(GET); i++) {
        char beginning[sizeof GET] = GET;
        beginning[i] = '\0';
        tell(beginning);
        ck_assert_str_eq(hear(), "");
        tell(&GET[i]);
        ck_assert_str_eq(hear(), ANSWER);
    }
}
END_TEST

START_TEST(many_requests_in_one_packet_are_all_answered)
{
    char requests[50 * sizeof GET] = "";
    for (int i = 0; i < 50; i++)
        strcat(requests, GET);

    tell(requests);

    ck_assert_int_eq(count_of(ANSWER, hear()), 50);
}
END_TEST

START_TEST(a_head_is_answered_without_a_body)
{
    tell("HEAD / HTTP/1.1\r\n\r\n");

    ck_assert_str_eq(hear(), OK_ANSWER "\r\n");
}
END_TEST

START_TEST(the_last_request_is_answered_as_such)
{
    tell("GET / HTTP/1.1\r\nConnection: close\r\n\r\n" GET);

    ck_assert_str_eq(hear(), LAST_ANSWER);
    shutdown(there, SHUT_WR);
    ck_assert_int_eq(call(), ASYNC_DONE);
}
END_TEST

START_TEST(who_asks_for_another_protocol_is_answered_in_this_one)
{
    tell("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    tell(GET);

    ck_assert_str_eq(hear(), ANSWER ANSWER);
}
END_TEST

static const char *const malformed[] = {
    "what?\r\n\r\n",
    "GET / HTTP/9.9.9\r\n\r\n",
    "CONNECT x:1 HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\nabcde",
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding:chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "POST / HTTP/1.1\r\nContent-Length: 18446744073709551617\r\n\r\nx",
    "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nx",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
};

static void expect_refused_with(const char *status)
{
    const char *heard = hear();

    ck_assert_msg(strncmp(heard, status, strlen(status)) == 0, "%s", heard);
    ck_assert_int_eq(count_of("HTTP/1.1", heard), 1);
    ck_assert_int_eq(count_of("Connection: close", heard), 1);
}

START_TEST(what_is_malformed_is_answered_with_400_and_closed)
{
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        tell(malformed[i]);
        expect_refused_with("HTTP/1.1 400 ");
        ck_assert_int_eq(tell("and more"), ASYNC_WILL_WAKE); // is not read
        ck_assert_str_eq(hear(), "");
        shutdown(there, SHUT_WR);
        ck_assert_int_eq(call(), ASYNC_DONE);
        tear_down();
        set_up();
    }
}
END_TEST

START_TEST(a_header_that_is_too_large_is_answered_with_431_and_closed)
{
    char header[10000] = "GET / HTTP/1.1\r\nX: ";
    memset(header + strlen(header), 'x', sizeof header - strlen(header) - 1);

    tell(header);

    expect_refused_with("HTTP/1.1 431 ");
}
END_TEST

START_TEST(a_client_that_has_said_all_still_gets_its_answer)
{
    say(GET);
    shutdown(there, SHUT_WR);

    Async answer = call();

    ck_assert_str_eq(hear(), ANSWER);
    ck_assert_int_eq(answer == ASYNC_DONE || call() == ASYNC_DONE, 1);
}
END_TEST

START_TEST(two_hundred_thousand_requests_make_one_registration)
{
    for (int i = 0; i < 200000; i++) {
        tell(GET);
        ck_assert_int_eq(strcmp(hear(), ANSWER), 0);
    }

    ck_assert_int_eq(registrations, 1);
}
END_TEST

// Requests until the socket takes no more. Returns how many.
static int say_as_many_as_fit(void)
{
    int count = 0;

    while (write(there, GET, strlen(GET)) == (ssize_t)strlen(GET))
        count++;
    return count;
}

START_TEST(a_client_that_has_much_to_say_is_answered_in_turns)
{
    static char much[sizeof in * (TURNS + 1)];
    for (size_t i = 0; i + 8000 <= sizeof much; i += 8000) {
        memset(&much[i], 'x', 8000);
        memcpy(&much[i], "GET / HTTP/1.1\r\nX: ", 19);
        memcpy(&much[i + 7996], "\r\n\r\n", 4);
    }
    must(write(there, much, sizeof much) > (ssize_t)(sizeof in * TURNS),
         "cannot write so much at once");

    call();

    ck_assert_int_eq(count_of("200 OK", hear()), sizeof in * TURNS / 8000);
    ck_assert_int_eq(probe.wakes, 1); // it goes behind the others
}
END_TEST

START_TEST(a_client_that_does_not_read_is_not_read_and_loses_nothing)
{
    int size = 4096;
    int said = 0, heard = 0;
    setsockopt(here, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);

    for (int i = 0; i < 100; i++) { // until nothing moves any more
        said += say_as_many_as_fit();
        call();
    }
    int stuck = say_as_many_as_fit();
    for (const char *text; *(text = hear()); call())
        heard += count_of("200 OK", text);

    ck_assert_int_eq(stuck, 0);
    ck_assert_int_eq(heard, said);
}
END_TEST

START_TEST(a_client_whose_time_is_over_is_closed)
{
    call();
    container_of(task, Http, task)->deadline = loop_now(server.loop);

    ck_assert_int_eq(call(), ASYNC_DONE);
}
END_TEST

START_TEST(a_request_that_is_answered_gives_time_for_the_next)
{
    Instant deadline = container_of(task, Http, task)->deadline;
    wake_handle_wake(park_handle(loop_park(server.loop)));
    park_wait(loop_park(server.loop)); // looks at the clock

    tell(GET);

    ck_assert_int_gt(container_of(task, Http, task)->deadline, deadline);
}
END_TEST

START_TEST(a_client_that_goes_wakes_who_waits_for_its_descriptor)
{
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    ToyTask *other = http_new(&server, source_new(server.loop, end));
    server.is_full = true;
    server.acceptor = wake;

    toy_task_destroy(other);

    ck_assert_int_eq(probe.wakes, 1);
}
END_TEST

START_TEST(a_request_that_comes_byte_by_byte_gets_no_more_time)
{
    tell("G");
    Instant deadline = container_of(task, Http, task)->deadline;
    wake_handle_wake(park_handle(loop_park(server.loop)));
    park_wait(loop_park(server.loop)); // looks at the clock

    tell("E");

    ck_assert_int_eq(container_of(task, Http, task)->deadline, deadline);
}
END_TEST

TEST_MAIN_WITH("http", set_up, tear_down, a_request_is_answered,
               a_request_that_is_cut_at_any_byte_is_answered,
               many_requests_in_one_packet_are_all_answered,
               a_head_is_answered_without_a_body,
               the_last_request_is_answered_as_such,
               who_asks_for_another_protocol_is_answered_in_this_one,
               what_is_malformed_is_answered_with_400_and_closed,
               a_header_that_is_too_large_is_answered_with_431_and_closed,
               a_client_that_has_said_all_still_gets_its_answer,
               two_hundred_thousand_requests_make_one_registration,
               a_client_that_has_much_to_say_is_answered_in_turns,
               a_client_that_does_not_read_is_not_read_and_loses_nothing,
               a_client_whose_time_is_over_is_closed,
               a_request_that_is_answered_gives_time_for_the_next,
               a_client_that_goes_wakes_who_waits_for_its_descriptor,
               a_request_that_comes_byte_by_byte_gets_no_more_time)
