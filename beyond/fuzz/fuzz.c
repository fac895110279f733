// Reads a program, and is the park that the executor sleeps in: while it
// sleeps, the program goes on.
#include "fuzz.h"

#include "container_of.h"
#include "must.h"

struct Park {
    WakeHandle handle;
    bool woken;
};

static const uint8_t *next_byte, *end_of_program;

void expect(bool ok, const char *otherwise)
{
    must(ok, otherwise);
}

void program_load(const uint8_t *bytes, size_t size)
{
    next_byte = bytes;
    end_of_program = bytes + (size < LONGEST ? size : LONGEST);
}

bool program_over(void)
{
    return next_byte == end_of_program;
}

int program_byte(void)
{
    return program_over() ? 0 : *next_byte++;
}

Operation program_next(void)
{
    int byte = program_byte();
    return (Operation){.kind = (Kind)(byte % OPERATIONS),
                       .number = byte / OPERATIONS};
}

static void park_wake(WakeHandle *handle)
{
    container_of(handle, Park, handle)->woken = true;
}

static void park_destroy(WakeHandle *handle)
{
    free(container_of(handle, Park, handle));
}

static const WakeVTable park_vtable = {.wake = park_wake,
                                       .destroy = park_destroy};

Park *park_new(void)
{
    Park *park = must_alloc(sizeof *park);

    wake_handle_init(&park->handle, &park_vtable);
    park->woken = false;
    return park;
}

WakeHandle *park_handle(Park *park)
{
    return &park->handle;
}

void park_drop(Park *park)
{
    wake_handle_drop(&park->handle);
}

// The program is over: let go of all that is kept, and let time pass.
static void go_home(void)
{
    world_drop_kept();
    while (!model_any_ready()) {
        expect(model_earliest() != INSTANT_NEVER,
               "run goes on, and no task is left");
        clock_advance(model_earliest() - instant_now());
    }
}

void park_wait(Park *park)
{
    expect(model_next() == NOBODY, "a task that was ready had no turn");
    model_begin_round();
    if (program_over())
        go_home();
    else
        world_act(NOBODY);
    expect(park->woken || !model_any_ready(), "asleep, and a task is ready");
    expect(!park->woken || model_any_ready(), "awake, and no task is ready");
    park->woken = false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Park *park = park_new();

    program_load(bytes, size);
    world_begin();
    exec = toy_exec_new(park);
    while (world_act(NOBODY) > 0) {
        toy_exec_run(exec);
        expect(model_live() == 0, "run returned, and a task is left");
    }
    world_end();
    park_drop(park);
    return 0;
}
