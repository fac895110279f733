#include "expect_abort.h"
#include "probe_task.h"
#include "test_main.h"

// The task is not at the start of its struct: the way back is some bytes long.
typedef struct {
    int left;
    ToyTask task;
} Countdown;

static Countdown *countdown_of(ToyTask *task)
{
    return container_of(task, Countdown, task);
}

static Async countdown_complete(ToyTask *task, WakeHandle *wake)
{
    (void)wake;
    return --countdown_of(task)->left > 0 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

static void countdown_destroy(ToyTask *task)
{
    free(countdown_of(task));
}

static const ToyTaskVTable countdown_vtable = {.complete = countdown_complete,
                                               .destroy = countdown_destroy};

static ToyTask *countdown_new(int from)
{
    Countdown *self = must_alloc(sizeof *self);

    *self = (Countdown){.left = from, .task = {&countdown_vtable}};
    return &self->task;
}

typedef struct {
    ToyTask task;
    double number;
    double *result;
} Square;

static Square *square_of(ToyTask *task)
{
    return container_of(task, Square, task);
}

static Async square_complete(ToyTask *task, WakeHandle *wake)
{
    (void)wake;
    Square *self = square_of(task);
    *self->result = self->number * self->number;
    return ASYNC_DONE;
}

static void square_destroy(ToyTask *task)
{
    free(square_of(task));
}

static const ToyTaskVTable square_vtable = {.complete = square_complete,
                                            .destroy = square_destroy};

static ToyTask *square_new(double number, double *result)
{
    Square *self = must_alloc(sizeof *self);

    *self = (Square){{&square_vtable}, number, result};
    return &self->task;
}

static int calls_until_done(ToyTask *task)
{
    int calls = 1;

    while (toy_task_complete(task, NULL) == ASYNC_WILL_WAKE)
        calls++;
    return calls;
}

START_TEST(a_task_says_will_wake_until_it_is_done)
{
    ToyTask *task = countdown_new(3);

    Async first = toy_task_complete(task, NULL);
    Async second = toy_task_complete(task, NULL);
    Async third = toy_task_complete(task, NULL);
    toy_task_destroy(task);

    ck_assert_int_eq(first, ASYNC_WILL_WAKE);
    ck_assert_int_eq(second, ASYNC_WILL_WAKE);
    ck_assert_int_eq(third, ASYNC_DONE);
}
END_TEST

START_TEST(a_task_ends_once_and_not_by_being_done)
{
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, NULL);

    calls_until_done(task);
    int ended_when_done = probe.ended;
    toy_task_destroy(task);

    ck_assert_int_eq(ended_when_done, 0);
    ck_assert_int_eq(probe.ended, 1);
    ck_assert_int_eq(probe.calls, 1);
}
END_TEST

START_TEST(a_task_may_end_before_it_is_done)
{
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, NULL);

    toy_task_destroy(task);

    ck_assert_int_eq(probe.calls, 0);
    ck_assert_int_eq(probe.ended, 1);
}
END_TEST

START_TEST(two_kinds_of_task_stand_behind_one_interface)
{
    double result = 0;
    ToyTask *tasks[] = {countdown_new(2), square_new(3, &result)};

    int countdown_calls = calls_until_done(tasks[0]);
    int square_calls = calls_until_done(tasks[1]);
    toy_task_destroy(tasks[0]);
    toy_task_destroy(tasks[1]);

    ck_assert_int_eq(countdown_calls, 2);
    ck_assert_int_eq(square_calls, 1);
    ck_assert_double_eq(result, 9);
}
END_TEST

START_TEST(a_result_is_read_when_its_task_is_gone)
{
    double result = 0;
    ToyTask *task = square_new(7, &result);

    calls_until_done(task);
    toy_task_destroy(task);

    ck_assert_double_eq(result, 49);
}
END_TEST

static Async remember_handle(ProbeTask *self, WakeHandle *wake)
{
    self->arg = wake;
    return ASYNC_DONE;
}

START_TEST(a_task_is_given_the_handle_of_its_caller)
{
    ProbeTask probe;
    ToyTask *task = probe_task_init(&probe, remember_handle);
    max_align_t some_place;
    WakeHandle *handle = (void *)&some_place; // all that step 1 knows of it

    toy_task_complete(task, handle);
    toy_task_destroy(task);

    ck_assert_ptr_eq(probe.arg, handle);
}
END_TEST

static void go_on_without(void)
{
    must(false, "cannot do without");
}

START_TEST(what_a_program_cannot_go_on_without_is_named_aloud)
{
    expect_abort(go_on_without, "fatal: cannot do without\n");
}
END_TEST

START_TEST(what_is_there_is_passed_over_in_silence)
{
    must(true, "cannot do without");

    char *memory = must_alloc(2);
    memory[1] = 'x';
    ck_assert_int_eq(memory[1], 'x');
    free(memory);
}
END_TEST

TEST_MAIN("task", a_task_says_will_wake_until_it_is_done,
          a_task_ends_once_and_not_by_being_done,
          a_task_may_end_before_it_is_done,
          two_kinds_of_task_stand_behind_one_interface,
          a_result_is_read_when_its_task_is_gone,
          a_task_is_given_the_handle_of_its_caller,
          what_a_program_cannot_go_on_without_is_named_aloud,
          what_is_there_is_passed_over_in_silence)
