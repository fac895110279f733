#include "fake_park_hooks.h"

#include <pthread.h>

static inline int lock_it(pthread_mutex_t *lock)
{
    at_lock();
    return pthread_mutex_lock(lock);
}

static inline int sleep_on(pthread_cond_t *changed, pthread_mutex_t *lock)
{
    at_sleep();
    return pthread_cond_wait(changed, lock);
}

#define pthread_mutex_lock lock_it
#define pthread_cond_wait sleep_on
#define park_wait real_park_wait
#define park_new real_park_new
#include "park.c" // found in the step that is tested
