// The choices of a run as text.
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "choices.h"

// The choices of the last run, for instance "0 0 1 1-2 ~1 t": threads, one that
// saw a value older by two, a sleeper that woke for no reason, time that
// passed.
void schedule_print(char *text, size_t size);

// One of them. Good till the next.
const char *choice_text(Choice choice);

// One run; beyond the end of the schedule each thread goes on as long as it
// can. False if the schedule does not fit the scene.
bool schedule_replay(const Scene *scene, const char *schedule);

#endif
