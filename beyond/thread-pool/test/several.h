// What the tests of tasks made of tasks share: three of them, and two handles
// to call with.
#ifndef SEVERAL_H
#define SEVERAL_H

#include "probe_task.h"
#include "probe_wake.h"
#include "test_main.h"

#include <stdbool.h>

static ProbeTask probes[3];
static ToyTask *tasks[3];
static ProbeWake first_wake, other_wake;
static WakeHandle *wake, *other; // theirs

// Done when `arg` says so, which is a bool.
static inline Async be_done_if_told(ProbeTask *self, WakeHandle *handle)
{
    (void)handle;
    return *(bool *)self->arg ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static bool told[3];

static inline void write_end(ProbeTask *self)
{
    static const char *const names[] = {"A", "B", "C"};

    strncat(probe_diary, names[self - probes],
            sizeof probe_diary - 1 - strlen(probe_diary));
}

// Calls are written into the diary as abc, ends as ABC.
static inline void set_up(void)
{
    static const char *const names[] = {"a", "b", "c"};

    probe_diary[0] = '\0';
    for (int i = 0; i < 3; i++) {
        tasks[i] = probe_task_init(&probes[i], be_done_if_told);
        probes[i].name = names[i];
        probes[i].at_end = write_end;
        probes[i].arg = &told[i];
        told[i] = false;
    }
    wake = probe_wake_init(&first_wake);
    other = probe_wake_init(&other_wake);
}

static inline void tear_down(void)
{
    wake_handle_drop(wake);
    wake_handle_drop(other);
    ck_assert_int_eq(first_wake.ended, 1);
    ck_assert_int_eq(other_wake.ended, 1);
}

// Notes the handle in place of its name.
static inline Async note_handle(ProbeTask *self, WakeHandle *handle)
{
    self->arg = handle;
    return ASYNC_WILL_WAKE;
}

#define expect_diary(text) ck_assert_str_eq(probe_diary, text)

#endif
