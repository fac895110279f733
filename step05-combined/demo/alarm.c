// Three alarms, set in one order and ringing in another, on a thread of their
// own. What a timer wakes need not be a task: here it is a bell.
#include "container_of.h"
#include "must.h"
#include "park.h"
#include "timer.h"

static atomic_int rings;

typedef struct {
    WakeHandle handle;
    int ms;
    WakeHandle *listener; // a clone
} Bell;

static Bell *bell_of(WakeHandle *handle)
{
    return container_of(handle, Bell, handle);
}

static void bell_wake(WakeHandle *handle)
{
    Bell *self = bell_of(handle);

    printf("%d ms: ding\n", self->ms);
    atomic_fetch_add(&rings, 1);
    wake_handle_wake(self->listener);
}

static void bell_destroy(WakeHandle *handle)
{
    wake_handle_drop(bell_of(handle)->listener);
    free(bell_of(handle));
}

static const WakeVTable bell_vtable = {.wake = bell_wake,
                                       .destroy = bell_destroy};

static void set_alarm(ToyTimer *timer, Instant start, int ms, Park *listener)
{
    Bell *bell = must_alloc(sizeof *bell);
    wake_handle_init(&bell->handle, &bell_vtable);
    bell->ms = ms;
    bell->listener = wake_handle_clone(park_handle(listener));

    printf("set to %d ms\n", ms);
    toy_timer_register(timer, start + ms * MILLISECOND, &bell->handle);
    wake_handle_drop(&bell->handle); // the timer has a handle of its own
}

int main(void)
{
    ToyTimer *timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    Park *park = park_new();
    Instant start = instant_now();

    set_alarm(timer, start, 300, park);
    set_alarm(timer, start, 100, park); // earlier than what the timer waits for
    set_alarm(timer, start, 200, park);
    while (atomic_load(&rings) < 3)
        park_wait(park);

    toy_timer_free(timer);
    park_drop(park);
    return 0;
}
