// The world as the steps' sources see it: each call that can fail asks first
// whether it shall, and what it makes is counted. Included before all else.
#ifndef WORLD_H
#define WORLD_H

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef enum { BLOCKS, MUTEXES, CONDITIONS, ATTRIBUTES, THREADS, KINDS } Kind;

// Whether this call is the one that shall fail; then errno is `error`, which is
// 0 where the call says why by what it returns.
// Thread: any.
bool world_fails(const char *call, const char *file, int line, int error);

// So many more of a kind are there.
// Thread: any.
void world_count(Kind kind, int more);

#ifndef WORLD_ITSELF

#define FAILS(call, error) world_fails(call, __FILE__, __LINE__, error)
#define MAKE(kind, call, args)                                                 \
    (FAILS(#call, 0) ? EAGAIN : (world_count(kind, 1), call args))
#define END(kind, call) (world_count(kind, -1), call)

// A macro is not expanded inside itself, so the inner call is the real one.
#define malloc(size)                                                           \
    (FAILS("malloc", ENOMEM) ? NULL : (world_count(BLOCKS, 1), malloc(size)))
#define realloc(old, size)                                                     \
    (FAILS("realloc", ENOMEM)                                                  \
         ? NULL                                                                \
         : (world_count(BLOCKS, (old) ? 0 : 1), realloc(old, size)))
#define free(old) (world_count(BLOCKS, (old) ? -1 : 0), free(old))

#define pthread_mutex_init(...) MAKE(MUTEXES, pthread_mutex_init, (__VA_ARGS__))
#define pthread_mutex_destroy(lock) END(MUTEXES, pthread_mutex_destroy(lock))
#define pthread_cond_init(...)                                                 \
    MAKE(CONDITIONS, pthread_cond_init, (__VA_ARGS__))
#define pthread_cond_destroy(cond) END(CONDITIONS, pthread_cond_destroy(cond))
#define pthread_condattr_init(attr)                                            \
    MAKE(ATTRIBUTES, pthread_condattr_init, (attr))
#define pthread_condattr_destroy(attr)                                         \
    END(ATTRIBUTES, pthread_condattr_destroy(attr))
#define pthread_condattr_setclock(...)                                         \
    (FAILS("pthread_condattr_setclock", 0)                                     \
         ? EINVAL                                                              \
         : pthread_condattr_setclock(__VA_ARGS__))
// The id is set also where it fails: compilers warn where it is not.
#define pthread_create(id, ...)                                                \
    (*(id) = pthread_self(), MAKE(THREADS, pthread_create, (id, __VA_ARGS__)))
#define pthread_join(...) END(THREADS, pthread_join(__VA_ARGS__))

#define clock_gettime(...)                                                     \
    (FAILS("clock_gettime", EINVAL) ? -1 : clock_gettime(__VA_ARGS__))
#define nanosleep(...) ((void)0) // nothing here is worth a wait

#define printf(...) (FAILS("printf", ENOSPC) ? -1 : printf(__VA_ARGS__))
#define fflush(stream) (FAILS("fflush", ENOSPC) ? EOF : fflush(stream))

#endif
#endif
