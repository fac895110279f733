// The step's park, and what is in it.
#define park_new step_park_new
#include <park.c>
#undef park_new

#include "peek.h"

Park *park_new(void);

static Park *last;

Park *park_new(void)
{
    last = step_park_new();
    return last;
}

void peek_park(void)
{
    if (!peek_lives(last))
        return;
    peek_lock("park->lock", &last->lock);
    peek_bool("park->woken", last->woken);
    peek("park's handles", "%zu", atomic_load(&last->handle.refs));
}
