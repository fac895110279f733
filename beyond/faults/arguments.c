// Runs ding with hostile arguments, hundreds of times, and compares what it
// does with what the oracle says. No run may crash, hang, or be taken silently.
//
//   arguments DING [RUNS [SEED]]
#include "hostile.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HANG 20 // seconds; a run takes milliseconds

typedef struct {
    int status; // or 128 and the signal
    int out_lines;
    int err_lines;
} Result;

static int count_lines(FILE *file)
{
    int lines = 0;

    rewind(file);
    for (int c; (c = getc(file)) != EOF;)
        lines += c == '\n';
    return lines;
}

static FILE *new_file(void)
{
    FILE *file = tmpfile();

    if (!file) {
        perror("tmpfile");
        exit(2);
    }
    return file;
}

static Result run(char **argv)
{
    FILE *out = new_file(), *err = new_file();
    int status = 0;

    pid_t child = fork();
    if (child == 0) {
        alarm(HANG); // outlives execv
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        execv(argv[0], argv);
        _exit(127);
    }
    waitpid(child, &status, 0);
    Result result = {WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                         : WEXITSTATUS(status),
                     count_lines(out), count_lines(err)};
    fclose(out);
    fclose(err);
    return result;
}

// What was typed is repeated as it is, with its line ends.
static int longest_complaint(char *const *argv)
{
    int lines = 1;

    for (; *argv; argv++)
        for (const char *at = *argv; (at = strchr(at, '\n')); at++)
            lines++;
    return lines;
}

static bool is_right(const Case *made, const Result *result)
{
    if (made->expected == REFUSES)
        return result->status == 2 && result->out_lines == 0 &&
               result->err_lines >= 1 &&
               result->err_lines <= longest_complaint(made->argv);
    bool lines_are_right = made->expected == HELPS
                               ? result->out_lines > 1
                               : result->out_lines == made->lines;
    return result->status == 0 && result->err_lines == 0 && lines_are_right;
}

static void tell(const Case *made, const Result *result)
{
    static const char *const answers[] = {"a refusal", "help", "dings"};

    printf("expected %s: status %d, %d lines on stdout, %d on stderr:",
           answers[made->expected], result->status, result->out_lines,
           result->err_lines);
    for (int i = 1; made->argv[i]; i++)
        printf(" '%.60s'", made->argv[i]);
    printf("\n");
}

int main(int argc, char **argv)
{
    static Case made;
    if (argc < 2)
        return 2;
    long runs = argc > 2 ? atol(argv[2]) : 1000;
    unsigned long seed = argc > 3 ? strtoul(argv[3], NULL, 10) : 2026;
    long answers[TOO_LONG] = {0}, wrong = 0;

    hostile_seed(seed);
    for (long i = 0; i < runs; i++) {
        hostile_make(&made, argv[1]);
        Result result = run(made.argv);
        answers[made.expected]++;
        if (!is_right(&made, &result)) {
            tell(&made, &result);
            wrong++;
        }
    }
    printf("arguments        %ld runs, seed %lu: %ld refused, %ld helped, %ld"
           " dinged; %ld wrong\n",
           runs, seed, answers[REFUSES], answers[HELPS], answers[DINGS], wrong);
    return wrong > 0;
}
