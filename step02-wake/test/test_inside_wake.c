// The count of handles from the inside: another thread clones or drops between
// any two steps of a clone or a drop. Unlike the other tests, this one depends
// on how wake.c is written.
#include <stdatomic.h>

static void between_steps(void);

#define memory_order_relaxed (between_steps(), memory_order_relaxed)
#define memory_order_acquire (between_steps(), memory_order_acquire)
#define memory_order_release (between_steps(), memory_order_release)
#define memory_order_acq_rel (between_steps(), memory_order_acq_rel)
#define wake_handle_init stepped_handle_init
#define wake_handle_clone stepped_handle_clone
#define wake_handle_wake stepped_handle_wake
#define wake_handle_drop stepped_handle_drop
#include "wake.c" // the real one is linked too, hence the other names

#include "probe_wake.h"
#include "test_main.h"
#include "threads.h"

typedef struct {
    void (*deed)(void);
    int change; // of the count
} Operation;

static ProbeWake probe;
static pthread_t here;
static int steps_to_go;
static void (*deed)(void);

static void between_steps(void)
{
    if (pthread_equal(pthread_self(), here) && --steps_to_go == 0)
        on_another_thread(deed);
}

static void clone_it(void)
{
    wake_handle_clone(&probe.handle);
}

static void drop_it(void)
{
    wake_handle_drop(&probe.handle);
}

// Returns whether ours has as many steps.
static bool do_with_other_at(int step, const Operation *ours,
                             const Operation *other)
{
    size_t left = (size_t)(2 + ours->change + other->change);
    steps_to_go = 0;
    wake_handle_clone(probe_wake_init(&probe));
    steps_to_go = step;
    deed = other->deed;

    ours->deed();

    if (steps_to_go > 0)
        return false;
    ck_assert_uint_eq(probe.handle.refs, left);
    ck_assert_int_eq(probe.ended, left == 0);
    return true;
}

START_TEST(what_another_thread_does_at_any_step_is_counted)
{
    static const Operation clone = {clone_it, 1}, drop = {drop_it, -1};
    const Operation *const pairs[][2] = {
        {&clone, &clone}, {&clone, &drop}, {&drop, &clone}, {&drop, &drop}};
    int steps = 0; // in all: a plain ++ has none that can be seen
    here = pthread_self();

    for (int i = 0; i < 4; i++)
        for (int step = 1; do_with_other_at(step, pairs[i][0], pairs[i][1]);
             step++)
            steps++;
    ck_assert_int_gt(steps, 0);
}
END_TEST

TEST_MAIN("wake: inside", what_another_thread_does_at_any_step_is_counted)
