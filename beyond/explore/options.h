// The command line.
#ifndef OPTIONS_H
#define OPTIONS_H

#include "explore.h"

typedef struct {
    bool all, brute, traces, drive;
    const char *replay, *json, *states; // or NULL
} Options;

extern Options options;

// Returns the index of the first argument that is none. Ends the program if
// one is unknown, and after --list.
int options_read(char **argv);

// Ends the program, with status 2, if there is none of this name.
const Scene *find_scene(const char *name);

// Ends the program with these two, the usage, and status 2.
_Noreturn void fail(const char *message, const char *what);

#endif
