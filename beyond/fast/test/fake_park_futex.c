// For the park on a futex what common/fake_park.c is for the one with a lock.
#include "fake_park_hooks.h"

#include "futex.h"

static inline void sleep_on(atomic_int *word, int expected)
{
    at_sleep();
    futex_wait(word, expected);
}

// A change of the state stands for taking the lock.
#define memory_order_acquire (at_lock(), memory_order_acquire)
#define memory_order_release (at_lock(), memory_order_release)
#define futex_wait sleep_on
#define park_wait real_park_wait
#define park_new real_park_new
#include "../park.c"
