// What all contenders in C share: arguments, random numbers, a clock, and how
// figures are told.
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>

// What a contender can do. Its function prints figures.
typedef struct {
    const char *name; // NULL behind the last one
    int arguments;    // how many numbers follow the name
    void (*run)(const long *argument);
    const char *unlike; // in what it is not like ours, or NULL
} Workload;

// Each contender has this table.
extern const Workload workloads[];

void print_figure(const char *name, double value);

int64_t now_ns(void);

// The same sequence in every contender; from 0 to below `limit`.
int64_t random_below(int64_t limit);

// W3: random delays within a second, and so far ahead that all timers are
// registered before the first is due.
// Owns: the caller frees them.
int64_t *far_delays(long timers);

// W3: sleeps until all delays from `start` on are over.
// Fails: ends the program if one was over before this was called.
void sleep_past_delays(int64_t start, long timers);

void print_timers(long timers, int64_t to_register, int64_t to_fire);

// W4: a delay of 1 to 200 ms.
int64_t short_delay(void);

// W4: how much later than it should something came; negative is too early.
void note_lateness(int64_t ns);
void print_lateness(void);

// W5: runs play with 0 and with 1 (an int) on a thread each, bound to the CPUs
// argument[1] and argument[2], for argument[0] round trips. Prints.
void rally(const long *argument, void *play(void *side));

// W5: plays the ball if this side has it, unless it was the last time. Returns
// whether the side had it, and so must wake the other one.
bool rally_plays(int side);
bool rally_is_over(void);

// W6: what of this process is in memory, in bytes.
long resident(void);

#endif
