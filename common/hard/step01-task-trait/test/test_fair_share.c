#include "expect_abort.h"
#include "fair_share.h"
#include "probe_task.h"
#include "test_main.h"

static FairShare *share;
static ProbeTask a, b, c;

static void set_up(void)
{
    probe_diary[0] = '\0';
    share = fair_share_new();
}

static void tear_down(void)
{
    if (share)
        fair_share_free(share);
}

static void end_share(void)
{
    fair_share_free(share);
    share = NULL;
}

static Async go_on(ProbeTask *self, WakeHandle *wake)
{
    (void)self, (void)wake;
    return ASYNC_WILL_WAKE;
}

static void add(ProbeTask *probe, const char *name, int weight,
                Async (*script)(ProbeTask *, WakeHandle *))
{
    ToyTask *task = probe_task_init(probe, script);

    probe->name = name;
    fair_share_add(share, task, weight);
}

static void ask(int times)
{
    for (int i = 0; i < times; i++)
        ck_assert(fair_share_ask(share));
}

START_TEST(nobody_is_there_to_ask)
{
    ck_assert(!fair_share_ask(share));
    ck_assert(!fair_share_ask(share));
}
END_TEST

START_TEST(one_task_is_asked_at_each_turn)
{
    add(&a, "a", 1, go_on);

    for (int i = 1; i <= 10; i++) {
        ask(1);
        ck_assert_int_eq(a.calls, i);
    }
    ck_assert_int_eq(a.ended, 0);
}
END_TEST

static Async be_done_at_the_third(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    return self->calls < 3 ? ASYNC_WILL_WAKE : ASYNC_DONE;
}

START_TEST(a_task_that_is_done_is_ended_once_and_asked_no_more)
{
    add(&a, "a", 1, be_done_at_the_third);

    ask(2);
    ck_assert_int_eq(a.ended, 0);
    ask(1);
    ck_assert_int_eq(a.ended, 1);

    ck_assert(!fair_share_ask(share));
    end_share();
    ck_assert_int_eq(a.calls, 3);
    ck_assert_int_eq(a.ended, 1);
}
END_TEST

START_TEST(all_that_are_left_are_ended_with_the_share)
{
    add(&a, "a", 1, go_on);
    add(&b, "b", 2, go_on);
    add(&c, "c", 3, go_on);
    ask(2);

    end_share();

    ck_assert_int_eq(a.ended, 1);
    ck_assert_int_eq(b.ended, 1);
    ck_assert_int_eq(c.ended, 1);
    ck_assert_int_eq(a.calls + b.calls + c.calls, 2);
}
END_TEST

START_TEST(equal_ones_take_turns_in_the_order_in_which_they_came)
{
    add(&a, "a", 7, go_on);
    add(&b, "b", 7, go_on);
    add(&c, "c", 7, go_on);

    ask(9);

    ck_assert_str_eq(probe_diary, "abcabcabc");
}
END_TEST

START_TEST(each_is_asked_as_often_as_its_weight_says)
{
    add(&a, "a", 1, go_on);
    add(&b, "b", 2, go_on);
    add(&c, "c", 3, go_on);

    for (int round = 1; round <= 100; round++) {
        ask(1 + 2 + 3);
        ck_assert_int_eq(a.calls, 1 * round);
        ck_assert_int_eq(b.calls, 2 * round);
        ck_assert_int_eq(c.calls, 3 * round);
    }
}
END_TEST

START_TEST(a_share_is_spread_and_does_not_come_in_bursts)
{
    add(&a, "a", 10, go_on);
    add(&b, "b", 20, go_on);
    add(&c, "c", 30, go_on);

    for (int asked = 1; asked <= 600; asked++) {
        ask(1);
        ck_assert_int_le(abs(60 * a.calls - 10 * asked), 60);
        ck_assert_int_le(abs(60 * b.calls - 20 * asked), 60);
        ck_assert_int_le(abs(60 * c.calls - 30 * asked), 60);
    }
}
END_TEST

START_TEST(the_lightest_does_not_starve_beside_the_heaviest)
{
    add(&a, "a", FAIR_SHARE_MOST, go_on);
    add(&b, "b", 1, go_on);

    for (int round = 1; round <= 10; round++) {
        ask(FAIR_SHARE_MOST + 1);
        ck_assert_int_eq(b.calls, round);
    }
}
END_TEST

// 1000 is no multiple of 7 or 11: what is cut off at each call would add up.
START_TEST(shares_are_exact_after_a_million_calls)
{
    add(&a, "a", 7, go_on);
    add(&b, "b", 11, go_on);
    add(&c, "c", 982, go_on);

    for (int i = 0; i < 1000 * 1000; i++)
        fair_share_ask(share);

    ck_assert_int_eq(a.calls, 7 * 1000);
    ck_assert_int_eq(b.calls, 11 * 1000);
    ck_assert_int_eq(c.calls, 982 * 1000);
}
END_TEST

