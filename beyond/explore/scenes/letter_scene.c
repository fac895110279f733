// Step 2: the letter of its demo, whose file is part of this one.
#include "scenes.h"

#define main doorbell_main
#include "demo/doorbell.c"
#undef main

#include "peek.h"

#include <assert.h>

static const Letter *last_letter;

void peek_letter(void)
{
    if (!peek_lives(last_letter))
        return;
    peek_lock("letter->lock", &last_letter->lock);
    peek("letter->text", last_letter->text ? "written" : "NULL");
    peek("letter->reader", last_letter->reader ? "a handle" : "NULL");
}

static void *write_letter(void *letter)
{
    letter_write(letter, "Now.");
    return NULL;
}

// Whoever asks in vain is woken once there is a letter.
void letter_and_reader(void)
{
    Park *park = park_new();
    Letter *letter = must_alloc(sizeof *letter);
    pthread_t writer;

    *letter = (Letter){.lock = PTHREAD_MUTEX_INITIALIZER};
    last_letter = letter;
    pthread_create(&writer, NULL, write_letter, letter);
    while (!letter_read(letter, park_handle(park)))
        park_wait(park);
    pthread_join(writer, NULL);
    assert(!letter->reader);
    free(letter);
    park_drop(park);
}
