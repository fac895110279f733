// A task that owns two others, and is done when both are.
// Shows: countdown 1;countdown 0;both are done
#include "container_of.h"
#include "must.h"
#include "probe_task.h"

typedef struct {
    ToyTask task;
    ToyTask *parts[2]; // NULL once done
} Both;

static Both *both_of(ToyTask *task)
{
    return container_of(task, Both, task);
}

static Async both_complete(ToyTask *task, WakeHandle *wake)
{
    Both *self = both_of(task);
    Async answer = ASYNC_DONE;

    for (int i = 0; i < 2; i++) {
        if (!self->parts[i])
            continue; // done is done: do not ask again
        if (toy_task_complete(self->parts[i], wake) == ASYNC_WILL_WAKE) {
            answer = ASYNC_WILL_WAKE;
        } else {
            toy_task_destroy(self->parts[i]);
            self->parts[i] = NULL;
        }
    }
    return answer;
}

static void both_destroy(ToyTask *task)
{
    Both *self = both_of(task);

    for (int i = 0; i < 2; i++) {
        if (self->parts[i])
            toy_task_destroy(self->parts[i]);
    }
    free(self);
}

static const ToyTaskVTable both_vtable = {.complete = both_complete,
                                          .destroy = both_destroy};

static ToyTask *both_new(ToyTask *first, ToyTask *second)
{
    Both *self = must_alloc(sizeof *self);
    *self = (Both){.task = {&both_vtable}, .parts = {first, second}};
    return &self->task;
}

static Async count_down(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    printf("countdown %d\n", 2 - self->calls);
    return self->calls < 2 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

int main(void)
{
    ProbeTask slow, quick;
    ToyTask *both = both_new(probe_task_init(&slow, count_down),
                             probe_task_init(&quick, NULL));

    while (toy_task_complete(both, NULL) == ASYNC_WILL_WAKE)
        continue;
    toy_task_destroy(both);
    printf("both are done\n");
    return slow.ended == 1 && quick.ended == 1 ? 0 : 1;
}
