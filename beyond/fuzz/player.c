// A task that acts as the program says, and may hold a periodic task.
#include "fuzz.h"

#include "container_of.h"
#include "must.h"
#include "periodic.h"

typedef struct {
    ToyTask task;
    int id;
    ToyTask *inner; // a periodic task, or NULL
} Player;

static Player *players[MOST]; // by number; NULL if it has ended, or is a bell
static int dinged;
static bool ending;

static void ding(int id)
{
    (void)id;
    dinged++;
}

void player_call(int id, int by)
{
    Player *self = players[id];

    if (!self || !self->inner)
        return;
    dinged = 0;
    // First: what fires because of it may act at once.
    bool dings = model_call_periodic(id, by, instant_now());
    Async answer = toy_task_complete(self->inner, handles[by]);
    clock_settle();
    expect(dinged == dings, "a ding too few or too many");
    expect((answer == ASYNC_DONE) == (things[id].dings == 0),
           "a periodic task is done too soon, or not at all");
    if (answer == ASYNC_DONE) {
        toy_task_destroy(self->inner);
        self->inner = NULL;
    }
}

static Player *player_of(ToyTask *task)
{
    return container_of(task, Player, task);
}

static Async player_complete(ToyTask *task, WakeHandle *wake)
{
    int id = player_of(task)->id;

    expect(model_next() == id, "a call of one task in another one's turn");
    expect(things[id].woken, "a call of a task that nobody woke");
    things[id].woken = false;
    handles[id] = wake;
    bool done = world_act(id) == 0;
    things[id].ended = done;
    model_returned(id, done);
    return done ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

// When the executor ends, there are rounds too, and no calls.
static void expect_end(int id)
{
    int next = model_next();

    if (ending && next == NOBODY) {
        model_begin_round();
        next = model_next();
    }
    expect(next == id, "the end of one task in another one's turn");
    expect(ending || !things[id].woken, "a task was woken, and not called");
}

static void player_destroy(ToyTask *task)
{
    Player *self = player_of(task);
    int id = self->id;

    if (!things[id].ended)
        expect_end(id);
    things[id].ended = true;
    players[id] = NULL;
    if (self->inner)
        toy_task_destroy(self->inner);
    free(self);
    world_act(NOBODY);
}

static const ToyTaskVTable player_vtable = {.complete = player_complete,
                                            .destroy = player_destroy};

static ToyTask *new_inner(int id, int period)
{
    Instant start = instant_now();

    things[id].dings = 1 + period % 3;
    things[id].period = period;
    things[id].next = start + period;
    return periodic_new(id, start, period, things[id].dings, timer, ding);
}

void player_spawn(int number)
{
    Player *self = must_alloc(sizeof *self);
    int id = model_new(true);

    *self = (Player){.task = {&player_vtable}, .id = id};
    if (number > 4)
        self->inner = new_inner(id, number - 4);
    players[id] = self;
    model_spawn(id);
    toy_exec_spawn(exec, &self->task);
}

void players_end(void)
{
    ending = true;
    toy_exec_free(exec);
    ending = false;
}
