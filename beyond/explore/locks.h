// What the world must know of mutexes.
#ifndef LOCKS_H
#define LOCKS_H

#include <stdbool.h>

bool mutex_is_held(const void *mutex);

#endif
