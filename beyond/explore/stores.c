#include "stores.h"

static Store stores[2 * MAX_STEPS]; // a first value and a new one an operation
static int count;

void stores_begin(void)
{
    count = 0;
}

static Store *push(const void *at, uint64_t value, Store *older)
{
    Store **newest = memory_newest(at);

    *newest = &stores[count++];
    **newest = (Store){.value = value, .older = older};
    return *newest;
}

// For good: whoever comes after this thread knows of it, too.
static void know(Store *store)
{
    if (!store->known.of[self])
        store->known.of[self] = threads[self].clock.of[self];
}

static bool knows(const Thread *thread, const Store *store)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        if (store->known.of[i] && store->known.of[i] <= thread->clock.of[i])
            return true;
    }
    return false;
}

// Not past a store that it knows of: it has made or seen it, or comes after one
// who has. That is coherence. All sequentially consistent operations have one
// order, which is that of the run: so of these stores, only the last.
int stores_older(const Thread *thread)
{
    const Op *load = &thread->next;
    bool was_there = false;
    int older = 0;

    for (const Store *store = *memory_newest(load->on[0]);
         store && store->older && !knows(thread, store) &&
         !(load->seq_cst && store->seq_cst);
         store = store->older) {
        was_there |= store == thread->newest;
        older += was_there;
    }
    return older;
}

static Store *store_of(const Thread *thread, const void *at, int age)
{
    Store *store = age > 0 ? thread->newest : *memory_newest(at);

    while (age-- > 0)
        store = store->older;
    return store;
}

static int count_before(const Store *store)
{
    int before = 0;

    for (; store && store->older; store = store->older)
        before++;
    return before;
}

int stores_before(const Thread *thread, int age)
{
    return count_before(store_of(thread, thread->next.on[0], age));
}

int stores_before_load(const Thread *thread)
{
    return count_before(thread->newest);
}

const Store *stores_see(const void *at, uint64_t newest, int age)
{
    Store *store = store_of(&threads[self], at, age);

    // The first value is a plain store. Whoever may touch the atomic comes
    // after that, and so knows of all that was there before.
    if (age == 0 && (!store || store->value != newest))
        store = push(at, newest, NULL);
    know(store);
    return store;
}

Store *stores_add(const void *at, uint64_t value, bool seq_cst)
{
    Store *store = push(at, value, *memory_newest(at));

    store->seq_cst = seq_cst;
    know(store);
    return store;
}
