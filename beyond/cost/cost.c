// What a call of a task costs, in ns: three figures, each the fastest of some
// rounds. What else the machine does can only make it slower.
#include "clock.h"
#include "exec.h"
#include "kinds.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 5
#define TASKS 100 // few enough for the first cache

// Each of these makes so many calls.
static unsigned long calls = 1000 * 1000;

static void wake_oneself(ToyExec *exec)
{
    for (int i = 0; i < TASKS; i++)
        toy_exec_spawn(exec, busy_new(calls / TASKS));
    toy_exec_run(exec);
}

static void wake_another(ToyExec *exec)
{
    for (int i = 0; i < TASKS; i += 2) {
        ToyTask *one, *two;
        pair_new(calls / TASKS, &one, &two);
        toy_exec_spawn(exec, one);
        toy_exec_spawn(exec, two);
    }
    toy_exec_run(exec);
}

static void spawn_and_end(ToyExec *exec)
{
    for (unsigned long i = 0; i < calls / TASKS; i++) {
        for (int task = 0; task < TASKS; task++)
            toy_exec_spawn(exec, brief_new());
        toy_exec_run(exec);
    }
}

static double cost_of(void what(ToyExec *))
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    double least = 0;

    for (int round = 0; round < ROUNDS; round++) {
        Instant start = instant_now();
        what(exec);
        double each = (double)(instant_now() - start) / (double)calls;
        if (round == 0 || each < least)
            least = each;
    }
    toy_exec_free(exec);
    park_drop(park);
    return least;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        calls = TASKS * strtoul(argv[1], NULL, 10);
    if (argc > 2 || calls == 0) {
        fprintf(stderr, "usage: cost [CALLS of each of %d tasks]\n", TASKS);
        return 2;
    }
    printf("%.2f %.2f %.2f\n", cost_of(wake_oneself), cost_of(wake_another),
           cost_of(spawn_and_end));
    return 0;
}
