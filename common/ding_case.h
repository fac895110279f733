// Runs the program `ding` as people do, and keeps what it says.
#ifndef DING_CASE_H
#define DING_CASE_H

#include "must.h"
#include "test_main.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DING BUILD "/ding"
#define ARGS(...) ((const char *const[]){DING, __VA_ARGS__, NULL})
#define CLOSED (-1)

// What the last run left:
static int ding_status; // as of waitpid
static char ding_out[4096];
static char ding_err[4096];

// In the child, before it becomes the program; or NULL.
static void (*ding_prepare)(void);

// Never returns.
static inline void become_ding(const char *const args[], int out, int err)
{
    signal(SIGPIPE, SIG_DFL); // whatever the tests were started with
    signal(SIGINT, SIG_DFL);
    if (ding_prepare)
        ding_prepare();
    dup2(err, STDERR_FILENO);
    if (out == CLOSED)
        close(STDOUT_FILENO);
    else
        dup2(out, STDOUT_FILENO);
    execv(DING, (char *const *)args);
    _exit(127);
}

static inline pid_t ding_start(const char *const args[], int out, int err)
{
    pid_t child = fork();

    must(child >= 0, "cannot fork");
    if (child == 0)
        become_ding(args, out, err);
    return child;
}

typedef struct {
    int from;
    int to;
} Pipe;

static inline Pipe new_pipe(void)
{
    int ends[2];

    must(pipe(ends) == 0, "cannot make a pipe");
    return (Pipe){.from = ends[0], .to = ends[1]};
}

// What is in the pipe until nobody writes any more.
static inline void drain(Pipe pipe, char *text, size_t size)
{
    size_t used = 0;
    ssize_t more;

    close(pipe.to);
    while ((more = read(pipe.from, text + used, size - 1 - used)) > 0)
        used += (size_t)more;
    text[used] = '\0';
    close(pipe.from);
}

static inline void ding_into(int out, const char *const args[])
{
    Pipe err = new_pipe();
    pid_t child = ding_start(args, out, err.to);

    drain(err, ding_err, sizeof ding_err);
    waitpid(child, &ding_status, 0);
    ding_out[0] = '\0';
}

// All that it says fits into the pipe.
static inline void ding(const char *const args[])
{
    Pipe out = new_pipe();

    ding_into(out.to, args);
    drain(out, ding_out, sizeof ding_out);
}

static inline void expect_exit(int status)
{
    ck_assert_msg(WIFEXITED(ding_status) && WEXITSTATUS(ding_status) == status,
                  "not exit %d: %#x, and says '%s'", status,
                  (unsigned)ding_status, ding_err);
}

static inline void expect_signal(int signal)
{
    ck_assert_msg(WIFSIGNALED(ding_status) && WTERMSIG(ding_status) == signal,
                  "not signal %d: %#x", signal, (unsigned)ding_status);
}

// One line on stderr, with these words in it.
static inline void expect_complaint(const char *words)
{
    const char *end = strchr(ding_err, '\n');

    ck_assert_msg(end && !end[1], "not one line: '%s'", ding_err);
    ck_assert_msg(strstr(ding_err, words) != NULL, "no '%s' in '%s'", words,
                  ding_err);
}

#endif
