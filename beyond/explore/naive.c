// A wake against a sleep, as often as you say, on real threads.
#include "park.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_int written;

static void *write_and_wake(void *arg)
{
    WakeHandle *wake = arg;

    atomic_store(&written, 1);
    wake_handle_wake(wake);
    wake_handle_drop(wake);
    return NULL;
}

static void once(void)
{
    Park *park = park_new();
    pthread_t thread;

    atomic_store(&written, 0);
    pthread_create(&thread, NULL, write_and_wake,
                   wake_handle_clone(park_handle(park)));
    while (!atomic_load(&written))
        park_wait(park);
    park_drop(park);
    pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1000;

    for (int i = 0; i < times; i++)
        once();
    printf("%d times, and all is well\n", times);
    return 0;
}
