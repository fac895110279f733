#include "race.h"

#include "container_of.h"
#include "must.h"

#include <assert.h>

typedef struct {
    ToyTask task;
    size_t *winner; // or NULL
    size_t count;
    ToyTask *tasks[]; // NULL: dropped
} Race;

static Race *race_of(ToyTask *task)
{
    return container_of(task, Race, task);
}

static void drop(Race *self, size_t i)
{
    ToyTask *task = self->tasks[i];

    self->tasks[i] = NULL;
    if (task)
        toy_task_destroy(task);
}

static void drop_all(Race *self)
{
    for (size_t i = 0; i < self->count; i++)
        drop(self, i);
}

// The losers are dropped now, not with the race: they wait for nothing more,
// and whoever holds what they need gets it back at once.
static void end_with(Race *self, size_t i)
{
    if (self->winner)
        *self->winner = i;
    drop(self, i);
    drop_all(self);
}

static Async race_complete(ToyTask *task, WakeHandle *wake)
{
    Race *self = race_of(task);

    for (size_t i = 0; i < self->count; i++) {
        if (toy_task_complete(self->tasks[i], wake) == ASYNC_DONE) {
            end_with(self, i);
            return ASYNC_DONE;
        }
    }
    return ASYNC_WILL_WAKE;
}

static void race_destroy(ToyTask *task)
{
    Race *self = race_of(task);

    drop_all(self);
    free(self);
}

static const ToyTaskVTable race_vtable = {.complete = race_complete,
                                          .destroy = race_destroy};

ToyTask *race_new(ToyTask *const *tasks, size_t count, size_t *winner)
{
    assert(count > 0);
    Race *self = must_alloc(sizeof *self + count * sizeof *tasks);

    self->task.vtable = &race_vtable;
    self->winner = winner;
    self->count = count;
    for (size_t i = 0; i < count; i++)
        self->tasks[i] = tasks[i];
    return &self->task;
}
