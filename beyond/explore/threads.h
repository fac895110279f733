// What the world must know of mutexes.
#ifndef THREADS_H
#define THREADS_H

#include <stdbool.h>

bool mutex_is_held(const void *mutex);

#endif
