// The program `ding`: what it prints, and where.
#include "clock.h"
#include "ding_case.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define FOR_EVER "--tasks", "1", "--dings", "100000000", "--period", "1ms"

static int lines_of(int id)
{
    char line[32];
    int found = 0;
    snprintf(line, sizeof line, "Task %d - ding\n", id);

    for (char *at = ding_out; (at = strstr(at, line)); at += strlen(line))
        found++;
    return found;
}

// In which order is proved under the fake clock: a busy machine may be late.
static void expect_dings(int tasks, int dings)
{
    expect_exit(0);
    ck_assert_str_eq(ding_err, "");
    for (int id = 1; id <= tasks; id++)
        ck_assert_int_eq(lines_of(id), dings);
    ck_assert_uint_eq(strlen(ding_out),
                      (size_t)(tasks * dings) * strlen("Task 1 - ding\n"));
}

START_TEST(nine_tasks_ding_twice_each_and_no_earlier_than_they_should)
{
    Instant start = instant_now();

    ding(ARGS("--period", "1ms"));

    expect_dings(9, 2);
    ck_assert_int_ge(instant_now(), start + 18 * MILLISECOND);
}
END_TEST

START_TEST(each_option_may_be_long_or_short)
{
    ding(ARGS("--tasks", "3", "--period", "1us", "--dings", "4"));
    expect_dings(3, 4);
    ding(ARGS("--tasks=3", "--period=1us", "--dings=4"));
    expect_dings(3, 4);
    ding(ARGS("-t", "3", "-p", "1us", "-d", "4"));
    expect_dings(3, 4);
    ding(ARGS("-t3", "-p1us", "-d010")); // ten, not eight
    expect_dings(3, 10);
}
END_TEST

START_TEST(a_period_has_a_unit)
{
    static const char *const same[] = {"1000000ns", "1000us", "1ms"};

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        Instant start = instant_now();
        ding(ARGS("--tasks", "1", "--dings", "2", "--period", same[i]));
        expect_dings(1, 2);
        ck_assert_int_ge(instant_now(), start + 2 * MILLISECOND);
    }
}
END_TEST

// A datagram is what was written at once.
START_TEST(each_line_is_written_as_soon_as_it_is_there)
{
    int ends[2];
    char line[200];
    must(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0, "socketpair");
    pid_t child =
        ding_start(ARGS("-t1", "-d3", "-p1us"), ends[1], STDERR_FILENO);

    for (int i = 0; i < 3; i++) {
        ssize_t size = read(ends[0], line, sizeof line - 1);
        ck_assert_int_gt(size, 0);
        line[size] = '\0';
        ck_assert_str_eq(line, "Task 1 - ding\n");
    }

    waitpid(child, &ding_status, 0);
    expect_exit(0);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(help_goes_to_stdout)
{
    ding(ARGS("-h"));
    expect_exit(0);
    size_t length = strlen(ding_out);

    ding(ARGS("--help"));

    expect_exit(0);
    ck_assert_uint_eq(strlen(ding_out), length);
    ck_assert_str_eq(ding_err, "");
    ck_assert_int_eq(strncmp(ding_out, "Usage: ding ", 12), 0);
    ck_assert_ptr_nonnull(strstr(ding_out, "--tasks"));
    ck_assert_ptr_nonnull(strstr(ding_out, "--period"));
    ck_assert_ptr_nonnull(strstr(ding_out, "--dings"));
}
END_TEST

static void expect_failure(int status, const char *what, int error)
{
    char words[200];

    snprintf(words, sizeof words, "ding: %s: %s\n", what, strerror(error));
    expect_exit(status);
    expect_complaint(words);
}

START_TEST(a_full_disk_ends_it_with_one_line_and_status_1)
{
    int full = open("/dev/full", O_WRONLY);
    if (full < 0)
        return; // not every system has one

    ding_into(full, ARGS(FOR_EVER));
    expect_failure(1, "write error", ENOSPC);

    ding_into(full, ARGS("-t1", "-d1", "-p1us")); // the last line counts, too
    expect_failure(1, "write error", ENOSPC);

    ding_into(full, ARGS("--help"));
    expect_failure(1, "write error", ENOSPC);
    close(full);
}
END_TEST

START_TEST(a_closed_stdout_ends_it_with_one_line_and_status_1)
{
    ding_into(CLOSED, ARGS(FOR_EVER));

    expect_failure(1, "write error", EBADF);
}
END_TEST

static int pipe_nobody_reads(void)
{
    Pipe pipe = new_pipe();

    close(pipe.from);
    return pipe.to;
}

START_TEST(a_closed_pipe_ends_it_by_a_signal)
{
    int out = pipe_nobody_reads();

    ding_into(out, ARGS(FOR_EVER));

    expect_signal(SIGPIPE);
    ck_assert_str_eq(ding_err, "");
    close(out);
}
END_TEST

static void ignore_sigpipe(void)
{
    signal(SIGPIPE, SIG_IGN);
}

START_TEST(a_closed_pipe_without_the_signal_ends_it_with_one_line_and_status_1)
{
    int out = pipe_nobody_reads();
    ding_prepare = ignore_sigpipe;

    ding_into(out, ARGS(FOR_EVER));

    expect_failure(1, "write error", EPIPE);
    close(out);
}
END_TEST

START_TEST(an_interrupt_ends_it)
{
    Pipe out = new_pipe();
    pid_t child = ding_start(ARGS(FOR_EVER), out.to, STDERR_FILENO);
    char byte;
    ck_assert_int_eq(read(out.from, &byte, 1), 1); // it is at work

    kill(child, SIGINT);

    waitpid(child, &ding_status, 0);
    expect_signal(SIGINT);
    close(out.from);
    close(out.to);
}
END_TEST

static void leave_no_room_for_a_thread(void)
{
    const rlim_t mebibyte = 1024 * 1024;
    struct rlimit stack;

    getrlimit(RLIMIT_STACK, &stack);
    stack.rlim_cur = 1024 * mebibyte; // and so has each thread
    setrlimit(RLIMIT_STACK, &stack);
    setrlimit(RLIMIT_AS, &(struct rlimit){512 * mebibyte, 512 * mebibyte});
}

START_TEST(a_thread_that_cannot_start_ends_it_with_one_line_and_status_2)
{
#ifndef __GLIBC__
    return; // others give each thread a small stack, whatever the limit is
#endif
    ding_prepare = leave_no_room_for_a_thread;
    ding(ARGS("--help"));
    if (!WIFEXITED(ding_status) || WEXITSTATUS(ding_status) != 0)
        return; // a sanitizer needs more room than that for itself

    ding(ARGS("--tasks", "1"));

    expect_failure(2, "cannot start the timer's thread", EAGAIN);
    ck_assert_str_eq(ding_out, "");
}
END_TEST

static void set_up(void)
{
    ding_prepare = NULL;
}

TEST_MAIN_WITH(
    "ding", set_up, NULL,
    nine_tasks_ding_twice_each_and_no_earlier_than_they_should,
    each_option_may_be_long_or_short, a_period_has_a_unit,
    each_line_is_written_as_soon_as_it_is_there, help_goes_to_stdout,
    a_full_disk_ends_it_with_one_line_and_status_1,
    a_closed_stdout_ends_it_with_one_line_and_status_1,
    a_closed_pipe_ends_it_by_a_signal,
    a_closed_pipe_without_the_signal_ends_it_with_one_line_and_status_1,
    an_interrupt_ends_it,
    a_thread_that_cannot_start_ends_it_with_one_line_and_status_2)
