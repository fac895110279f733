// What the tests of the executor share: a new executor for each of them, and a
// task that leaves its handle with the test.
#ifndef EXEC_CASE_H
#define EXEC_CASE_H

#include "exec.h"
#include "fake_park.h"
#include "probe_task.h"
#include "test_main.h"
#include "threads.h"

static Park *park;
static ToyExec *exec;
static WakeHandle *kept; // a clone, from `keep_once` to `give_back`; or NULL
static ProbeTask late;

static inline void begin_exec(void)
{
    park = park_new();
    exec = toy_exec_new(park);
}

static inline void end_exec(void)
{
    toy_exec_free(exec);
    park_drop(park);
    exec = NULL;
}

static inline void set_up(void)
{
    fake_park_reset();
    probe_diary[0] = '\0';
    kept = NULL;
    begin_exec();
}

static inline void tear_down(void)
{
    if (exec)
        end_exec();
    ck_assert_int_eq(fake_park_count(), 0);
}

static inline void spawn(ProbeTask *probe, const char *name,
                         Async (*script)(ProbeTask *, WakeHandle *))
{
    ToyTask *task = probe_task_init(probe, script);

    probe->name = name;
    toy_exec_spawn(exec, task);
}

static inline void run(void)
{
    toy_exec_run(exec);
}

// Leaves a clone of its handle at the first call, and is done at the next.
static inline Async keep_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    kept = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

// Is called twice.
static inline Async wake_self_once(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    wake_handle_wake(wake);
    return ASYNC_WILL_WAKE;
}

static inline void spawn_late(ProbeTask *self)
{
    (void)self;
    spawn(&late, "l", NULL);
}

static inline Async spawn_late_and_end(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    spawn_late(self);
    return ASYNC_DONE;
}

// Breaks its promise: nobody has its handle.
static inline Async promise_and_forget(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    return ASYNC_WILL_WAKE;
}

static inline void drop_kept(void)
{
    WakeHandle *handle = kept;

    kept = NULL;
    if (handle)
        wake_handle_drop(handle);
}

static inline void give_back(void)
{
    if (kept)
        wake_handle_wake(kept);
    drop_kept();
}

static inline void give_back_on_another_thread(void)
{
    if (kept)
        on_another_thread(give_back);
}

static inline void give_back_when_asleep(void)
{
    fake_park_await_sleep();
    give_back();
}

#endif
