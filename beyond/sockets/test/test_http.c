// What is answered, and how.
#include "http_case.h"

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
    "POST / HTTP/1.1\r\nContent-Length : 5\r\n\r\nabcde",
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

TEST_MAIN_WITH("http", set_up, tear_down, a_request_is_answered,
               a_request_that_is_cut_at_any_byte_is_answered,
               many_requests_in_one_packet_are_all_answered,
               a_head_is_answered_without_a_body,
               the_last_request_is_answered_as_such,
               who_asks_for_another_protocol_is_answered_in_this_one,
               what_is_malformed_is_answered_with_400_and_closed,
               a_header_that_is_too_large_is_answered_with_431_and_closed,
               a_client_that_has_said_all_still_gets_its_answer)
