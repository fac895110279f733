#include "options.h"

#include "choices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Options options;

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

void fail(const char *message, const char *what)
{
    fprintf(stderr, "explore: %s%s\n%s", message, what, usage);
    exit(2);
}

const Scene *find_scene(const char *name)
{
    for (int i = 0; i < scene_count; i++) {
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    }
    fail("no such scene: ", name);
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

int options_read(char **argv)
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
