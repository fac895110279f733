#include "park.h"

#include "container_of.h"
#include "must.h"

#include <pthread.h>

struct Park {
    WakeHandle handle;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    // lock must be held when using these:
    bool woken; // a wake has come that no park_wait has seen
};

static Park *park_of(WakeHandle *handle)
{
    return container_of(handle, Park, handle);
}

static void park_wake(WakeHandle *handle)
{
    Park *park = park_of(handle);

    pthread_mutex_lock(&park->lock);
    park->woken = true;
    pthread_mutex_unlock(&park->lock);
    // The sleeper may be gone by now; the caller's handle keeps the park.
    pthread_cond_signal(&park->changed);
}

static void park_destroy(WakeHandle *handle)
{
    Park *park = park_of(handle);

    pthread_cond_destroy(&park->changed);
    pthread_mutex_destroy(&park->lock);
    free(park);
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

Park *park_new(void)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    park->woken = false;
    must(pthread_mutex_init(&park->lock, NULL) == 0, "cannot make a mutex");
    must(pthread_cond_init(&park->changed, NULL) == 0,
         "cannot make a condition variable");
    return park;
}

void park_wait(Park *park)
{
    pthread_mutex_lock(&park->lock);
    // A signal is remembered by nobody; `woken` is. So look before sleeping,
    // under the lock that a wake must take to set it.
    while (!park->woken)
        pthread_cond_wait(&park->changed, &park->lock);
    park->woken = false;
    pthread_mutex_unlock(&park->lock);
}

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

void park_drop(Park *park)
{
    wake_handle_drop(&park->handle);
}
