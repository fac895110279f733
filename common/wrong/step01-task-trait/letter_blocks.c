// The reader waits inside its call, and the countdown with it.
// Replaces: demo/letter.c
// Shows: countdown: 3;reader: asked 1 times;countdown: 2
// Two kinds of task behind one interface, asked again and again: a countdown,
// and a reader of a letter that another thread has yet to write.
#include "container_of.h"
#include "must.h"
#include "task.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

typedef struct {
    ToyTask task;
    int left;
} Countdown;

static Countdown *countdown_of(ToyTask *task)
{
    return container_of(task, Countdown, task);
}

static Async countdown_complete(ToyTask *task, WakeHandle *wake)
{
    (void)wake; // nobody to tell: the next call is all it waits for
    Countdown *self = countdown_of(task);
    printf("countdown: %d\n", self->left);
    return --self->left > 0 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

static void countdown_destroy(ToyTask *task)
{
    free(countdown_of(task));
}

static const ToyTaskVTable countdown_vtable = {.complete = countdown_complete,
                                               .destroy = countdown_destroy};

static ToyTask *countdown_new(int from)
{
    Countdown *self = must_alloc(sizeof *self);
    *self = (Countdown){.task = {&countdown_vtable}, .left = from};
    return &self->task;
}

typedef struct {
    _Atomic(const char *) text; // NULL until it is written
} Letter;

typedef struct {
    ToyTask task;
    Letter *letter;
    const char **result; // where the T of Async<T> goes: the caller's
    unsigned long asked;
} Reader;

static Reader *reader_of(ToyTask *task)
{
    return container_of(task, Reader, task);
}

static Async reader_complete(ToyTask *task, WakeHandle *wake)
{
    (void)wake; // we do not know yet what it is good for
    Reader *self = reader_of(task);
    self->asked++;
    const char *text;
    while (!(text = atomic_load(&self->letter->text)))
        nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
    printf("reader: asked %lu times\n", self->asked);
    *self->result = text;
    return ASYNC_DONE;
}

static void reader_destroy(ToyTask *task)
{
    free(reader_of(task));
}

static const ToyTaskVTable reader_vtable = {.complete = reader_complete,
                                            .destroy = reader_destroy};

static ToyTask *reader_new(Letter *letter, const char **result)
{
    Reader *self = must_alloc(sizeof *self);
    *self =
        (Reader){.task = {&reader_vtable}, .letter = letter, .result = result};
    return &self->task;
}

static void *write_letter(void *letter)
{
    nanosleep(&(struct timespec){.tv_nsec = 300 * 1000 * 1000}, NULL);
    atomic_store(&((Letter *)letter)->text, "Dear task, ...");
    return NULL;
}

// Ask every task that is left, round after round, until none is.
static void ask_again_and_again(ToyTask *tasks[], int count)
{
    while (count > 0) {
        for (int i = 0; i < count; i++) {
            if (toy_task_complete(tasks[i], NULL) == ASYNC_DONE) {
                toy_task_destroy(tasks[i]);
                tasks[i--] = tasks[--count];
            }
        }
    }
}

int main(void)
{
    Letter letter = {NULL};
    const char *result = NULL;
    ToyTask *tasks[] = {countdown_new(3), reader_new(&letter, &result)};

    pthread_t writer;
    must(pthread_create(&writer, NULL, write_letter, &letter) == 0,
         "cannot start a thread");
    ask_again_and_again(tasks, 2);
    pthread_join(writer, NULL);
    printf("the letter says: %s\n", result);
    return 0;
}
