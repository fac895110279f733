// Nothing to do: time goes on by itself.
#include "world.h"

#include <stddef.h>
#include <time.h>

int __real_nanosleep(const struct timespec *duration, struct timespec *left);

void world_begin(void)
{
}

void world_work(void)
{
}

void world_unpark(void)
{
}

void world_park(void)
{
}

void world_sleep(Duration duration)
{
    Duration second = 1000 * MILLISECOND;
    __real_nanosleep(&(struct timespec){.tv_sec = duration / second,
                                        .tv_nsec = duration % second},
                     NULL);
}

Alarm *world_thread_new(void)
{
    return NULL;
}

void world_thread_started(void)
{
}

void world_thread_begins(Alarm *own)
{
    (void)own;
}

void world_thread_ends(void)
{
}

void world_thread_has_alarm(void)
{
}
