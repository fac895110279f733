// The main of every contender in C: one workload, by its name.
#include "bench.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ARGUMENTS 3
#define GREATEST 100000000

static int usage(const char *program)
{
    fprintf(stderr, "usage: %s list, or one of\n", program);
    for (const Workload *one = workloads; one->name; one++)
        fprintf(stderr, "  %s with %d numbers\n", one->name, one->arguments);
    return 2;
}

static bool parse(char **words, int count, long *numbers)
{
    for (int i = 0; i < count; i++) {
        char *end;
        numbers[i] = strtol(words[i], &end, 10);
        bool is_number = *words[i] && !*end;
        if (!is_number || numbers[i] < (i == 0) || numbers[i] > GREATEST)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    long numbers[MOST_ARGUMENTS];
    const Workload *one = workloads;

    if (argc == 2 && strcmp(argv[1], "list") == 0) {
        for (; one->name; one++)
            puts(one->name);
        return 0;
    }
    while (one->name && argc > 1 && strcmp(one->name, argv[1]) != 0)
        one++;
    if (argc < 2 || !one->name || argc != 2 + one->arguments ||
        !parse(argv + 2, one->arguments, numbers))
        return usage(argv[0]);
    one->run(numbers);
    if (one->unlike)
        printf("note %s\n", one->unlike);
    return 0;
}
