// When a thread steps aside before it sleeps.
#include "fake_clock.h"
#include "test_main.h"

static int yield(void);

#define sched_yield yield
#include "../aside.c"
#undef sched_yield

static Aside aside;
static int yields;
static Duration each_takes;

static int yield(void)
{
    yields++;
    fake_clock_move(each_takes);
    return 0;
}

static void set_up(void)
{
    aside = (Aside){0};
    yields = 0;
}

static void step_aside_times(int times)
{
    for (int i = 0; i < times; i++)
        step_aside(&aside);
}

START_TEST(it_steps_aside_each_time_while_that_is_short)
{
    each_takes = LONG;

    step_aside_times(5);

    ck_assert_int_eq(yields, 5);
}
END_TEST

START_TEST(after_a_long_time_it_does_not_for_a_while)
{
    each_takes = LONG + 1;

    step_aside_times(1 + SKIPS);

    ck_assert_int_eq(yields, 1);
}
END_TEST

START_TEST(then_it_tries_again)
{
    each_takes = LONG + 1;
    step_aside_times(1 + SKIPS);
    each_takes = 0;

    step_aside_times(2);

    ck_assert_int_eq(yields, 3);
}
END_TEST

TEST_MAIN_WITH("aside", set_up, NULL,
               it_steps_aside_each_time_while_that_is_short,
               after_a_long_time_it_does_not_for_a_while, then_it_tries_again)
