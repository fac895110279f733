// Vector clocks: how far the doings of each thread are known.
#include "explore.h"

void clock_join(Clock *clock, const Clock *other)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        if (clock->of[i] < other->of[i])
            clock->of[i] = other->of[i];
    }
}

void clock_acquire(const Clock *from)
{
    clock_join(&threads[self].clock, from);
}

// What comes later is not part of what was released.
void clock_release(Clock *to)
{
    clock_join(to, &threads[self].clock);
    threads[self].clock.of[self]++;
}
