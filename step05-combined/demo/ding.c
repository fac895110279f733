// The example: periodic tasks on one executor's thread and one timer's thread.
#include "exec.h"
#include "must.h"
#include "periodic.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

static const char usage[] =
    "Usage: ding [OPTION]...\n"
    "Run tasks on one thread, woken by a timer on another: task N dings every\n"
    "N periods.\n"
    "\n"
    "  -t, --tasks N      how many tasks (default 9)\n"
    "  -p, --period TIME  a number and ns, us, ms or s (default 500ms)\n"
    "  -d, --dings N      how often each task dings (default 2)\n"
    "  -h, --help         print this and exit\n";

typedef struct {
    int tasks;
    Duration period;
    int dings;
} Options;

// Bad input, or a world that does not let us start: one line, status 2.
static _Noreturn void refuse(const char *what, const char *text,
                             const char *why)
{
    fprintf(stderr, "ding: %s%s%s: %s\n", what, text ? ": " : "",
            text ? text : "", why);
    exit(2);
}

// The number from 1 to `most` that `text` starts with; `end` is behind it.
static int64_t parse_number(const char *option, const char *text, int64_t most,
                            const char **end)
{
    char *rest;

    // strtoll takes blanks and signs as well.
    if (text[0] < '0' || text[0] > '9')
        refuse(option, text, "not a positive number");
    errno = 0;
    long long number = strtoll(text, &rest, 10);
    if (number == 0)
        refuse(option, text, "must be at least 1");
    if (errno || number > most)
        refuse(option, text, "too large");
    *end = rest;
    return number;
}

static int parse_count(const char *option, const char *text)
{
    const char *end;
    int64_t count = parse_number(option, text, 100 * 1000 * 1000, &end);

    if (*end)
        refuse(option, text, "something follows the number");
    return (int)count;
}

static Duration parse_duration(const char *option, const char *text)
{
    static const struct {
        const char *name;
        Duration ns;
    } units[] = {{"ns", 1},
                 {"us", MILLISECOND / 1000},
                 {"ms", MILLISECOND},
                 {"s", 1000 * MILLISECOND}};
    const char *end;
    int64_t number = parse_number(option, text, INT64_MAX, &end);

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].name) != 0)
            continue;
        if (number > INT64_MAX / units[i].ns)
            refuse(option, text, "too large");
        return number * units[i].ns;
    }
    refuse(option, text, "needs a unit: ns, us, ms or s");
}

// The last deadline, and the one behind it, must be an Instant.
static void check_product(const Options *options)
{
    Duration most = (INT64_MAX - instant_now()) / (options->dings + 1);

    if (options->period > most / options->tasks)
        refuse("--period", NULL, "too large for so many tasks and dings");
}

static void must_have_written(bool ok)
{
    if (!ok || fflush(stdout) != 0) {
        fprintf(stderr, "ding: write error: %s\n", strerror(errno));
        exit(1);
    }
}

// getopt has said already what is wrong, if it was not asked for.
static _Noreturn void show_usage(bool asked_for)
{
    if (!asked_for)
        exit(2);
    must_have_written(fputs(usage, stdout) >= 0);
    exit(0);
}

static Options parse_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"tasks", required_argument, NULL, 't'},
        {"period", required_argument, NULL, 'p'},
        {"dings", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    Options options = {.tasks = 9, .period = 500 * MILLISECOND, .dings = 2};

    for (int c; (c = getopt_long(argc, argv, "t:p:d:h", names, NULL)) != -1;) {
        if (c == 't')
            options.tasks = parse_count("--tasks", optarg);
        else if (c == 'p')
            options.period = parse_duration("--period", optarg);
        else if (c == 'd')
            options.dings = parse_count("--dings", optarg);
        else
            show_usage(c == 'h');
    }
    if (optind < argc)
        refuse(argv[optind], NULL, "unexpected argument");
    check_product(&options);
    return options;
}

static void ding(int id)
{
    // Flushed at once, so that each line is out in time, also into a pipe.
    must_have_written(printf("Task %d - ding\n", id) > 0);
}

int main(int argc, char **argv)
{
    Options options = parse_options(argc, argv);
    ToyTimer *timer = toy_timer_new();
    if (!timer)
        refuse("cannot start the timer's thread", NULL, strerror(errno));
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    Instant start = instant_now(); // one for all, so that the order is exact
    for (int id = 1; id <= options.tasks; id++)
        toy_exec_spawn(exec, periodic_new(id, start, id * options.period,
                                          options.dings, timer, ding));
    toy_exec_run(exec);

    toy_exec_free(exec);
    park_drop(park);
    toy_timer_free(timer);
    return 0;
}
