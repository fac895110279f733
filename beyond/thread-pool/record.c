#include "record.h"

#include "container_of.h"
#include "must.h"

#include <string.h>

typedef struct {
    ToyTask task;
    Tube *tube;
    const char *rest; // of the text: what is still to be written
    bool in_one;
} Record;

static Record *record_of(ToyTask *task)
{
    return container_of(task, Record, task);
}

static Async record_complete(ToyTask *task, WakeHandle *wake)
{
    Record *self = record_of(task);
    size_t left = strlen(self->rest);

    if (!self->in_one || tube_room(self->tube) >= left)
        self->rest += tube_write(self->tube, self->rest, left);
    if (*self->rest == '\0')
        return ASYNC_DONE;
    tube_await_room(self->tube, wake);
    return ASYNC_WILL_WAKE;
}

static void record_destroy(ToyTask *task)
{
    free(record_of(task));
}

static const ToyTaskVTable record_vtable = {.complete = record_complete,
                                            .destroy = record_destroy};

ToyTask *record_new(Tube *tube, const char *text, bool in_one)
{
    Record *self = must_alloc(sizeof *self);

    *self = (Record){
        .task = {&record_vtable}, .tube = tube, .rest = text, .in_one = in_one};
    return &self->task;
}
