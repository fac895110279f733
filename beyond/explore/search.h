// All runs of a scene, each once.
#ifndef SEARCH_H
#define SEARCH_H

#include "choices.h"

typedef struct {
    bool brute;     // every order of operations, also of those that commute
    bool keep;      // the set of traces, for traces_print
    int bound;      // preemptions at most; < 0: no bound
    long most_runs; // 0: no limit
} Search;

typedef struct {
    long runs; // complete ones
    long cut;  // begun, and found to be like one that was run
    bool exhausted;
} Found;

// Stops at the first fault (fault_text).
Found search_all(const Scene *scene, const Search *how);

// One run, in which `choose` decides.
void search_run(const Scene *scene, Choice (*choose)(unsigned possible));

// What was chosen in the last run; NO_CHOICE behind its end.
Choice search_chosen(int step);

// The thread that ran, if it can go on, or else the first of the choices.
Choice choose_next(unsigned possible);

#endif
