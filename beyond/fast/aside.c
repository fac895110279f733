#include "aside.h"

#include "clock.h"

#include <sched.h>

// Longer than it takes to sleep and to be woken. Then others had work to do,
// and a wake would have got us past them.
#define LONG (MILLISECOND / 20)
#define SKIPS 5000

void step_aside(Aside *aside)
{
    if (aside->skips > 0) {
        aside->skips--;
        return;
    }
    Instant start = instant_now();
    sched_yield();
    if (instant_now() - start > LONG)
        aside->skips = SKIPS;
}
