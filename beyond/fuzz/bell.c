// Time, and what it fires: bells, which are wake handles with no task behind.
#include "fuzz.h"

#include "container_of.h"
#include "fake_clock.h"
#include "must.h"

#include <pthread.h>

typedef struct {
    WakeHandle handle;
    int id;
} Bell;

bool bell_by_timer = true;
static pthread_t main_thread;

void clock_begin(void)
{
    main_thread = pthread_self();
}

// What the timer must have fired: all that is due, up to this bell.
static void catch_up(int bell)
{
    int id;

    while ((id = model_due(instant_now())) != bell) {
        expect(id != NOBODY, "a bell rang too soon, or twice");
        expect(things[id].is_task, "a bell did not ring, or not in its turn");
        model_wake(id);
        model_drop(id);
    }
}

static bool on_timer(void)
{
    return !pthread_equal(pthread_self(), main_thread);
}

void clock_settle(void)
{
    if (on_timer())
        return;
    fake_clock_settle();
    catch_up(NOBODY);
}

void clock_advance(Duration by)
{
    if (on_timer())
        return;
    fake_clock_advance(by);
    catch_up(NOBODY);
}

static Bell *bell_of(WakeHandle *handle)
{
    return container_of(handle, Bell, handle);
}

// Rung by the timer, it acts. The main thread waits for the timer meanwhile, so
// the program has one reader.
static void bell_wake(WakeHandle *handle)
{
    int id = bell_of(handle)->id;

    if (!bell_by_timer)
        return;
    catch_up(id);
    world_act(id);
    model_drop(id); // as the timer will
}

static void bell_destroy(WakeHandle *handle)
{
    int id = bell_of(handle)->id;

    expect(things[id].handles == 0, "a bell ended that has a handle");
    things[id].ended = true;
    free(bell_of(handle));
}

static const WakeVTable bell_vtable = {.wake = bell_wake,
                                       .destroy = bell_destroy};

int bell_new(void)
{
    Bell *bell = must_alloc(sizeof *bell);

    bell->id = model_new(false);
    wake_handle_init(&bell->handle, &bell_vtable);
    handles[bell->id] = &bell->handle;
    return bell->id;
}
