// What was stored in each atomic, in order, and who knows of it.
#ifndef STORES_H
#define STORES_H

#include "explore.h"

typedef struct Store {
    uint64_t value;
    Clock known;    // when each thread stored it or first saw it; 0: not yet
    Clock released; // what an acquire that sees it takes over
    bool seq_cst;
    struct Store *older; // or NULL
} Store;

void stores_begin(void);

// How many older values the thread, which is at a load, may see: those before
// the newest there was when it came to the load. That one, and those that came
// meanwhile, need no choice: to see an old one of them is to load before the
// newer one is stored, which is another run.
int stores_older(const Thread *thread);

// How many stores came before the one that it sees then.
int stores_before(const Thread *thread, int age);

// How many came before the newest there was when the thread came to its load.
int stores_before_load(const Thread *thread);

// What the thread that runs sees: of age 0, the newest, or an older one.
// `newest` is the value in memory, which a plain access may have left there.
const Store *stores_see(const void *at, uint64_t newest, int age);

// By the thread that runs.
Store *stores_add(const void *at, uint64_t value, bool seq_cst);

#endif
