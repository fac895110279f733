// Included before all else: takes one part away, as if one thread were all.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef WITHOUT_LOCK
#define pthread_mutex_lock(lock) (void)(lock)
#define pthread_mutex_unlock(lock) (void)(lock)
#endif

#ifdef WITHOUT_ATOMICS
#undef atomic_fetch_add_explicit
#undef atomic_fetch_sub_explicit
#undef atomic_exchange_explicit
#undef atomic_compare_exchange_strong_explicit

static inline size_t plain_add(size_t *number, size_t more)
{
    *number += more;
    return *number - more;
}

static inline int plain_exchange(int *state, int new)
{
    int old = *state;
    *state = new;
    return old;
}

#define atomic_fetch_add_explicit(number, more, order)                         \
    plain_add((size_t *)(number), more)
#define atomic_fetch_sub_explicit(number, less, order)                         \
    plain_add((size_t *)(number), (size_t) - (less))
#define atomic_exchange_explicit(state, new, order)                            \
    plain_exchange((int *)(state), (int)(new))
#define atomic_compare_exchange_strong_explicit(state, old, new, order, other) \
    (*(int *)(state) == (int)*(old) && (*(int *)(state) = (int)(new), true))
#endif

#ifdef WITHOUT_MEMORY
#define MOST 128 // bytes

static void **given_back;

static inline void *list_alloc(size_t size)
{
    void **taken = given_back;

    if (!taken)
        return malloc(size > MOST ? size : MOST);
    given_back = *taken;
    return taken;
}

static inline void list_free(void *memory)
{
    *(void **)memory = given_back;
    given_back = memory;
}

#define malloc list_alloc
#define free list_free
#endif
