// What a client may take of time, of turns and of memory.
#include "http_case.h"

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

TEST_MAIN_WITH("http: limits", set_up, tear_down,
               two_hundred_thousand_requests_make_one_registration,
               a_client_that_has_much_to_say_is_answered_in_turns,
               a_client_that_does_not_read_is_not_read_and_loses_nothing,
               a_client_whose_time_is_over_is_closed,
               a_request_that_is_answered_gives_time_for_the_next,
               a_client_that_goes_wakes_who_waits_for_its_descriptor,
               a_request_that_comes_byte_by_byte_gets_no_more_time)
