// Says WILL_WAKE, and has left its handle nowhere.
// Replaces: demo/take_turns.c
// Shows: Ada was dropped
// Three tasks on one thread. Each wakes itself when it has spoken, and so they
// take turns: whoever goes again goes behind all others.
#include "container_of.h"
#include "exec.h"
#include "must.h"

typedef struct {
    ToyTask task;
    const char *name;
    int said;
} Speaker;

static Speaker *speaker_of(ToyTask *task)
{
    return container_of(task, Speaker, task);
}

static Async speaker_complete(ToyTask *task, WakeHandle *wake)
{
    Speaker *self = speaker_of(task);

    printf("%s: %d\n", self->name, ++self->said);
    if (self->said == 3)
        return ASYNC_DONE;
    (void)wake;
    return ASYNC_WILL_WAKE;
}

static void speaker_destroy(ToyTask *task)
{
    Speaker *self = speaker_of(task);

    if (self->said < 3)
        printf("%s was dropped\n", self->name);
    free(self);
}

static const ToyTaskVTable speaker_vtable = {.complete = speaker_complete,
                                             .destroy = speaker_destroy};

static ToyTask *speaker_new(const char *name)
{
    Speaker *self = must_alloc(sizeof *self);
    *self = (Speaker){.task = {&speaker_vtable}, .name = name};
    return &self->task;
}

int main(void)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, speaker_new("Ada"));
    toy_exec_spawn(exec, speaker_new("Brian"));
    toy_exec_spawn(exec, speaker_new("Carol"));
    toy_exec_run(exec);

    toy_exec_free(exec);
    park_drop(park);
    printf("no task is left\n");
    return 0;
}
