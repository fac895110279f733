// A traced handle from the inside: another thread does something between any
// two of its steps, one place after the other. Unlike the other tests, these
// depend on how traced_wake.c is written.
#include "trace.h"
#include "wake.h"

static void between_steps(void);

#define trace(what, task) (between_steps(), trace(what, task))
#undef atomic_fetch_add
#define atomic_fetch_add(object, n)                                            \
    (between_steps(),                                                          \
     atomic_fetch_add_explicit(object, n, memory_order_seq_cst))
#undef atomic_fetch_sub
#define atomic_fetch_sub(object, n)                                            \
    (between_steps(),                                                          \
     atomic_fetch_sub_explicit(object, n, memory_order_seq_cst))
#define wake_handle_clone(handle) (between_steps(), wake_handle_clone(handle))
#define wake_handle_drop(handle) (between_steps(), wake_handle_drop(handle))
// The real one is linked too, hence the other names.
#define traced_wake_new stepped_wake_new
#define traced_wake_lend stepped_wake_lend
#define traced_wake_inner stepped_wake_inner
#define traced_wake_let_go stepped_wake_let_go
#define traced_wake_task stepped_wake_task
#include "traced_wake.c"
#undef trace
#undef wake_handle_clone
#undef wake_handle_drop

#include "trace_case.h"

static ProbeWake inner;
static TracedWake *traced;
static WakeHandle *lent;
static int steps_to_go;
static void (*deed)(void);

static void between_steps(void)
{
    if (steps_to_go > 0 && --steps_to_go == 0)
        on_another_thread(deed);
}

// Returns whether there are as many steps.
static bool do_at(int step, void what(void), void meanwhile(void))
{
    deed = meanwhile;
    steps_to_go = step;
    what();
    bool reached = steps_to_go == 0;
    steps_to_go = 0;
    return reached;
}

static void lend(void)
{
    lent = traced_wake_lend(traced);
}

static void drop(void)
{
    wake_handle_drop(lent);
}

static void begin(void)
{
    probe_wake_init(&inner);
    traced = traced_wake_new(&inner.handle, 1);
    lend();
}

static void expect_even(size_t lent_handles)
{
    ck_assert_uint_eq(traced->handle.refs, lent_handles);
    ck_assert_uint_eq(inner.handle.refs, 1 + lent_handles);
    for (; lent_handles > 0; lent_handles--)
        drop();
    ck_assert_uint_eq(inner.handle.refs, 1);
    ck_assert_int_eq(inner.ended, 0);
    traced_wake_let_go(traced);
}

START_TEST(a_last_drop_between_any_two_steps_of_a_lend_comes_out_even)
{
    int step = 1;

    for (bool reached = true; reached; step++) {
        begin();
        reached = do_at(step, lend, drop);
        if (!reached)
            drop();
        expect_even(1);
    }
    ck_assert_int_gt(step, 3);
}
END_TEST

START_TEST(a_lend_between_any_two_steps_of_a_last_drop_comes_out_even)
{
    int step = 1;

    for (bool reached = true; reached; step++) {
        begin();
        reached = do_at(step, drop, lend);
        expect_even(reached ? 1 : 0);
    }
    ck_assert_int_gt(step, 3);
}
END_TEST

static void tear_down(void)
{
    trace_forget();
}

TEST_MAIN_WITH("traced wake, inside", NULL, tear_down,
               a_last_drop_between_any_two_steps_of_a_lend_comes_out_even,
               a_lend_between_any_two_steps_of_a_last_drop_comes_out_even)
