// What the explorer plays with the pool: one task or two, two workers, and
// perhaps a thread from outside.
#include "container_of.h"
#include "explore.h"
#include "must.h"
#include "pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

// Notes of the scene, which no thread of it sees: they are static.
static int ends, calls;
static bool has_woken;

// What a task and its writer share. The count is relaxed, so that it orders
// nothing: only the wake carries the text.
typedef struct {
    atomic_int written;
    int text;
    WakeHandle *wake;
    pthread_t thread;
    bool by_task; // the writer is a task of the pool, not a thread
} Letter;

// Done when the letter has been written. Its own fields are plain: one call
// must see what the one before it wrote, on whichever thread.
typedef struct {
    ToyTask task;
    ToyPool *pool;
    Letter *letter;
    int calls;
    bool done;
} Reader;

static void *write_letter(void *arg)
{
    Letter *letter = arg;

    letter->text = 1;
    atomic_fetch_add_explicit(&letter->written, 1, memory_order_relaxed);
    wake_handle_wake(letter->wake);
    has_woken = true;
    wake_handle_drop(letter->wake);
    return NULL;
}

typedef struct {
    ToyTask task;
    Letter *letter;
} Writer;

static Async writer_complete(ToyTask *task, WakeHandle *wake)
{
    (void)wake;
    write_letter(container_of(task, Writer, task)->letter);
    return ASYNC_DONE;
}

static void writer_destroy(ToyTask *task)
{
    ends++;
    free(container_of(task, Writer, task));
}

static ToyTask *writer_new(Letter *letter)
{
    static const ToyTaskVTable vtable = {writer_complete, writer_destroy};
    Writer *self = must_alloc(sizeof *self);

    *self = (Writer){{&vtable}, letter};
    return &self->task;
}

static void start_writer(Reader *self, WakeHandle *wake)
{
    Letter *letter = self->letter;

    letter->wake = wake_handle_clone(wake);
    if (letter->by_task)
        toy_pool_spawn(self->pool, writer_new(letter));
    else
        pthread_create(&letter->thread, NULL, write_letter, letter);
}

static Async reader_complete(ToyTask *task, WakeHandle *wake)
{
    Reader *self = container_of(task, Reader, task);

    assert(!self->done);
    assert(!has_woken || self->letter->text == 1);
    if (self->calls++ == 0)
        start_writer(self, wake);
    self->done =
        atomic_load_explicit(&self->letter->written, memory_order_relaxed) == 1;
    return self->done ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void reader_destroy(ToyTask *task)
{
    Reader *self = container_of(task, Reader, task);

    assert(self->done); // else a wake was lost
    ends++;
    free(self);
}

static ToyTask *reader_new(ToyPool *pool, Letter *letter)
{
    static const ToyTaskVTable vtable = {reader_complete, reader_destroy};
    Reader *self = must_alloc(sizeof *self);

    *self = (Reader){.task = {&vtable}, .pool = pool, .letter = letter};
    return &self->task;
}

static void read_letter(bool by_task)
{
    ToyPool *pool = toy_pool_new(2);
    Letter *letter = must_alloc(sizeof *letter);

    ends = 0;
    has_woken = false;
    *letter = (Letter){.by_task = by_task};
    toy_pool_spawn(pool, reader_new(pool, letter));
    toy_pool_run(pool);
    toy_pool_free(pool);
    if (!by_task)
        pthread_join(letter->thread, NULL);
    assert(ends == (by_task ? 2 : 1));
    free(letter);
}

static void wake_from_outside(void)
{
    read_letter(false);
}

static void wake_by_neighbour(void)
{
    read_letter(true);
}

static Async be_done(ToyTask *task, WakeHandle *wake)
{
    (void)task, (void)wake;
    calls++;
    return ASYNC_DONE;
}

static Async forget(ToyTask *task, WakeHandle *wake)
{
    (void)task, (void)wake;
    calls++;
    return ASYNC_WILL_WAKE;
}

static void end_quick(ToyTask *task)
{
    ends++;
    free(task);
}

static ToyTask *quick_new(bool is_done)
{
    static const ToyTaskVTable done = {be_done, end_quick},
                               forgetful = {forget, end_quick};
    ToyTask *task = must_alloc(sizeof *task);

    task->vtable = is_done ? &done : &forgetful;
    return task;
}

static void two_quick_tasks(void)
{
    ToyPool *pool = toy_pool_new(2);

    ends = calls = 0;
    toy_pool_spawn(pool, quick_new(true));
    toy_pool_spawn(pool, quick_new(false));
    toy_pool_run(pool);
    assert(calls == 2 && ends == 2);
    toy_pool_free(pool);
}

static void *spawn_one(void *pool)
{
    toy_pool_spawn(pool, quick_new(true));
    return NULL;
}

// The second task is run, or toy_pool_free drops it.
static void spawn_from_outside(void)
{
    ToyPool *pool = toy_pool_new(2);
    pthread_t thread;

    ends = calls = 0;
    toy_pool_spawn(pool, quick_new(true));
    pthread_create(&thread, NULL, spawn_one, pool);
    toy_pool_run(pool);
    assert(calls >= 1 && ends == calls);
    pthread_join(thread, NULL);
    toy_pool_free(pool);
    assert(ends == 2);
}

#define CALLER "the thread that calls run"
#define WORKER "the other worker's"

const Scene scenes[] = {
    {.name = "quick",
     .about = "two tasks, two workers, and the end of run",
     .run = two_quick_tasks,
     .threads = {CALLER, WORKER},
     .spurious = 1},
    {.name = "neighbour",
     .about = "a task that waits, and one that wakes it",
     .run = wake_by_neighbour,
     .threads = {CALLER, WORKER},
     .spurious = 1},
    {.name = "outside",
     .about = "a task that waits, and a thread that wakes it",
     .run = wake_from_outside,
     .threads = {CALLER, "another's", "another's"},
     .spurious = 1},
    {.name = "spawn",
     .about = "a spawn from outside against the end of run",
     .run = spawn_from_outside,
     .threads = {CALLER, "the spawner's", WORKER}},
};
const int scene_count = sizeof scenes / sizeof *scenes;
