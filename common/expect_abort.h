// For what ends the whole program: it is done in a process of its own. Call it
// when no other thread runs: a lock that one has, such as that of a sanitizer's
// malloc, would never be given back in the copy.
#ifndef EXPECT_ABORT_H
#define EXPECT_ABORT_H

#include "must.h"

#include <check.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Never returns: the child of expect_abort.
static inline void die_of(void (*deed)(void), int out)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); // leave no file behind
    dup2(out, STDERR_FILENO);
    close(out);
    deed();
    _exit(EXIT_SUCCESS);
}

// The deed's process: how it ended; what it said on stderr goes to `said`.
static inline int end_of(void (*deed)(void), char *said, size_t size)
{
    int out[2], status;
    must(pipe(out) == 0, "cannot make a pipe");

    pid_t child = fork();
    must(child >= 0, "cannot fork");
    if (child == 0)
        die_of(deed, out[1]);
    close(out[1]);
    FILE *stream = fdopen(out[0], "r");
    must(stream != NULL, "cannot read from a pipe");
    said[fread(said, 1, size - 1, stream)] = '\0';
    fclose(stream);
    waitpid(child, &status, 0);
    return status;
}

// The deed must abort, and `words` is all that it says on stderr.
static inline void expect_abort(void (*deed)(void), const char *words)
{
    char said[200];
    int status = end_of(deed, said, sizeof said);

    ck_assert_str_eq(said, words);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

// The deed is a caller's mistake: an assert must end it, where there are any.
static inline void expect_assert(void (*deed)(void))
{
#ifdef NDEBUG
    (void)deed;
#else
    char said[1000];
    int status = end_of(deed, said, sizeof said);

    ck_assert_msg(strstr(said, "ssertion") != NULL, "says '%s'", said);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
#endif
}

#endif
