// Hostile arguments: made at random, with what they must lead to.
#ifndef HOSTILE_H
#define HOSTILE_H

#include "oracle.h"

#define MOST_ARGUMENTS 6
#define LONGEST 6000

typedef struct {
    char text[MOST_ARGUMENTS][LONGEST];
    char *argv[MOST_ARGUMENTS + 2]; // the program, and pointers into text
    Answer expected;
    long lines; // how many, if it dings
} Case;

// The same seed makes the same cases, everywhere.
void hostile_seed(unsigned long seed);

// Never one that would take long.
// Owns: borrows the program's name until the case is made anew.
void hostile_make(Case *made, char *program);

#endif
