// An event loop for sockets and time: wakes tasks when a descriptor is ready,
// or an instant has come. There are two, with this one interface: loop_thread.c
// waits on a thread of its own, as the timer of step 4 does; loop_park.c is the
// executor's park, and waits while no task is ready.
#ifndef LOOP_H
#define LOOP_H

#include "clock.h"
#include "park.h"

#include <stdbool.h>

typedef struct Loop Loop;
typedef struct Source Source;

// Thread: all but loop_park's handle is used on the executor's thread.

// Owns:  the caller frees it.
// Fails: NULL; errno says why.
Loop *loop_new(void);

// The park for the executor.
// Owns: borrowed from the loop.
Park *loop_park(Loop *loop);

// As of the loop's last look at the clock, which is not long ago.
Instant loop_now(const Loop *loop);

// Wake the handle once, as soon as `at` has come and never before.
// Owns: keeps a clone until then.
void loop_register(Loop *loop, Instant at, WakeHandle *wake);

// Drops the handles that are still registered. The executor must be freed
// before, and all sources.
void loop_free(Loop *loop);

// A descriptor that the loop listens to.
// Owns:  takes the descriptor, which does not block and has no duplicate (epoll
//        would go on telling of that); the caller frees the source. If it
//        fails, the descriptor is closed.
// Fails: NULL; errno says why.
Source *source_new(Loop *loop, int fd);

int source_fd(const Source *source);

// For whoever has just found that there is nothing to read, or no room to write
// (EAGAIN, or less than was asked for): wake the handle once, when that has
// changed. Returns false if that may have happened meanwhile: then go on at
// once, no wake comes. So it is when the peer has hung up, whose last bytes may
// still be there. May wake without a reason.
// Owns: keeps a clone until then; one a direction, the latest.
bool source_await_readable(Source *source, WakeHandle *wake);
bool source_await_writable(Source *source, WakeHandle *wake);

// Closes the descriptor, and drops the handles that wait.
void source_free(Source *source);

#endif
