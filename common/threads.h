// What tests need of threads: some of their own, and a flag to wait for. What
// they wait for is an event, never a time.
#ifndef THREADS_H
#define THREADS_H

#include "must.h"

#include <pthread.h>

typedef struct {
    pthread_t id;
    void (*deed)(void);
} Thread;

static inline void *thread_body(void *thread)
{
    ((Thread *)thread)->deed();
    return NULL;
}

// Owns: borrows the storage until thread_join.
static inline void thread_start(Thread *thread, void (*deed)(void))
{
    thread->deed = deed;
    must(pthread_create(&thread->id, NULL, thread_body, thread) == 0,
         "cannot start a thread");
}

static inline void thread_join(Thread *thread)
{
    pthread_join(thread->id, NULL);
}

// Does it on another thread, and waits until it is done.
static inline void on_another_thread(void (*deed)(void))
{
    Thread thread;

    thread_start(&thread, deed);
    thread_join(&thread);
}

// Raised by one thread, and lowered by the one that waited for it.
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool raised;
} Flag;

#define FLAG_DOWN                                                              \
    {                                                                          \
        PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false             \
    }

static inline void flag_raise(Flag *flag)
{
    pthread_mutex_lock(&flag->lock);
    flag->raised = true;
    pthread_cond_signal(&flag->changed);
    pthread_mutex_unlock(&flag->lock);
}

static inline void flag_await(Flag *flag)
{
    pthread_mutex_lock(&flag->lock);
    while (!flag->raised)
        pthread_cond_wait(&flag->changed, &flag->lock);
    flag->raised = false;
    pthread_mutex_unlock(&flag->lock);
}

#endif
