#include "fair_share.h"

#include "must.h"

#include <assert.h>
#include <stdint.h>

// Each task has a time of its own, which each call moves on: the smaller the
// weight, the farther. The one whose time is earliest is asked next, so all
// times stay close together. (This is called stride scheduling.)
#define ROUND ((uint64_t)1 << 32) // in which each is asked `weight` times

typedef struct Sharer Sharer;

struct Sharer {
    ToyTask *task;
    uint64_t weight;
    uint64_t round; // the time at which its round began
    uint64_t calls; // in this round
    Sharer *next;
};

struct FairShare {
    Sharer *first; // the earliest; equal ones in the order in which they came
    uint64_t now;  // the time of the one that was asked last
};

// When it is asked next. Not the sum of strides, whose errors would add up.
static uint64_t time_of(const Sharer *sharer)
{
    return sharer->round + sharer->calls * ROUND / sharer->weight;
}

// Times are close together, so this is right even where one has overflowed.
static bool before(const Sharer *a, const Sharer *b)
{
    return (int64_t)(time_of(a) - time_of(b)) < 0;
}

// Passes all that are not later. A heap would pass fewer, and needs a number to
// keep equal ones in order.
static void insert(FairShare *share, Sharer *sharer)
{
    Sharer **link = &share->first;

    while (*link && !before(sharer, *link))
        link = &(*link)->next;
    sharer->next = *link;
    *link = sharer;
}

static void count_call(Sharer *sharer)
{
    if (++sharer->calls == sharer->weight) {
        sharer->calls = 0;
        sharer->round += ROUND;
    }
}

static Sharer *take_first(FairShare *share)
{
    Sharer *first = share->first;

    if (first)
        share->first = first->next;
    return first;
}

static void end(Sharer *sharer)
{
    toy_task_destroy(sharer->task);
    free(sharer);
}

FairShare *fair_share_new(void)
{
    FairShare *share = must_alloc(sizeof *share);

    *share = (FairShare){.first = NULL};
    return share;
}

void fair_share_add(FairShare *share, ToyTask *task, int weight)
{
    assert(weight >= 1 && weight <= FAIR_SHARE_MOST);
    Sharer *sharer = must_alloc(sizeof *sharer);

    *sharer =
        (Sharer){.task = task, .weight = (uint64_t)weight, .round = share->now};
    insert(share, sharer);
}

bool fair_share_ask(FairShare *share)
{
    Sharer *sharer = take_first(share);

    if (!sharer)
        return false;
    share->now = time_of(sharer);
    // It is in no list meanwhile, so its call may add others.
    if (toy_task_complete(sharer->task, NULL) == ASYNC_DONE) {
        end(sharer);
    } else {
        count_call(sharer);
        insert(share, sharer);
    }
    return true;
}

void fair_share_free(FairShare *share)
{
    Sharer *sharer;

    while ((sharer = take_first(share)))
        end(sharer);
    free(share);
}
