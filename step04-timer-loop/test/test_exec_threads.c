// Spawns and runs on several threads.
#include "exec_case.h"

#define THREADS 4
#define TASKS_EACH 100

static pthread_t called_on;

static Async keep_once_and_note_thread(ProbeTask *self, WakeHandle *wake)
{
    called_on = pthread_self();
    return keep_once(self, wake);
}

START_TEST(run_may_be_on_another_thread_than_new)
{
    ProbeTask task;
    Thread runner;
    spawn(&task, NULL, keep_once_and_note_thread);

    thread_start(&runner, run);
    give_back_when_asleep();
    thread_join(&runner);

    ck_assert_int_eq(task.calls, 2);
    ck_assert(pthread_equal(called_on, runner.id));
}
END_TEST

START_TEST(each_run_may_be_on_another_thread)
{
    ProbeTask a, b, c;

    spawn(&a, "a", wake_self_once);
    on_another_thread(run);
    spawn(&b, "b", wake_self_once);
    toy_exec_run(exec);
    spawn(&c, "c", wake_self_once);
    on_another_thread(run);

    ck_assert_str_eq(probe_diary, "aabbcc");
}
END_TEST

static void give_back_in_end(ProbeTask *self)
{
    (void)self;
    give_back();
}

static void spawn_late_to_give_back(void)
{
    ToyTask *task = probe_task_init(&late, NULL);

    late.at_end = give_back_in_end;
    toy_exec_spawn(exec, task);
}

static void spawn_late_when_asleep(void)
{
    fake_park_await_sleep();
    spawn_late_to_give_back();
}

START_TEST(a_spawn_on_another_thread_ends_the_sleep)
{
    ProbeTask waiting;
    Thread spawner;
    spawn(&waiting, NULL, keep_once);
    thread_start(&spawner, spawn_late_when_asleep);

    toy_exec_run(exec);

    thread_join(&spawner);
    ck_assert_int_eq(late.calls, 1);
    ck_assert_int_eq(fake_park_sleeps(), 1);
}
END_TEST

static void spawn_on_another_thread_once(void)
{
    if (!kept)
        return;
    fake_park_before_wait = NULL;
    on_another_thread(spawn_late_to_give_back);
}

START_TEST(a_spawn_between_the_look_and_the_sleep_is_kept)
{
    ProbeTask waiting;
    spawn(&waiting, NULL, keep_once);
    fake_park_before_wait = spawn_on_another_thread_once;

    toy_exec_run(exec);

    ck_assert_int_eq(late.calls, 1);
    ck_assert_int_eq(fake_park_sleeps(), 0);
}
END_TEST

static ProbeTask many[THREADS * TASKS_EACH];
static atomic_int spawned;
static int ended;

static void count_end_and_give_back_at_last(ProbeTask *self)
{
    (void)self;
    if (++ended == THREADS * TASKS_EACH)
        give_back();
}

static void spawn_many(void)
{
    for (int i = 0; i < TASKS_EACH; i++) {
        ProbeTask *probe = &many[atomic_fetch_add(&spawned, 1)];
        ToyTask *task = probe_task_init(probe, wake_self_once);
        probe->at_end = count_end_and_give_back_at_last;
        toy_exec_spawn(exec, task);
    }
}

START_TEST(what_many_threads_spawn_is_all_run)
{
    ProbeTask waiting;
    Thread threads[THREADS];
    spawned = ended = 0;
    spawn(&waiting, NULL, keep_once);
    for (int i = 0; i < THREADS; i++)
        thread_start(&threads[i], spawn_many);

    toy_exec_run(exec);

    for (int i = 0; i < THREADS; i++)
        thread_join(&threads[i]);
    for (int i = 0; i < THREADS * TASKS_EACH; i++)
        ck_assert_int_eq(many[i].calls, 2);
}
END_TEST

TEST_MAIN_WITH("exec: threads", set_up, tear_down,
               run_may_be_on_another_thread_than_new,
               each_run_may_be_on_another_thread,
               a_spawn_on_another_thread_ends_the_sleep,
               a_spawn_between_the_look_and_the_sleep_is_kept,
               what_many_threads_spawn_is_all_run)
