// The same letter, and nobody asks in vain: whoever asks leaves a handle with
// the letter, and sleeps until the one who writes it rings.
#include "container_of.h"
#include "must.h"
#include "park.h"

#include <pthread.h>
#include <time.h>

typedef struct {
    pthread_mutex_t lock;
    // lock must be held when using these:
    const char *text;   // NULL until it is written
    WakeHandle *reader; // a clone: whom to wake then; or NULL
} Letter;

static void letter_write(Letter *letter, const char *text)
{
    pthread_mutex_lock(&letter->lock);
    letter->text = text;
    WakeHandle *reader = letter->reader;
    letter->reader = NULL;
    pthread_mutex_unlock(&letter->lock);

    if (reader) {
        wake_handle_wake(reader);
        wake_handle_drop(reader);
    }
}

// The text; or NULL, and then `wake` is woken when there is one, unless
// somebody else asks before that.
static const char *letter_read(Letter *letter, WakeHandle *wake)
{
    WakeHandle *older = NULL;

    pthread_mutex_lock(&letter->lock);
    const char *text = letter->text;
    if (!text) {
        older = letter->reader;
        letter->reader = wake_handle_clone(wake);
    }
    pthread_mutex_unlock(&letter->lock);

    if (older)
        wake_handle_drop(older);
    return text;
}

typedef struct {
    ToyTask task;
    Letter *letter;
    const char **result;
    unsigned long asked;
} Reader;

static Reader *reader_of(ToyTask *task)
{
    return container_of(task, Reader, task);
}

static Async reader_complete(ToyTask *task, WakeHandle *wake)
{
    Reader *self = reader_of(task);

    self->asked++;
    *self->result = letter_read(self->letter, wake);
    return *self->result ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void reader_destroy(ToyTask *task)
{
    printf("reader: asked %lu times\n", reader_of(task)->asked);
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

static void ask_until_done(ToyTask *task)
{
    Park *park = park_new();

    while (toy_task_complete(task, park_handle(park)) == ASYNC_WILL_WAKE)
        park_wait(park);
    park_drop(park);
    toy_task_destroy(task);
}

static void ask_once_and_leave(ToyTask *task)
{
    Park *park = park_new();

    toy_task_complete(task, park_handle(park));
    park_drop(park); // our handle; the letter has one of its own
    toy_task_destroy(task);
}

static void *write_soon(void *letter)
{
    nanosleep(&(struct timespec){.tv_nsec = 300 * 1000 * 1000}, NULL);
    letter_write(letter, "Dear task, ...");
    return NULL;
}

int main(void)
{
    Letter letter = {.lock = PTHREAD_MUTEX_INITIALIZER};
    const char *result;
    pthread_t writer;
    must(pthread_create(&writer, NULL, write_soon, &letter) == 0,
         "cannot start a thread");
    ask_until_done(reader_new(&letter, &result));
    pthread_join(writer, NULL);
    printf("the letter says: %s\n", result);
    printf("CPU used: %ld ms\n", (long)(clock() / (CLOCKS_PER_SEC / 1000)));

    Letter late = {.lock = PTHREAD_MUTEX_INITIALIZER};
    ask_once_and_leave(reader_new(&late, &result));
    letter_write(&late, "You have gone?");
    printf("the bell rang, and nobody was there\n");
    return 0;
}
