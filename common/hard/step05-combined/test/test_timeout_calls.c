// What may be done inside the calls that the timer makes, and from outside
// meanwhile; and who uses it.
#include "threads.h"
#include "timeout_case.h"

static bool cancelled;

static void cancel_other(ProbeWake *self)
{
    (void)self;
    cancelled = cancel(1);
}

START_TEST(a_wake_may_cancel_another)
{
    set(0, start + 10);
    set(1, start + 20);
    alerts[0].probe.on_wake = cancel_other;

    fake_clock_advance(10);
    fake_clock_advance(10);

    ck_assert(cancelled);
    expect(1, 0, 1);
}
END_TEST

static void cancel_itself(ProbeWake *self)
{
    (void)self;
    cancelled = cancel(0);
}

START_TEST(a_wake_that_cancels_itself_is_too_late)
{
    cancelled = true;
    set(0, start + 10);
    alerts[0].probe.on_wake = cancel_itself;

    fake_clock_advance(10);

    ck_assert(!cancelled);
    expect(0, 1, 1);
}
END_TEST

static void set_it_again(ProbeWake *self)
{
    if (self->wakes < 3)
        timeouts_set(timer, &alerts[0].timeout, instant_now() + 10,
                     &self->handle);
}

START_TEST(a_wake_may_set_its_timeout_again)
{
    set(0, start + 10);
    alerts[0].probe.on_wake = set_it_again;

    for (int i = 1; i <= 3; i++) {
        fake_clock_advance(10);
        expect(0, i, i == 3);
    }
}
END_TEST

static void set_other(ProbeWake *self)
{
    (void)self;
    set(1, start + 20);
}

START_TEST(the_drop_in_a_cancel_may_set_another)
{
    set(0, start + 10);
    alerts[0].probe.at_end = set_other;

    ck_assert(cancel(0));
    fake_clock_advance(20);

    expect(0, 0, 1);
    expect(1, 1, 1);
}
END_TEST

START_TEST(the_drop_of_what_is_set_anew_may_cancel)
{
    ProbeWake newer;
    set(0, start + 10);
    alerts[0].probe.at_end = cancel_other;
    set(1, start + 10);

    timeouts_set(timer, &alerts[0].timeout, start + 20,
                 probe_wake_init(&newer));
    wake_handle_drop(&newer.handle);

    ck_assert(cancelled);
    expect(0, 0, 1);
    ck_assert_uint_eq(timeouts_count(timer), 1);
    end_timer(); // while the probe is there
    ck_assert_int_eq(newer.ended, 1);
}
END_TEST

static Flag in_wake = FLAG_DOWN, go_on = FLAG_DOWN;

static void stay(ProbeWake *self)
{
    (void)self;
    flag_raise(&in_wake);
    flag_await(&go_on);
}

