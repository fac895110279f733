#include "race.h"
#include "several.h"

START_TEST(the_first_that_is_done_ends_the_race)
{
    size_t winner = 9;
    ToyTask *race = race_new(tasks, 3, &winner);

    Async first = toy_task_complete(race, wake);
    told[1] = told[2] = true;
    Async second = toy_task_complete(race, wake);

    ck_assert_int_eq(first, ASYNC_WILL_WAKE);
    ck_assert_int_eq(second, ASYNC_DONE);
    ck_assert_uint_eq(winner, 1);
    toy_task_destroy(race);
}
END_TEST

START_TEST(the_winner_is_dropped_at_once_and_then_the_losers_in_order)
{
    ToyTask *race = race_new(tasks, 3, NULL);
    told[1] = true;

    toy_task_complete(race, wake);

    expect_diary("abBAC");
    toy_task_destroy(race);
    expect_diary("abBAC");
}
END_TEST

START_TEST(a_race_that_is_dropped_drops_all_in_order)
{
    ToyTask *race = race_new(tasks, 3, NULL);
    toy_task_complete(race, wake);

    toy_task_destroy(race);

    expect_diary("abcABC");
}
END_TEST

START_TEST(each_racer_gets_the_handle_of_the_latest_call)
{
    for (int i = 0; i < 3; i++)
        probes[i].script = note_handle;
    ToyTask *race = race_new(tasks, 3, NULL);

    toy_task_complete(race, wake);
    toy_task_complete(race, other);

    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(probes[i].arg, other);
    toy_task_destroy(race);
}
END_TEST

TEST_MAIN_WITH("race", set_up, tear_down, the_first_that_is_done_ends_the_race,
               the_winner_is_dropped_at_once_and_then_the_losers_in_order,
               a_race_that_is_dropped_drops_all_in_order,
               each_racer_gets_the_handle_of_the_latest_call)
