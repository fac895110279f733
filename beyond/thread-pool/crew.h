// What the figures are measured on: an executor, or a pool of so many threads.
// THREADS says which; 0 is the executor.
#ifndef CREW_H
#define CREW_H

#include "exec.h"
#include "pool.h"

#if THREADS == 0

static inline ToyExec *crew_new(Park *park)
{
    return toy_exec_new(park);
}

#define crew_spawn toy_exec_spawn
#define crew_run toy_exec_run
#define crew_free toy_exec_free
typedef ToyExec Crew;

#else

static inline ToyPool *crew_new(Park *park)
{
    (void)park;
    return toy_pool_new(THREADS);
}

#define crew_spawn toy_pool_spawn
#define crew_run toy_pool_run
#define crew_free toy_pool_free
typedef ToyPool Crew;

#endif

#endif
