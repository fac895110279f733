// Ours, W5: two executors, and a task in each that wakes the other.
#include "ours.h"

#include "bench.h"
#include "container_of.h"
#include "must.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct {
    ToyTask task;
    int side;
} Player;

static _Atomic(WakeHandle *) handles[2]; // each task leaves its own here

static Async player_complete(ToyTask *task, WakeHandle *wake)
{
    int side = container_of(task, Player, task)->side;
    bool is_first = !handles[side];

    if (is_first)
        handles[side] = wake_handle_clone(wake);
    WakeHandle *other = handles[1 - side];
    if (!other)
        return ASYNC_WILL_WAKE; // and will be woken in the other's first call
    if (rally_plays(side) || is_first)
        wake_handle_wake(other);
    return rally_is_over() ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void player_destroy(ToyTask *task)
{
    free(container_of(task, Player, task));
}

static void *play(void *side)
{
    static const ToyTaskVTable vtable = {player_complete, player_destroy};
    Ours ours = ours_new();
    Player *player = must_alloc(sizeof *player);

    *player = (Player){{&vtable}, *(int *)side};
    toy_exec_spawn(ours.exec, &player->task);
    toy_exec_run(ours.exec);
    ours_free(ours);
    return NULL;
}

void ours_rally(const long *argument)
{
    rally(argument, play);
    for (int side = 0; side < 2; side++)
        wake_handle_drop(handles[side]);
}
