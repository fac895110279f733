// How time goes on in a traced run: as in the world (world.c), or only when all
// threads sleep and when a task is called, so that each run is the same as the
// one before (still_world.c).
#ifndef WORLD_H
#define WORLD_H

#include "clock.h"

// Thread: main's, before all else.
void world_begin(void);

// A piece of work was done: half of a call, a registration, or a task's end.
// Thread: any.
void world_work(void);

// A wake has come for the thread that is in a park, or will be.
// Thread: any.
void world_unpark(void);

// The calling thread is about to sleep in a park.
void world_park(void);

// Sleep as nanosleep does.
void world_sleep(Duration duration);

// A thread of the program's own: what it has of the world, made before it
// starts, and taken by it as it begins and as it ends.
Alarm *world_thread_new(void);
void world_thread_started(void); // called by the one who started it
void world_thread_begins(Alarm *own);
void world_thread_ends(void);

// It sleeps on an alarm of its own making.
void world_thread_has_alarm(void);

#endif
