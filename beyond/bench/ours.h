// What the files of our contender share.
#ifndef OURS_H
#define OURS_H

#include "exec.h"

// An executor on a park of its own.
typedef struct {
    Park *park;
    ToyExec *exec;
} Ours;

Ours ours_new(void);
void ours_free(Ours ours);

void ours_timers(const long *argument);     // W3
void ours_lateness(const long *argument);   // W4
void ours_rally(const long *argument);      // W5
void ours_neighbours(const long *argument); // W7

#endif
