// Step 2: a park and its wakes.
#include "scenes.h"

#include "cast.h"
#include "must.h"
#include "peek.h"

typedef struct {
    atomic_int written;
    int text;
    WakeHandle *wake;
} Note;

static const Note *last_note;

static Note *note_new(WakeHandle *wake)
{
    Note *note = must_alloc(sizeof *note);

    *note = (Note){.wake = wake};
    last_note = note;
    return note;
}

void peek_note(void)
{
    if (peek_lives(last_note))
        peek("note->written", "%d", atomic_load(&last_note->written));
}

static void *write_note(void *arg)
{
    Note *note = arg;

    note->text = 1;
    atomic_fetch_add_explicit(&note->written, 1, memory_order_relaxed);
    wake_handle_wake(note->wake);
    wake_handle_drop(note->wake);
    return NULL;
}

// The sleeper drops the park as soon as it is awake, while the waker may still
// be inside its wake.
void wake_and_sleep(void)
{
    Park *park = park_new();
    Note *note = note_new(wake_handle_clone(park_handle(park)));
    pthread_t thread;

    pthread_create(&thread, NULL, write_note, note);
    while (atomic_load_explicit(&note->written, memory_order_relaxed) == 0)
        park_wait(park);
    park_drop(park);
    pthread_join(thread, NULL);
    assert(note->text == 1);
    free(note);
}

static void *count_and_wake(void *arg)
{
    Note *note = arg;

    atomic_fetch_add_explicit(&note->written, 1, memory_order_relaxed);
    wake_handle_wake(note->wake);
    wake_handle_drop(note->wake);
    return NULL;
}

void two_wakes_one_sleep(void)
{
    Park *park = park_new();
    Note *note = note_new(park_handle(park));
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        wake_handle_clone(note->wake);
        pthread_create(&threads[i], NULL, count_and_wake, note);
    }
    while (atomic_load_explicit(&note->written, memory_order_relaxed) < 2)
        park_wait(park);
    park_drop(park);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    free(note);
}