// Both are due; the first is being woken. Whichever way the second is decided,
// it is decided once, and nobody needs its timeout any more.
START_TEST(a_cancel_while_others_are_woken_is_decided_once)
{
    Timeout *timeout = must_alloc(sizeof *timeout);
    ProbeWake probe;
    *timeout = (Timeout){0};
    set(0, start + 10);
    alerts[0].probe.on_wake = stay;
    timeouts_set(timer, timeout, start + 10, probe_wake_init(&probe));
    wake_handle_drop(&probe.handle);
    fake_clock_move(10);
    flag_await(&in_wake);

    bool taken_back = timeouts_cancel(timer, timeout);
    free(timeout);
    flag_raise(&go_on);
    fake_clock_settle();

    ck_assert_int_eq(probe.wakes, taken_back ? 0 : 1);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

static Flag begun = FLAG_DOWN;

static void let_them_fire(void)
{
    flag_raise(&begun);
    for (int i = 0; i < COUNT; i++)
        fake_clock_move(1);
}

START_TEST(each_of_many_is_either_woken_or_cancelled)
{
    Thread other;
    int taken_back[COUNT];
    for (int i = 0; i < COUNT; i++) {
        set(i, start + 1 + i);
        alerts[i].probe.on_wake = NULL;
    }

    thread_start(&other, let_them_fire);
    flag_await(&begun);
    for (int i = COUNT - 1; i >= 0; i--)
        taken_back[i] = cancel(i);
    thread_join(&other);
    fake_clock_settle();

    for (int i = 0; i < COUNT; i++) {
        if (alerts[i].probe.wakes + taken_back[i] != 1 ||
            alerts[i].probe.ended != 1)
            ck_abort_msg("%d: woken %d times, cancelled %d times", i,
                         alerts[i].probe.wakes, taken_back[i]);
    }
}
END_TEST

// A task that waits for a second, and takes its registration along.
typedef struct {
    ToyTask task;
    Timeout timeout;
} Nap;

static Async nap_complete(ToyTask *task, WakeHandle *wake)
{
    Nap *self = container_of(task, Nap, task);

    timeouts_set(timer, &self->timeout, start + 1000 * MILLISECOND, wake);
    return ASYNC_WILL_WAKE;
}

static void nap_destroy(ToyTask *task)
{
    Nap *self = container_of(task, Nap, task);

    timeouts_cancel(timer, &self->timeout);
    free(self);
}

static const ToyTaskVTable nap_vtable = {.complete = nap_complete,
                                         .destroy = nap_destroy};

static ToyTask *nap_new(void)
{
    Nap *self = must_alloc(sizeof *self);
    *self = (Nap){.task = {&nap_vtable}};
    return &self->task;
}

START_TEST(a_task_that_is_dropped_leaves_nothing_in_the_timer)
{
    ProbeWake probe;
    WakeHandle *handle = probe_wake_init(&probe);
    ToyTask *nap = nap_new();

    for (int call = 1; call <= 3; call++) {
        toy_task_complete(nap, handle);
        ck_assert_uint_eq(timeouts_count(timer), 1);
        ck_assert_uint_eq(handle->refs, 2);
    }
    toy_task_destroy(nap);

    ck_assert_uint_eq(timeouts_count(timer), 0);
    ck_assert_uint_eq(handle->refs, 1);
    wake_handle_drop(handle);
}
END_TEST

START_TEST(what_is_still_set_at_the_end_is_dropped_and_not_woken)
{
    for (int i = 0; i < COUNT; i++)
        set(i, start + 1 + i * 7 % COUNT);

    end_timer();

    for (int i = 0; i < COUNT; i++) {
        if (alerts[i].probe.wakes != 0 || alerts[i].probe.ended != 1)
            ck_abort_msg("timeout %d", i);
    }
}
END_TEST

static int cancels;

static void cancel_the_other(ProbeWake *self)
{
    cancels += cancel(self == &alerts[0].probe ? 1 : 0);
}

// Whichever of the two is dropped first takes the other back.
START_TEST(a_drop_in_the_timers_end_may_cancel_another)
{
    set(0, start + 10);
    set(1, start + 20);
    alerts[0].probe.at_end = cancel_the_other;
    alerts[1].probe.at_end = cancel_the_other;

    end_timer();

    ck_assert_int_eq(cancels, 1);
    expect(0, 0, 1);
    expect(1, 0, 1);
}
END_TEST

TEST_MAIN_WITH("timeout: calls", set_up, tear_down, a_wake_may_cancel_another,
               a_wake_that_cancels_itself_is_too_late,
               a_wake_may_set_its_timeout_again,
               the_drop_in_a_cancel_may_set_another,
               the_drop_of_what_is_set_anew_may_cancel,
               a_cancel_while_others_are_woken_is_decided_once,
               each_of_many_is_either_woken_or_cancelled,
               a_task_that_is_dropped_leaves_nothing_in_the_timer,
               what_is_still_set_at_the_end_is_dropped_and_not_woken,
               a_drop_in_the_timers_end_may_cancel_another)
