// No step's: what a load may see.
#include "scenes.h"

#include "must.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct {
    atomic_bool comes[2];
    int entered; // by one at most, so it needs no lock
} Room;

// Says that it comes, then looks whether the other one does.
static void come(Room *room, int me)
{
    atomic_store(&room->comes[me], true);
    if (!atomic_load(&room->comes[!me]))
        room->entered++;
}

static void come_weakly(Room *room, int me)
{
    atomic_store_explicit(&room->comes[me], true, memory_order_release);
    if (!atomic_load_explicit(&room->comes[!me], memory_order_acquire))
        room->entered++;
}

static void *second_comes(void *room)
{
    come(room, 1);
    return NULL;
}

static void *second_comes_weakly(void *room)
{
    come_weakly(room, 1);
    return NULL;
}

static void two_come(void first(Room *, int), void *second(void *))
{
    Room *room = must_alloc(sizeof *room);
    pthread_t thread;

    *room = (Room){.entered = 0};
    pthread_create(&thread, NULL, second, room);
    first(room, 0);
    pthread_join(thread, NULL);
    free(room);
}

void one_enters(void)
{
    two_come(come, second_comes);
}

void both_enter(void)
{
    two_come(come_weakly, second_comes_weakly);
}
