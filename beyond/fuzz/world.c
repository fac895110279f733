// The operations, done to the real sources and to the model.
#include "fuzz.h"

#include "must.h"

ToyExec *exec;
ToyTimer *timer;
WakeHandle *handles[MOST];
static int kept[LONGEST]; // whose handles the program keeps
static int kept_count;
static int made; // bells and tasks
static int bursts;

static void keep(int id)
{
    model_clone(id);
    kept[kept_count++] = id;
}

static void new_bell(void)
{
    keep(bell_new());
    made++;
}

static void drop(int which)
{
    int id = kept[which];

    kept[which] = kept[--kept_count];
    model_drop(id);
    wake_handle_drop(handles[id]);
}

void world_drop_kept(void)
{
    while (kept_count > 0)
        drop(kept_count - 1);
}

// The model first: it may fire at once.
static void set_timer(int id, Duration delay)
{
    Instant now = instant_now();

    model_register(id, now + delay, now);
    toy_timer_register(timer, now + delay, handles[id]);
}

// All in the future: none fires before the last is registered.
static void set_many(int id, int step)
{
    for (int i = 0; bursts < 8 && i < 100; i++)
        set_timer(id, 1 + i * step % 13);
    bursts++;
}

static void do_to(int id, Operation operation)
{
    if (operation.kind == WAKE) {
        model_wake(id);
        bell_by_timer = false;
        wake_handle_wake(handles[id]);
        bell_by_timer = true;
    } else if (operation.kind == CLONE || operation.kind == KEEP) {
        wake_handle_clone(handles[id]);
        keep(id);
    } else if (operation.kind == REGISTER) {
        set_timer(id, program_byte() - 64);
        clock_settle();
    } else {
        set_many(id, operation.number);
    }
}

// To one's own handle, or to one of those that are kept.
static void do_to_one(int self, Operation operation)
{
    int n = operation.number;

    if (self != NOBODY && (n == 0 || operation.kind == KEEP))
        do_to(self, operation);
    else if (kept_count == 0)
        return;
    else if (operation.kind == DROP)
        drop(n % kept_count);
    else
        do_to(kept[n % kept_count], operation);
}

static void act(int self, Operation operation)
{
    int n = operation.number;

    if (operation.kind == SPAWN) {
        player_spawn(n);
        made++;
    } else if (operation.kind == BELL) {
        new_bell();
    } else if (operation.kind == ADVANCE) {
        clock_advance(n);
    } else if (operation.kind != CALL) {
        do_to_one(self, operation);
    } else if (self != NOBODY) {
        bool own = n % 2 == 0 || kept_count == 0;
        player_call(self, own ? self : kept[n % kept_count]);
    }
}

int world_act(int self)
{
    for (;;) {
        Operation operation = program_next();
        if (operation.kind == STOP)
            return operation.number;
        act(self, operation);
    }
}

void world_begin(void)
{
    model_reset();
    kept_count = made = bursts = 0;
    clock_begin();
    timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    clock_settle();
}

// Handles outlive the executor, and then the timer; nothing outlives them.
void world_end(void)
{
    players_end();
    world_drop_kept();
    model_drop_registered();
    toy_timer_free(timer);
    expect(model_live() == 0, "a task was not ended");
    for (int id = 0; id < made; id++)
        expect(things[id].ended, "a bell was not ended");
}
