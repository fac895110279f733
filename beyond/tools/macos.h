// Makes clock.c take its branch for macOS, and fakes the one call that only
// macOS has. As there, the condition variable is on the wall clock.
#include <pthread.h>
#include <time.h>

static inline int
pthread_cond_timedwait_relative_np(pthread_cond_t *cond, pthread_mutex_t *lock,
                                   const struct timespec *timeout)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += timeout->tv_sec;
    until.tv_nsec += timeout->tv_nsec;
    if (until.tv_nsec >= 1000 * 1000 * 1000) {
        until.tv_sec++;
        until.tv_nsec -= 1000 * 1000 * 1000;
    }
    return pthread_cond_timedwait(cond, lock, &until);
}

// After the system's headers, which look at it too.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define __APPLE__ 1
