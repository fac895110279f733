// Step 4: the timer.
#include "scenes.h"

#include "cast.h"
#include "container_of.h"
#include "must.h"
#include "timer.h"

#define NEAR 100
#define FAR 200

// A handle that notes when it was woken, and wakes a park.
typedef struct {
    WakeHandle handle;
    WakeHandle *next;
    int number;
} Bell;

static Instant rung_at[2]; // 0: not rung
static int bell_ends;

static void ring(WakeHandle *handle)
{
    Bell *bell = container_of(handle, Bell, handle);

    assert(!rung_at[bell->number]);
    rung_at[bell->number] = instant_now();
    wake_handle_wake(bell->next);
}

static void end_bell(WakeHandle *handle)
{
    Bell *bell = container_of(handle, Bell, handle);

    bell_ends++;
    wake_handle_drop(bell->next);
    free(bell);
}

static const WakeVTable bell_vtable = {.wake = ring, .destroy = end_bell};

static void register_bell(ToyTimer *timer, Instant at, int number, Park *park)
{
    Bell *bell = must_alloc(sizeof *bell);

    rung_at[number] = 0;
    wake_handle_init(&bell->handle, &bell_vtable);
    bell->next = wake_handle_clone(park_handle(park));
    bell->number = number;
    toy_timer_register(timer, at, &bell->handle);
    wake_handle_drop(&bell->handle);
}

// Registers a far deadline, then a near one, and waits for `awaited`.
static void two_bells(int awaited)
{
    Park *park = park_new();
    ToyTimer *timer = toy_timer_new();

    bell_ends = 0;
    register_bell(timer, FAR, 0, park);
    register_bell(timer, NEAR, 1, park);
    while (awaited >= 0 && !rung_at[awaited])
        park_wait(park);
    toy_timer_free(timer);
    park_drop(park);
    assert(bell_ends == 2);
}

// Time moves only when all sleep, so that nothing may be late.
void earlier_deadline(void)
{
    two_bells(1);
    assert(rung_at[1] == NEAR);
    assert(!rung_at[0]);
}

// Time may jump at any point.
void two_deadlines(void)
{
    two_bells(0);
    assert(rung_at[0] >= FAR);
    assert(rung_at[1] >= NEAR || !rung_at[1]);
}

void free_and_fire(void)
{
    two_bells(-1);
    assert(rung_at[1] == 0 || rung_at[1] >= NEAR);
    assert(rung_at[0] == 0 || rung_at[0] >= FAR);
}

// It need not wait for a deadline.
void free_at_once(void)
{
    two_bells(-1);
    assert(instant_now() == 0);
}

void register_and_fire(void)
{
    Park *park = park_new();
    ToyTimer *timer = toy_timer_new();

    bell_ends = 0;
    register_bell(timer, NEAR, 1, park);
    while (!rung_at[1])
        park_wait(park);
    toy_timer_free(timer);
    park_drop(park);
    assert(bell_ends == 1 && rung_at[1] >= NEAR);
}

typedef struct {
    ToyTimer *timer;
    Park *park;
} Setter;

static void *set_bell(void *arg)
{
    Setter *setter = arg;

    register_bell(setter->timer, NEAR, 1, setter->park);
    return NULL;
}

// The bell tells that all is over, and so the timer is freed, while the thread
// that has set it may still be inside its call.
void register_elsewhere(void)
{
    Park *park = park_new();
    Setter setter = {.timer = toy_timer_new(), .park = park};
    pthread_t thread;

    rung_at[1] = 0;
    pthread_create(&thread, NULL, set_bell, &setter);
    while (!rung_at[1])
        park_wait(park);
    toy_timer_free(setter.timer);
    pthread_join(thread, NULL);
    park_drop(park);
}

// As a task does it: registers only what has not come yet. But the clock goes
// on between its look and the registration.
void look_and_register(void)
{
    Park *park = park_new();
    ToyTimer *timer = toy_timer_new();

    rung_at[1] = 0;
    if (instant_now() < NEAR) {
        register_bell(timer, NEAR, 1, park);
        while (!rung_at[1])
            park_wait(park);
        assert(rung_at[1] >= NEAR);
    }
    toy_timer_free(timer);
    park_drop(park);
}
