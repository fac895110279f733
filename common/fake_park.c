#include "fake_park.h"

#define park_wait real_park_wait
#include "park.c" // found in the step that is tested
#undef park_wait

void (*fake_park_before_wait)(void);

void park_wait(Park *park)
{
    if (fake_park_before_wait)
        fake_park_before_wait();
    real_park_wait(park);
}
