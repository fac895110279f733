// A source, and what each of the two loops does for it.
#ifndef SOURCE_H
#define SOURCE_H

#include "loop.h"

#include <pthread.h>
#include <stddef.h>
#include <sys/epoll.h>

// All that a descriptor can tell, told once: when it changes. So one call of
// epoll_ctl is enough for its life.
#define ALL_EDGES (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET)

typedef enum { TO_READ, TO_WRITE, DIRECTIONS } Direction;

struct Source {
    Loop *loop;
    int fd;
    pthread_mutex_t *lock; // of the loop; NULL: one thread does it all
    // lock must be held when using these:
    bool came[DIRECTIONS];         // an event, for which nobody waited
    bool has_hung_up;              // the peer sends no more; stays so
    WakeHandle *waits[DIRECTIONS]; // clones, or NULL
    Source *next_dead;             // for the loop
};

// Notes the events, and moves the handles that they are for to `woken`. Returns
// how many, at most two. Calls nothing: no handle is woken here. With
// the lock held.
size_t source_note(Source *source, uint32_t events, WakeHandle **woken);

// Wakes and drops them.
void wake_all(WakeHandle **woken, size_t count);

// Also gives it its lock.
// Fails: false; errno says why.
bool loop_listen(Loop *loop, Source *source);

// Frees it, once no event at hand can be for it.
void loop_bury(Loop *loop, Source *source);

#endif
