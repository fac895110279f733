// A wake that can be revoked: the timer keeps its handle, and wakes nobody.
// Shows: registered, revoked, fired: woken 0 times, ended 1 times
// With: common/fake_clock.c
#include "fake_clock.h"
#include "must.h"
#include "probe_wake.h"
#include "timer.h"

#include <pthread.h>

typedef struct {
    WakeHandle handle;
    pthread_mutex_t lock;
    // lock must be held when using these:
    WakeHandle *target; // a clone; NULL once revoked
} Revocable;

static Revocable *revocable_of(WakeHandle *handle)
{
    return container_of(handle, Revocable, handle);
}

static void revocable_wake(WakeHandle *handle)
{
    Revocable *self = revocable_of(handle);
    WakeHandle *target = NULL;

    pthread_mutex_lock(&self->lock);
    if (self->target)
        target = wake_handle_clone(self->target);
    pthread_mutex_unlock(&self->lock);
    if (target) {
        wake_handle_wake(target);
        wake_handle_drop(target);
    }
}

// The target's handle goes now, not when the deadline comes.
static void revocable_revoke(Revocable *self)
{
    pthread_mutex_lock(&self->lock);
    WakeHandle *target = self->target;
    self->target = NULL;
    pthread_mutex_unlock(&self->lock);
    if (target)
        wake_handle_drop(target);
}

static void revocable_destroy(WakeHandle *handle)
{
    Revocable *self = revocable_of(handle);

    revocable_revoke(self);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

static const WakeVTable revocable_vtable = {.wake = revocable_wake,
                                            .destroy = revocable_destroy};

static Revocable *revocable_new(WakeHandle *target)
{
    Revocable *self = must_alloc(sizeof *self);
    wake_handle_init(&self->handle, &revocable_vtable);
    must(pthread_mutex_init(&self->lock, NULL) == 0, "cannot make a mutex");
    self->target = wake_handle_clone(target);
    return self;
}

int main(void)
{
    ProbeWake probe;
    Revocable *revocable = revocable_new(probe_wake_init(&probe));
    ToyTimer *timer = toy_timer_new();

    wake_handle_drop(&probe.handle);
    toy_timer_register(timer, instant_now() + MILLISECOND, &revocable->handle);
    revocable_revoke(revocable);
    wake_handle_drop(&revocable->handle);
    fake_clock_advance(MILLISECOND);
    printf("registered, revoked, fired: woken %d times, ended %d times\n",
           probe.wakes, probe.ended);
    toy_timer_free(timer);
    return 0;
}
