// A program of random operations, done to the real sources and to the model at
// once. The first difference between the two ends it.
#ifndef FUZZ_H
#define FUZZ_H

#include "exec.h"
#include "model.h"
#include "timer.h"

#include <stddef.h>
#include <stdint.h>

#define LONGEST 256 // bytes of a program; an operation is one or two

// Says what differs, and aborts.
void expect(bool ok, const char *otherwise);

typedef enum {
    STOP, // in a call: 0 is DONE, else WILL_WAKE; outside: let the rest go on
    SPAWN,
    BELL,
    WAKE,
    CLONE,
    DROP,
    KEEP, // a clone of one's own handle
    REGISTER,
    MANY, // registrations of one handle
    ADVANCE,
    CALL, // of the periodic task inside; mostly a spurious one
    OPERATIONS
} Kind;

typedef struct {
    Kind kind;
    int number;
} Operation;

void program_load(const uint8_t *bytes, size_t size);
bool program_over(void);
int program_byte(void);

// STOP 0 when the program is over.
Operation program_next(void);

// What the operations are done to:
extern ToyExec *exec;
extern ToyTimer *timer;

void world_begin(void);

// Does operations up to a STOP, and returns its number. `self` does them, a
// task in its call or a bell; or NOBODY does.
int world_act(int self);

// The program keeps no handle any more.
void world_drop_kept(void);

// Frees the executor and the timer, and looks at what is left.
void world_end(void);

// Handles, by the number of their task or bell. Of a task: once it was called.
extern WakeHandle *handles[MOST];

// The thread that calls this is not the timer's.
void clock_begin(void);

// Waits until the timer has fired all that is due. On its own thread: nothing.
void clock_settle(void);

// Moves time, and settles. On the timer's thread: nothing.
void clock_advance(Duration by);

// A bell acts when the timer rings it, and not when the program does.
extern bool bell_by_timer;
int bell_new(void);

void player_spawn(int number);

// Calls the periodic task inside, if there is one.
void player_call(int id, int by);

// Frees the executor: the tasks that are left end without a call.
void players_end(void);

#endif
