// Cancellation: a task that writes a record into a tube is dropped half way.
#include "container_of.h"
#include "exec.h"
#include "must.h"
#include "race.h"
#include "record.h"

// Loses patience at its second call.
typedef struct {
    ToyTask task;
    int calls;
} Impatient;

static Async impatient_complete(ToyTask *task, WakeHandle *wake)
{
    if (++container_of(task, Impatient, task)->calls == 2)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void impatient_destroy(ToyTask *task)
{
    free(container_of(task, Impatient, task));
}

static ToyTask *impatient_new(void)
{
    static const ToyTaskVTable vtable = {impatient_complete, impatient_destroy};
    Impatient *self = must_alloc(sizeof *self);

    *self = (Impatient){{&vtable}, 0};
    return &self->task;
}

// Prints what comes out of the tube, until it is empty twice in a row.
typedef struct {
    ToyTask task;
    Tube *tube;
    int times_empty;
} Reader;

static Async reader_complete(ToyTask *task, WakeHandle *wake)
{
    Reader *self = container_of(task, Reader, task);
    char bytes[100];
    size_t count = tube_read(self->tube, bytes, sizeof bytes);

    printf("%.*s", (int)count, bytes);
    self->times_empty = count == 0 ? self->times_empty + 1 : 0;
    if (self->times_empty == 2)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static void reader_destroy(ToyTask *task)
{
    free(container_of(task, Reader, task));
}

static ToyTask *reader_new(Tube *tube)
{
    static const ToyTaskVTable vtable = {reader_complete, reader_destroy};
    Reader *self = must_alloc(sizeof *self);

    *self = (Reader){{&vtable}, tube, 0};
    return &self->task;
}

static void run(bool in_one)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    Tube *tube = tube_new(16);
    ToyTask *race[] = {impatient_new(),
                       record_new(tube, "temperature=21;", in_one)};

    printf("%s ", in_one ? "in one:  " : "by parts:");
    toy_exec_spawn(exec, record_new(tube, "pressure=1;", in_one));
    toy_exec_spawn(exec, race_new(race, 2, NULL));
    toy_exec_spawn(exec, record_new(tube, "humidity=40;", in_one));
    toy_exec_spawn(exec, reader_new(tube));
    toy_exec_run(exec);
    printf("\n");
    toy_exec_free(exec);
    park_drop(park);
    tube_free(tube);
}

int main(void)
{
    run(false);
    run(true);
    return 0;
}
