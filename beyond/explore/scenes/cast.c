#include "cast.h"

#include "container_of.h"
#include "must.h"
#include "peek.h"

typedef struct {
    ToyTask task;
    Letters *letters;
    Writer *writers;
    int count;
    bool started;
    int seen;
    bool done;
} Reader;

int calls, ends;
static const Letters *last_letters;
static bool has_woken[MOST_LETTERS]; // a wake by this writer has returned

void forget(void)
{
    calls = 0;
    ends = 0;
    for (int i = 0; i < MOST_LETTERS; i++)
        has_woken[i] = false;
}

void peek_letters(void)
{
    if (peek_lives(last_letters))
        peek("letters->written", "%d", atomic_load(&last_letters->written));
}

static void *write_letter(void *arg)
{
    Writer *writer = arg;
    Letters *letters = writer->letters;

    if (writer->wakes > 0) {
        letters->texts[writer->number] = 1;
        atomic_fetch_add_explicit(&letters->written, 1, memory_order_relaxed);
    }
    for (int i = 0; i < writer->wakes; i++) {
        wake_handle_wake(writer->wake);
        has_woken[writer->number] = true;
    }
    wake_handle_drop(writer->wake);
    return NULL;
}

typedef struct {
    ToyTask task;
    Writer *writer;
} WritingTask;

static Async write_it(ToyTask *task, WakeHandle *wake)
{
    (void)wake;
    write_letter(container_of(task, WritingTask, task)->writer);
    return ASYNC_DONE;
}

static void end_writing(ToyTask *task)
{
    free(container_of(task, WritingTask, task));
}

static const ToyTaskVTable writing_vtable = {.complete = write_it,
                                             .destroy = end_writing};

static void start_writer(Writer *writer)
{
    if (!writer->exec) {
        pthread_create(&writer->thread, NULL, write_letter, writer);
        return;
    }
    WritingTask *self = must_alloc(sizeof *self);
    *self = (WritingTask){{&writing_vtable}, writer};
    toy_exec_spawn(writer->exec, &self->task);
}

static void start_writers(Reader *self, WakeHandle *wake)
{
    for (int i = 0; i < self->count && !self->started; i++) {
        Writer *writer = &self->writers[i];
        writer->wake = wake_handle_clone(wake);
        writer->letters = self->letters;
        start_writer(writer);
    }
    if (!self->started && self->letters->wakes_itself)
        wake_handle_wake(wake);
    self->started = true;
}

static Async read_letters(ToyTask *task, WakeHandle *wake)
{
    Reader *self = container_of(task, Reader, task);
    Letters *letters = self->letters;

    calls++;
    assert(!self->done);
    // A call that begins after a wake sees what was written before it.
    for (int i = 0; i < self->count; i++) {
        int number = self->writers[i].number;
        assert(!has_woken[number] || letters->texts[number] == 1);
    }
    start_writers(self, wake);
    self->seen = atomic_load_explicit(&letters->written, memory_order_relaxed);
    self->done = self->seen == letters->expected;
    return self->done ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

// No wake is lost: a letter is written before its wake, and so the call that
// follows the last wake has seen them all.
static void end_reader(ToyTask *task)
{
    Reader *self = container_of(task, Reader, task);
    bool no_wake_was_lost =
        self->done ||
        self->seen ==
            atomic_load_explicit(&self->letters->written, memory_order_relaxed);

    ends++;
    assert(no_wake_was_lost);
    free(self);
}

static const ToyTaskVTable reader_vtable = {.complete = read_letters,
                                            .destroy = end_reader};

ToyTask *reader_new(Letters *letters, Writer *writers, int count)
{
    Reader *self = must_alloc(sizeof *self);

    *self = (Reader){.task = {&reader_vtable},
                     .letters = letters,
                     .writers = writers,
                     .count = count};
    last_letters = letters;
    return &self->task;
}

static Async be_done(ToyTask *task, WakeHandle *wake)
{
    (void)task;
    (void)wake;
    calls++;
    return ASYNC_DONE;
}

static void end_quick(ToyTask *task)
{
    ends++;
    free(task);
}

static const ToyTaskVTable quick_vtable = {.complete = be_done,
                                           .destroy = end_quick};

ToyTask *quick_new(void)
{
    ToyTask *task = must_alloc(sizeof *task);

    task->vtable = &quick_vtable;
    return task;
}

void run_and_free(ToyExec *exec, Park *park, Writer *writers, int count)
{
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    for (int i = 0; i < count; i++) {
        if (!writers[i].exec)
            pthread_join(writers[i].thread, NULL);
    }
}
