// What can be done next: a thread's step, or one of nobody's.
#ifndef CHOICES_H
#define CHOICES_H

#include "explore.h"

// 0.. the thread's next operation; SPURIOUS + thread; OLDER + thread: its next
// operation, a load, sees an older value (age 1); MAX_THREADS more: the one
// before that (age 2), and so on; TICK
typedef int Choice;
#define AGES 3
#define SPURIOUS MAX_THREADS
#define OLDER (2 * MAX_THREADS)
#define TICK (OLDER + AGES * MAX_THREADS)
#define CHOICES (TICK + 1)
#define NO_CHOICE (-1)

static inline bool is_step(Choice choice)
{
    return choice < SPURIOUS || (choice >= OLDER && choice < TICK);
}

static inline int thread_of(Choice choice)
{
    return choice % MAX_THREADS;
}

// 0: sees the newest
static inline int age_of(Choice choice)
{
    return choice < OLDER ? 0 : 1 + (choice - OLDER) / MAX_THREADS;
}

// Only steps, and time: no wake without a reason, no load of an older value.
extern bool choices_plain;

void choices_begin(void);
unsigned choices_possible(void); // a set of them: 1 << choice
bool choice_can_step(int thread);
Op choice_op(Choice choice);
void choice_do(Choice choice);

bool op_changes(OpKind kind); // what it touches
bool op_wakes(OpKind kind);   // a sleeper: so time finds it awake

// Whether the order of two can matter.
bool dependent(Choice a, const Op *op_a, Choice b, const Op *op_b);

#endif
