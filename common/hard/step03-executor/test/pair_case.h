// What the tests of the pair share: a new pair for each of them, and tasks that
// keep one of its threads busy.
#ifndef PAIR_CASE_H
#define PAIR_CASE_H

#include "fake_park.h"
#include "pair.h"
#include "probe_task.h"
#include "test_main.h"
#include "threads.h"

#define COUNT 1000

static ToyPair *pair;
static ProbeTask probes[COUNT];

static inline void set_up(void)
{
    fake_park_reset();
    probe_diary[0] = '\0';
    pair = toy_pair_new();
}

static inline void end_pair(void)
{
    toy_pair_free(pair);
    pair = NULL;
}

static inline void tear_down(void)
{
    if (pair)
        end_pair();
    ck_assert_int_eq(fake_park_count(), 0);
}

static inline ProbeTask *spawn(ProbeTask *probe,
                               Async (*script)(ProbeTask *, WakeHandle *))
{
    ToyTask *task = probe_task_init(probe, script);

    toy_pair_spawn(pair, task);
    return probe;
}

static inline void spawn_named(ProbeTask *probe, const char *name,
                               Async (*script)(ProbeTask *, WakeHandle *))
{
    ToyTask *task = probe_task_init(probe, script);

    probe->name = name;
    toy_pair_spawn(pair, task);
}

// One task keeps its thread from when it is asked until it is let go; all else
// happens on the other thread.
static Flag busy = FLAG_DOWN, let_go = FLAG_DOWN;
static ProbeTask occupier;

static inline Async occupy(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    flag_raise(&busy);
    flag_await(&let_go);
    return ASYNC_DONE;
}

// A handle that is left by a task, and given back once, by whoever comes first.
static _Atomic(WakeHandle *) kept;

static inline void give_back(void)
{
    WakeHandle *handle = atomic_exchange(&kept, NULL);

    if (handle) {
        wake_handle_wake(handle);
        wake_handle_drop(handle);
    }
}

static inline Async keep_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    atomic_store(&kept, wake_handle_clone(wake));
    return ASYNC_WILL_WAKE;
}

#endif
