// How the executor ends, and what outlives it.
#include "exec_case.h"

START_TEST(what_never_ran_is_dropped_with_the_executor)
{
    ProbeTask tasks[3];
    for (int i = 0; i < 3; i++)
        spawn(&tasks[i], NULL, NULL);

    end_exec();

    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(tasks[i].calls, 0);
        ck_assert_int_eq(tasks[i].ended, 1);
    }
}
END_TEST

START_TEST(what_those_spawn_as_they_go_is_dropped_too)
{
    ProbeTask task;
    spawn(&task, NULL, NULL);
    task.at_end = spawn_late;

    end_exec();

    ck_assert_int_eq(task.ended, 1);
    ck_assert_int_eq(late.calls, 0);
    ck_assert_int_eq(late.ended, 1);
}
END_TEST

START_TEST(what_ran_and_what_never_ran_each_end_once)
{
    ProbeTask done, unreachable, never_ran;
    spawn(&done, NULL, NULL);
    spawn(&unreachable, NULL, promise_and_forget);
    toy_exec_run(exec);
    spawn(&never_ran, NULL, NULL);

    end_exec();

    ck_assert_int_eq(done.ended, 1);
    ck_assert_int_eq(unreachable.ended, 1);
    ck_assert_int_eq(never_ran.ended, 1);
}
END_TEST

static Async keep_and_end(ProbeTask *self, WakeHandle *wake)
{
    keep_once(self, wake);
    return ASYNC_DONE;
}

START_TEST(a_handle_outlives_its_executor_and_wakes_nobody)
{
    ProbeTask task;
    spawn(&task, NULL, keep_and_end);

    toy_exec_run(exec);
    end_exec();
    on_another_thread(give_back);

    ck_assert_int_eq(task.calls, 1);
    ck_assert_int_eq(task.ended, 1);
}
END_TEST

static void give_back_elsewhere(ProbeTask *self)
{
    (void)self;
    give_back_on_another_thread();
}

START_TEST(wakes_and_drops_may_go_on_while_the_executor_is_freed)
{
    ProbeTask done, never_ran;
    spawn(&done, NULL, keep_and_end);
    toy_exec_run(exec);
    spawn(&never_ran, NULL, NULL);
    never_ran.at_end = give_back_elsewhere;

    end_exec();

    ck_assert_int_eq(done.calls, 1);
    ck_assert_int_eq(done.ended, 1);
    ck_assert_ptr_null(kept);
}
END_TEST

START_TEST(the_executor_keeps_its_park_by_a_clone)
{
    ProbeTask ran, never_ran;
    park_drop(park);
    spawn(&ran, NULL, wake_self_once);
    toy_exec_run(exec);
    spawn(&never_ran, NULL, NULL);
    never_ran.at_end = spawn_late;

    int parks_before = fake_park_count();
    toy_exec_free(exec);
    exec = NULL;

    ck_assert_int_eq(parks_before, 1);
    ck_assert_int_eq(late.ended, 1);
}
END_TEST

// Each keeps the handle of the one that was called before it.
typedef struct {
    ToyTask task;
    WakeHandle *kept;
} Link;

#define LINKS 1000000

static WakeHandle *newest;
static int links_called, links_ended;

static Link *link_of(ToyTask *task)
{
    return container_of(task, Link, task);
}

static Async link_complete(ToyTask *task, WakeHandle *wake)
{
    links_called++;
    link_of(task)->kept = newest;
    newest = wake_handle_clone(wake);
    return ASYNC_WILL_WAKE;
}

static void link_destroy(ToyTask *task)
{
    links_ended++;
    if (link_of(task)->kept)
        wake_handle_drop(link_of(task)->kept);
}

static const ToyTaskVTable link_vtable = {.complete = link_complete,
                                          .destroy = link_destroy};

static void drop_newest_once(void)
{
    if (!newest)
        return;
    wake_handle_drop(newest);
    newest = NULL;
}

// If one end were inside the other, no stack would hold them.
START_TEST(a_chain_of_a_million_tasks_is_dropped_one_after_the_other)
{
    Link *links = must_alloc(LINKS * sizeof *links);
    links_called = links_ended = 0;
    for (int i = 0; i < LINKS; i++) {
        links[i].task.vtable = &link_vtable;
        toy_exec_spawn(exec, &links[i].task);
    }
    fake_park_before_wait = drop_newest_once;

    toy_exec_run(exec);

    ck_assert_int_eq(links_called, LINKS);
    ck_assert_int_eq(links_ended, LINKS);
    free(links);
}
END_TEST

TEST_MAIN_WITH("exec: free", set_up, tear_down,
               what_never_ran_is_dropped_with_the_executor,
               what_those_spawn_as_they_go_is_dropped_too,
               what_ran_and_what_never_ran_each_end_once,
               a_handle_outlives_its_executor_and_wakes_nobody,
               wakes_and_drops_may_go_on_while_the_executor_is_freed,
               the_executor_keeps_its_park_by_a_clone,
               a_chain_of_a_million_tasks_is_dropped_one_after_the_other)
