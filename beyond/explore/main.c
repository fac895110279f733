// Runs every interleaving of the scenes, and shows the first that goes wrong.
#include "drive.h"
#include "options.h"
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

// Returns the exit status.
static int do_one(const Scene *which)
{
    if (options.states) {
        write_states(which);
        return 0;
    }
    (options.replay ? replay : drive)(which);
    return fault_text[0] != '\0';
}

int main(int argc, char **argv)
{
    int first = options_read(argv);
    bool one = options.replay || options.drive || options.states;
    bool good = true;

    if (one && argc - first != 1)
        fail("one scene, please", "");
    for (int i = first; i < argc; i++)
        find_scene(argv[i]);
    if (one)
        return do_one(find_scene(argv[first]));
    for (int i = first; i < argc; i++)
        good &= explore(find_scene(argv[i]));
    for (int i = 0; first == argc && i < scene_count; i++)
        good &= scenes[i].is_wrong || explore(&scenes[i]);
    return !good;
}
