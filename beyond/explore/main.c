// Runs every interleaving of the scenes, and shows the first that goes wrong.
#include "drive.h"
#include "report.h"
#include "schedule.h"
#include "search.h"
#include "states.h"
#include "traces.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHORTER_RUNS 200000 // to be spent on a schedule with fewer preemptions

static struct {
    bool all, brute, traces, drive;
    const char *replay, *json, *states;
} options;

static const char usage[] =
    "usage: explore [OPTION...] [SCENE...]   (default: all that are right)\n"
    "  --list             the scenes\n"
    "  --replay SCHEDULE  one run of one scene, as a fault prints it\n"
    "  --drive            one run of one scene: which thread steps next?\n"
    "  --all              shows also operations that no other thread can see\n"
    "  --json FILE        writes the run that was shown\n"
    "  --brute            without the reduction: every order, for comparison\n"
    "  --plain            no wake without a reason, no older values\n"
    "  --states FILE      writes all states of one scene, and their steps\n"
    "  --traces           prints the set of traces and nothing else\n"
    "exit status: 0 exhausted, no fault; 1 a fault; 2 bad usage\n";

static void fail(const char *message, const char *what)
{
    fprintf(stderr, "explore: %s%s\n%s", message, what, usage);
    exit(2);
}

static const Scene *find_scene(const char *name)
{
    for (int i = 0; i < scene_count; i++) {
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    }
    fail("no such scene: ", name);
    return NULL;
}

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void show(const char *schedule)
{
    if (fault_text[0])
        printf("%s: %s\n\n", scene->name, fault_text);
    report_table(options.all);
    printf("\nschedule: %s\n", schedule);
    if (options.json && !report_json(options.json, schedule)) {
        fprintf(stderr, "explore: %s: %s\n", options.json, strerror(errno));
        exit(2);
    }
}

// The fault again, with as few preemptions as it takes.
static void show_fault(const Scene *which)
{
    char schedule[5 * MAX_STEPS];

    schedule_print(schedule, sizeof schedule);
    for (int bound = 0; bound < 6; bound++) {
        Search search = {.bound = bound, .most_runs = SHORTER_RUNS};
        search_all(which, &search);
        if (fault_text[0]) {
            schedule_print(schedule, sizeof schedule);
            break;
        }
    }
    report_begin();
    schedule_replay(which, schedule);
    report_end();
    show(schedule);
    printf("again:    the same, with --replay '%s' %s\n", schedule,
           which->name);
    if (fault_op.pc) // a deadlock is no thread's fault
        printf("in gdb:   break explore_fault: the thread is there\n");
}

static bool explore(const Scene *which)
{
    Search search = {.brute = options.brute,
                     .keep = options.traces,
                     .bound = which->bound ? which->bound : -1};
    double start = seconds();
    most_threads = 0; // the last run may have been cut before all began
    Found found = search_all(which, &search);

    if (options.traces) {
        traces_print();
        return !fault_text[0];
    }
    char reach[40] = "exhausted";
    if (which->bound)
        snprintf(reach, sizeof reach, "all with %d preemptions", which->bound);
    printf("%-22s %d threads %9ld runs %9ld cut %6.1f s  %s\n", which->name,
           most_threads, found.runs, found.cut, seconds() - start,
           fault_text[0] ? "FAULT" : reach);
    fflush(stdout);
    if (!fault_text[0])
        return true;
    show_fault(which);
    return false;
}

static void replay(const Scene *which)
{
    report_begin();
    bool fits = schedule_replay(which, options.replay);
    report_end();
    if (!fits)
        fail("the schedule does not fit the scene: ", options.replay);
    show(options.replay);
}

static void drive(const Scene *which)
{
    char schedule[5 * MAX_STEPS];

    report_begin();
    search_run(which, drive_ask);
    report_end();
    schedule_print(schedule, sizeof schedule);
    printf("\n");
    show(schedule);
}

static void write_states(const Scene *which)
{
    if (states_write(options.states, which))
        return;
    fprintf(stderr, "explore: %s: %s\n", options.states,
            errno ? strerror(errno) : "too many states");
    exit(2);
}

static void list(void)
{
    for (int i = 0; i < scene_count; i++)
        printf("%-22s %s\n", scenes[i].name, scenes[i].about);
    exit(0);
}

static const char *value(char **argv, int *at)
{
    if (!argv[*at + 1])
        fail("a value is missing after ", argv[*at]);
    return argv[++*at];
}

static int read_options(char **argv)
{
    int i = 1;

    for (; argv[i] && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--list") == 0)
            list();
        else if (strcmp(argv[i], "--replay") == 0)
            options.replay = value(argv, &i);
        else if (strcmp(argv[i], "--json") == 0)
            options.json = value(argv, &i);
        else if (strcmp(argv[i], "--states") == 0)
            options.states = value(argv, &i);
        else if (strcmp(argv[i], "--plain") == 0)
            choices_plain = true;
        else if (strcmp(argv[i], "--drive") == 0)
            options.drive = true;
        else if (strcmp(argv[i], "--all") == 0)
            options.all = true;
        else if (strcmp(argv[i], "--brute") == 0)
            options.brute = true;
        else if (strcmp(argv[i], "--traces") == 0)
            options.traces = true;
        else
            fail("no such option: ", argv[i]);
    }
    return i;
}

int main(int argc, char **argv)
{
    int first = read_options(argv);
    bool one = options.replay || options.drive || options.states;
    bool good = true;

    if (one && argc - first != 1)
        fail("one scene, please", "");
    for (int i = first; i < argc; i++)
        find_scene(argv[i]);
    if (options.states) {
        write_states(find_scene(argv[first]));
        return 0;
    }
    if (one) {
        (options.replay ? replay : drive)(find_scene(argv[first]));
        return fault_text[0] != '\0';
    }
    for (int i = first; i < argc; i++)
        good &= explore(find_scene(argv[i]));
    for (int i = 0; first == argc && i < scene_count; i++)
        good &= scenes[i].is_wrong || explore(&scenes[i]);
    return !good;
}
