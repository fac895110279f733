// A knock: another thread says "now" by a signal. That gives order in time, but
// unlike a flag it orders no memory; so a thread sanitizer sees what else does.
#ifndef KNOCK_H
#define KNOCK_H

#include <pthread.h>
#include <signal.h>

static pthread_t knocked;

static inline sigset_t knock_set(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    return set;
}

// To be called first, on the thread that will wait.
static inline void knock_expect(void)
{
    sigset_t set = knock_set();

    pthread_sigmask(SIG_BLOCK, &set, NULL);
    knocked = pthread_self();
}

static inline void knock(void)
{
    pthread_kill(knocked, SIGUSR1);
}

static inline void knock_await(void)
{
    sigset_t set = knock_set();
    int number;

    sigwait(&set, &number);
}

#endif
