// What the world must know of mutexes.
#ifndef LOCKS_H
#define LOCKS_H

#include <stdbool.h>

int mutex_owner(const void *mutex); // the thread that holds it, or -1

static inline bool mutex_is_held(const void *mutex)
{
    return mutex_owner(mutex) >= 0;
}

#endif
