// A wake that passes each wake on to two handles.
// Shows: woken: 1 and 1;ended: 1 and 1
#include "must.h"
#include "probe_wake.h"

typedef struct {
    WakeHandle handle;
    WakeHandle *targets[2]; // clones
} FanOut;

static FanOut *fan_out_of(WakeHandle *handle)
{
    return container_of(handle, FanOut, handle);
}

static void fan_out_wake(WakeHandle *handle)
{
    wake_handle_wake(fan_out_of(handle)->targets[0]);
    wake_handle_wake(fan_out_of(handle)->targets[1]);
}

static void fan_out_destroy(WakeHandle *handle)
{
    wake_handle_drop(fan_out_of(handle)->targets[0]);
    wake_handle_drop(fan_out_of(handle)->targets[1]);
    free(fan_out_of(handle));
}

static const WakeVTable fan_out_vtable = {.wake = fan_out_wake,
                                          .destroy = fan_out_destroy};

static WakeHandle *fan_out_new(WakeHandle *first, WakeHandle *second)
{
    FanOut *self = must_alloc(sizeof *self);
    wake_handle_init(&self->handle, &fan_out_vtable);
    self->targets[0] = wake_handle_clone(first);
    self->targets[1] = wake_handle_clone(second);
    return &self->handle;
}

int main(void)
{
    ProbeWake first, second;
    WakeHandle *fan_out =
        fan_out_new(probe_wake_init(&first), probe_wake_init(&second));

    wake_handle_drop(&first.handle); // the fan-out has its own
    wake_handle_drop(&second.handle);
    wake_handle_wake(fan_out);
    printf("woken: %d and %d\n", first.wakes, second.wakes);
    wake_handle_drop(fan_out);
    printf("ended: %d and %d\n", first.ended, second.ended);
    return 0;
}
