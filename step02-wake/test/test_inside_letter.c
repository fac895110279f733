// The demo's letter from the inside: it is written between any two steps of the
// one who reads it. Unlike the other tests, this one depends on how doorbell.c
// is written.
#include <pthread.h>

static void between_steps(void);

#define pthread_mutex_lock(lock) (between_steps(), pthread_mutex_lock(lock))
#define main doorbell_main
#include "demo/doorbell.c"
#undef main
#undef pthread_mutex_lock

#include "probe_wake.h"
#include "test_main.h"

static Letter letter;
static int steps_to_go;

static void between_steps(void)
{
    if (--steps_to_go == 0)
        letter_write(&letter, "Now.");
}

// Returns whether the reading has as many steps.
static bool read_with_writing_at(int step)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    letter = (Letter){.lock = PTHREAD_MUTEX_INITIALIZER};
    steps_to_go = step;

    const char *text = letter_read(&letter, handle);

    bool was_written = steps_to_go <= 0;
    if (!was_written)
        letter_write(&letter, "At last.");
    ck_assert(text || probe.wakes == 1);
    wake_handle_drop(handle);
    ck_assert_int_eq(probe.ended, 1);
    return was_written;
}

START_TEST(a_letter_written_at_any_step_of_the_reading_arrives)
{
    int steps = 0;

    while (read_with_writing_at(steps + 1))
        steps++;

    ck_assert_int_ge(steps, 1);
}
END_TEST

TEST_MAIN("letter: inside", a_letter_written_at_any_step_of_the_reading_arrives)
