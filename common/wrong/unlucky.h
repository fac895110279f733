// The unlucky schedule, forced: included before all else in the sources of a
// program, it puts a moment between one lock and the next, and tells the
// program of each sleep.
#ifndef UNLUCKY_H
#define UNLUCKY_H

#include <pthread.h>

// Runs, if not NULL, right behind the next unlock; once. The program's.
extern void (*unlucky_moment)(void);

static inline int unlucky_unlock(pthread_mutex_t *lock)
{
    void (*moment)(void) = unlucky_moment;

    unlucky_moment = 0;
    int result = pthread_mutex_unlock(lock);
    if (moment)
        moment();
    return result;
}

// In place of the sleep. The program's.
int unlucky_wait(pthread_cond_t *cond, pthread_mutex_t *lock);

#define pthread_mutex_unlock unlucky_unlock
#define pthread_cond_wait unlucky_wait

#endif
