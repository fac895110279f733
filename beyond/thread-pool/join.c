#include "join.h"

#include "container_of.h"
#include "must.h"

typedef struct {
    ToyTask task;
    size_t count;
    size_t left;
    ToyTask *tasks[]; // NULL: done, and dropped
} Join;

static Join *join_of(ToyTask *task)
{
    return container_of(task, Join, task);
}

static void drop(Join *self, size_t i)
{
    ToyTask *task = self->tasks[i];

    self->tasks[i] = NULL;
    self->left--;
    toy_task_destroy(task);
}

// Whose wake it was is not known, so all are asked.
static Async join_complete(ToyTask *task, WakeHandle *wake)
{
    Join *self = join_of(task);

    for (size_t i = 0; i < self->count; i++) {
        if (self->tasks[i] &&
            toy_task_complete(self->tasks[i], wake) == ASYNC_DONE)
            drop(self, i);
    }
    return self->left == 0 ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void join_destroy(ToyTask *task)
{
    Join *self = join_of(task);

    for (size_t i = 0; i < self->count; i++) {
        if (self->tasks[i])
            drop(self, i);
    }
    free(self);
}

static const ToyTaskVTable join_vtable = {.complete = join_complete,
                                          .destroy = join_destroy};

ToyTask *join_new(ToyTask *const *tasks, size_t count)
{
    Join *self = must_alloc(sizeof *self + count * sizeof *tasks);

    self->task.vtable = &join_vtable;
    self->count = count;
    self->left = count;
    for (size_t i = 0; i < count; i++)
        self->tasks[i] = tasks[i];
    return &self->task;
}
