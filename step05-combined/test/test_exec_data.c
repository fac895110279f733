// What a waker wrote, the call that follows sees.
#include "exec_case.h"
#include "knock.h"

// All that orders the two threads here is the wake.
static Thread waker;
static int written, seen;

static void write_wake_and_knock(void)
{
    written = 1;
    wake_handle_wake(kept);
    knock();
}

static void have_it_written(void)
{
    if (!kept)
        return;
    fake_park_before_wait = NULL;
    thread_start(&waker, write_wake_and_knock);
    knock_await();
}

static void wake_and_have_it_written(void)
{
    if (kept)
        wake_handle_wake(kept); // the other wake finds the task READY
    have_it_written();
}

static Async see_what_is_written(ProbeTask *self, WakeHandle *wake)
{
    if (self->calls > 1)
        seen = written;
    return keep_once(self, wake);
}

START_TEST(a_call_sees_what_was_written_before_the_wake)
{
    ProbeTask task;
    knock_expect();
    written = seen = 0;
    spawn(&task, NULL, see_what_is_written);
    fake_park_before_wait = have_it_written;

    toy_exec_run(exec);

    thread_join(&waker);
    drop_kept();
    ck_assert_int_eq(seen, 1);
}
END_TEST

// It is the thread sanitizer that sees this one fail, and the next.
START_TEST(it_sees_that_also_if_it_was_ready_already)
{
    ProbeTask task;
    knock_expect();
    written = seen = 0;
    spawn(&task, NULL, see_what_is_written);
    fake_park_before_wait = wake_and_have_it_written;

    toy_exec_run(exec);

    thread_join(&waker);
    drop_kept();
    ck_assert_int_eq(seen, 1);
}
END_TEST

static Async have_it_written_then_see_it(ProbeTask *self, WakeHandle *wake)
{
    Async answer = see_what_is_written(self, wake);

    if (self->calls == 1)
        have_it_written();
    return answer;
}

START_TEST(it_sees_that_also_if_it_was_running)
{
    ProbeTask task;
    knock_expect();
    written = seen = 0;
    spawn(&task, NULL, have_it_written_then_see_it);

    toy_exec_run(exec);

    thread_join(&waker);
    drop_kept();
    ck_assert_int_eq(seen, 1);
}
END_TEST

TEST_MAIN_WITH("exec: data", set_up, tear_down,
               a_call_sees_what_was_written_before_the_wake,
               it_sees_that_also_if_it_was_ready_already,
               it_sees_that_also_if_it_was_running)
