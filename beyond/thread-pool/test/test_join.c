#include "exec.h"
#include "join.h"
#include "several.h"

START_TEST(a_join_is_done_when_all_its_tasks_are)
{
    ToyTask *join = join_new(tasks, 3);

    Async first = toy_task_complete(join, wake);
    told[0] = told[1] = told[2] = true;
    Async second = toy_task_complete(join, wake);

    ck_assert_int_eq(first, ASYNC_WILL_WAKE);
    ck_assert_int_eq(second, ASYNC_DONE);
    toy_task_destroy(join);
}
END_TEST

START_TEST(a_task_that_is_done_is_dropped_at_once_and_not_asked_again)
{
    ToyTask *join = join_new(tasks, 3);
    told[1] = true;

    toy_task_complete(join, wake);
    toy_task_complete(join, wake);

    expect_diary("abBcac");
    toy_task_destroy(join);
}
END_TEST

START_TEST(a_join_that_is_dropped_drops_those_that_are_left_in_order)
{
    ToyTask *join = join_new(tasks, 3);
    told[1] = true;
    toy_task_complete(join, wake);
    probe_diary[0] = '\0';

    toy_task_destroy(join);

    expect_diary("AC");
}
END_TEST

START_TEST(a_join_of_nothing_is_done)
{
    ToyTask *join = join_new(NULL, 0);

    ck_assert_int_eq(toy_task_complete(join, wake), ASYNC_DONE);
    toy_task_destroy(join);
    toy_task_destroy(tasks[0]);
}
END_TEST

START_TEST(each_task_gets_the_handle_of_the_latest_call)
{
    for (int i = 0; i < 3; i++)
        probes[i].script = note_handle;
    ToyTask *join = join_new(tasks, 3);

    toy_task_complete(join, wake);
    toy_task_complete(join, other);

    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(probes[i].arg, other);
    toy_task_destroy(join);
}
END_TEST

static WakeHandle *kept; // of the second task

static Async keep_once(ProbeTask *self, WakeHandle *handle)
{
    if (self->calls > 1)
        return ASYNC_DONE;
    kept = wake_handle_clone(handle);
    return ASYNC_WILL_WAKE;
}

static Async give_back(ProbeTask *self, WakeHandle *handle)
{
    (void)self, (void)handle;
    wake_handle_wake(kept);
    wake_handle_drop(kept);
    return ASYNC_DONE;
}

START_TEST(a_wake_for_one_task_of_a_join_reaches_it)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    told[0] = true;
    probes[1].script = keep_once;
    probes[2].script = give_back;

    toy_exec_spawn(exec, join_new(tasks, 2));
    toy_exec_spawn(exec, tasks[2]);
    toy_exec_run(exec);

    expect_diary("aAbcCbB");
    toy_exec_free(exec);
    park_drop(park);
}
END_TEST

TEST_MAIN_WITH("join", set_up, tear_down, a_join_is_done_when_all_its_tasks_are,
               a_task_that_is_done_is_dropped_at_once_and_not_asked_again,
               a_join_that_is_dropped_drops_those_that_are_left_in_order,
               a_join_of_nothing_is_done,
               each_task_gets_the_handle_of_the_latest_call,
               a_wake_for_one_task_of_a_join_reaches_it)
