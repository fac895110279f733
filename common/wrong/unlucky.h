// The unlucky schedule, forced: included before all else in the sources of a
// program, it puts a moment between one lock and the next, and knows a sleep
// that nobody can end.
#ifndef UNLUCKY_H
#define UNLUCKY_H

#include <pthread.h>

// Runs, if not NULL, right behind the next unlock; once.
extern void (*unlucky_moment)(void);

int unlucky_unlock(pthread_mutex_t *lock);
int unlucky_wait(pthread_cond_t *cond, pthread_mutex_t *lock);

#define pthread_mutex_unlock unlucky_unlock
#define pthread_cond_wait unlucky_wait

#endif
