// The threads of the explorer in place of the system's. The names are replaced
// without their parameters, so that a struct's field may have the same name.
#ifndef EXPLORE_PTHREAD_H
#define EXPLORE_PTHREAD_H

#pragma GCC system_header // for include_next

#include_next <pthread.h>

#define pthread_mutex_init explore_mutex_init
#define pthread_mutex_destroy explore_mutex_destroy
#define pthread_mutex_lock explore_mutex_lock
#define pthread_mutex_unlock explore_mutex_unlock
#define pthread_cond_init explore_cond_init
#define pthread_cond_destroy explore_cond_destroy
#define pthread_cond_wait explore_cond_wait
#define pthread_cond_timedwait explore_cond_timedwait
#define pthread_cond_signal explore_cond_signal
#define pthread_cond_broadcast explore_cond_broadcast
#define pthread_condattr_init explore_condattr_init
#define pthread_condattr_setclock explore_condattr_setclock
#define pthread_condattr_destroy explore_condattr_destroy
#define pthread_create explore_thread_create
#define pthread_join explore_thread_join
#define pthread_self explore_thread_self

int pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *);
int pthread_mutex_destroy(pthread_mutex_t *);
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
int pthread_cond_init(pthread_cond_t *, const pthread_condattr_t *);
int pthread_cond_destroy(pthread_cond_t *);
int pthread_cond_wait(pthread_cond_t *, pthread_mutex_t *);
int pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *,
                           const struct timespec *);
int pthread_cond_signal(pthread_cond_t *);
int pthread_cond_broadcast(pthread_cond_t *);
int pthread_condattr_init(pthread_condattr_t *);
int pthread_condattr_setclock(pthread_condattr_t *, clockid_t);
int pthread_condattr_destroy(pthread_condattr_t *);
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                   void *);
int pthread_join(pthread_t, void **);
pthread_t pthread_self(void);

#endif
