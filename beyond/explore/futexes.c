// Futexes, for the threads of one run: words on which a thread can sleep.
#include "explore.h"

#include <stdatomic.h>

void futex_wait(atomic_int *word, int expected);
void futex_wake(atomic_int *word);

// To look and to fall asleep is one step: the kernel holds a lock meanwhile,
// which a wake takes, too.
void futex_wait(atomic_int *word, int expected)
{
    Thread *thread = &threads[self];

    announce((Op){.kind = OP_WAIT, .on = {NULL, word}, .pc = HERE});
    memory_access(word, sizeof *word, READ_ATOMIC, HERE);
    bool sleeps = *(volatile int *)word == expected;
    record_values(!sleeps, sleeps);
    if (!sleeps)
        return;
    thread->deadline = INT64_MAX;
    thread->asleep = true;
    announce((Op){.kind = OP_WAKE, .on = {NULL, word}, .pc = HERE});
}

static bool sleeps_on(const Thread *thread, const atomic_int *word)
{
    return thread->asleep && thread->next.on[1] == word;
}

void futex_wake(atomic_int *word)
{
    bool found = false;

    announce((Op){.kind = OP_SIGNAL, .on = {word}, .pc = HERE});
    memory_access(word, sizeof *word, READ_ATOMIC, HERE);
    for (int i = 0; i < thread_count && !found; i++) {
        found = sleeps_on(&threads[i], word);
        if (found)
            threads[i].asleep = false;
    }
    record_values(0, found);
}