START_TEST(a_newcomer_is_not_paid_for_the_time_before_it_came)
{
    add(&a, "a", 1, go_on);
    ask(1000);

    add(&b, "b", 1, go_on);
    ask(100);

    ck_assert_int_le(abs(a.calls - 1000 - 50), 1);
    ck_assert_int_le(abs(b.calls - 50), 1);
}
END_TEST

// The light one has been asked just now, and is far ahead.
START_TEST(a_newcomer_does_not_wait_for_the_one_that_is_far_ahead)
{
    add(&a, "a", 1, go_on);
    add(&b, "b", 500, go_on);
    ask(2);
    int before = a.calls;

    add(&c, "c", 500, go_on);
    ask(100);

    ck_assert_int_eq(before, 1);
    ck_assert_int_eq(a.calls, 1);
    ck_assert_int_le(abs(c.calls - 50), 1);
}
END_TEST

START_TEST(the_share_of_one_that_is_done_goes_to_the_others)
{
    add(&a, "a", 1000, be_done_at_the_third);
    add(&b, "b", 1, go_on);
    add(&c, "c", 3, go_on);
    while (!a.ended)
        ask(1);
    int b_before = b.calls, c_before = c.calls;

    ask(4 * 10);

    ck_assert_int_le(abs(b.calls - b_before - 10), 1);
    ck_assert_int_le(abs(c.calls - c_before - 30), 1);
}
END_TEST

START_TEST(one_that_comes_when_all_have_gone_starts_anew)
{
    add(&a, "a", 1, be_done_at_the_third);
    while (fair_share_ask(share))
        continue;
    probe_diary[0] = '\0';

    add(&b, "b", 1, go_on);
    add(&c, "c", 1, go_on);
    ask(4);

    ck_assert_str_eq(probe_diary, "bcbc");
}
END_TEST

static Async add_another(ProbeTask *self, WakeHandle *wake)
{
    (void)wake;
    if (self->calls == 1)
        add(&b, "b", 1, go_on);
    return ASYNC_WILL_WAKE;
}

START_TEST(a_task_may_add_another_inside_its_call)
{
    add(&a, "a", 1, add_another);

    ask(10);

    ck_assert_int_eq(a.calls, 5);
    ck_assert_int_eq(b.calls, 5);
}
END_TEST

static void add_at_end(ProbeTask *self)
{
    (void)self;
    add(&c, "c", 1, go_on);
}

START_TEST(what_is_added_as_the_share_ends_is_ended_too)
{
    add(&a, "a", 1, go_on);
    a.at_end = add_at_end;
    add(&b, "b", 1, go_on);

    end_share();

    ck_assert_int_eq(a.ended, 1);
    ck_assert_int_eq(b.ended, 1);
    ck_assert_int_eq(c.ended, 1);
    ck_assert_int_eq(c.calls, 0);
}
END_TEST

static void add_without_weight(void)
{
    add(&a, "a", 0, go_on);
}

START_TEST(a_weight_that_is_not_positive_is_refused)
{
    expect_assert(add_without_weight);
}
END_TEST

static void add_with_too_much_weight(void)
{
    add(&a, "a", FAIR_SHARE_MOST + 1, go_on);
}

START_TEST(a_weight_that_is_too_large_is_refused)
{
    expect_assert(add_with_too_much_weight);
}
END_TEST

TEST_MAIN_WITH("fair share", set_up, tear_down, nobody_is_there_to_ask,
               one_task_is_asked_at_each_turn,
               a_task_that_is_done_is_ended_once_and_asked_no_more,
               all_that_are_left_are_ended_with_the_share,
               equal_ones_take_turns_in_the_order_in_which_they_came,
               each_is_asked_as_often_as_its_weight_says,
               a_share_is_spread_and_does_not_come_in_bursts,
               the_lightest_does_not_starve_beside_the_heaviest,
               shares_are_exact_after_a_million_calls,
               a_newcomer_is_not_paid_for_the_time_before_it_came,
               a_newcomer_does_not_wait_for_the_one_that_is_far_ahead,
               the_share_of_one_that_is_done_goes_to_the_others,
               one_that_comes_when_all_have_gone_starts_anew,
               a_task_may_add_another_inside_its_call,
               what_is_added_as_the_share_ends_is_ended_too,
               a_weight_that_is_not_positive_is_refused,
               a_weight_that_is_too_large_is_refused)
