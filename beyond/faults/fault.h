// A fault: one call to the world that fails, the at-th of this process.
#ifndef FAULT_H
#define FAULT_H

#include "world.h"

typedef struct {
    const char *call; // NULL: none has failed
    const char *file;
    int line;
} Fault;

// Owns: `where` is filled in when the call fails; it may be shared memory.
void fault_plan(long at, Fault *where);

// Whether all that was made has been ended; if not, stderr says what is left.
bool fault_left_nothing(void);

// What must follow when a call fails. A list of them ends with an empty one.
typedef struct {
    const char *call;
    int status; // of the process, or 128 and its signal, as a shell has it
    const char *words; // all that stderr says
} Promise;

// A piece of a program's life that makes calls to the world.
typedef struct {
    const char *name;
    void (*play)(void);
    const Promise *own; // where it promises other things than all do
} Scene;

extern const Scene scenes[];
extern const size_t scene_count;

#endif
