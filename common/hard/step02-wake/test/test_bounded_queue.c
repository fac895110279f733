// Who gets what, who waits, and who is woken; all on one thread.
#include "expect_abort.h"
#include "bounded_queue_case.h"

START_TEST(what_goes_in_comes_out_in_order)
{
    begin(3);

    for (int round = 0; round < 5; round++) {
        for (int i = 1; i <= 3; i++)
            expect_put(&ada, i, ASYNC_DONE);
        for (int i = 1; i <= 3; i++)
            expect_take(&bea, i);
    }
    ck_assert_int_eq(ada.probe.wakes + bea.probe.wakes, 0);
}
END_TEST

START_TEST(it_holds_as_many_as_there_is_room_for)
{
    begin(2);

    expect_put(&ada, 1, ASYNC_DONE);
    expect_put(&ada, 2, ASYNC_DONE);
    expect_put(&ada, 3, ASYNC_WILL_WAKE);
    expect_put(&ada, 3, ASYNC_WILL_WAKE);

    expect_take(&bea, 1);
    expect_put(&ada, 3, ASYNC_DONE);
    expect_take(&bea, 2);
    expect_take(&bea, 3);
}
END_TEST

START_TEST(nothing_can_be_taken_from_an_empty_one)
{
    begin(2);

    expect_nothing(&ada);
    expect_nothing(&ada);

    ck_assert_int_eq(ada.probe.wakes, 0);
}
END_TEST

START_TEST(who_waits_to_put_is_woken_once_when_there_is_room)
{
    begin(1);
    expect_put(&ada, 1, ASYNC_DONE);
    expect_put(&bea, 2, ASYNC_WILL_WAKE);
    ck_assert_int_eq(bea.probe.wakes, 0);

    expect_take(&cai, 1);

    ck_assert_int_eq(bea.probe.wakes, 1);
    expect_put(&bea, 2, ASYNC_DONE);
    expect_take(&cai, 2);
    ck_assert_int_eq(bea.probe.wakes, 1);
}
END_TEST

START_TEST(who_waits_to_take_is_woken_once_when_there_is_an_item)
{
    begin(2);
    expect_nothing(&ada);

    expect_put(&bea, 1, ASYNC_DONE);
    ck_assert_int_eq(ada.probe.wakes, 1);
    expect_put(&bea, 2, ASYNC_DONE);

    ck_assert_int_eq(ada.probe.wakes, 1);
    expect_take(&ada, 1);
    expect_take(&ada, 2);
}
END_TEST

START_TEST(the_queue_keeps_a_clone_while_one_waits_and_none_after)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&ada);
    ck_assert_uint_eq(ada.probe.handle.refs, 2);

    expect_put(&bea, 1, ASYNC_DONE);
    ck_assert_uint_eq(ada.probe.handle.refs, 1);
    expect_take(&ada, 1);

    ck_assert_uint_eq(ada.probe.handle.refs, 1);
    ck_assert_uint_eq(bea.probe.handle.refs, 1);
}
END_TEST

START_TEST(each_item_wakes_one_and_the_longest_waiting_first)
{
    begin(3);
    expect_nothing(&ada);
    expect_nothing(&bea);
    expect_nothing(&cai);

    expect_put(&dov, 1, ASYNC_DONE);
    expect_wakes(1, 0, 0);
    expect_put(&dov, 2, ASYNC_DONE);
    expect_wakes(1, 1, 0);
    expect_put(&dov, 3, ASYNC_DONE);
    expect_wakes(1, 1, 1);

    expect_take(&cai, 1);
    expect_take(&bea, 2);
    expect_take(&ada, 3);
}
END_TEST

START_TEST(who_asks_again_without_a_wake_keeps_its_place)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&bea);
    expect_nothing(&ada);

    expect_put(&cai, 1, ASYNC_DONE);

    expect_wakes(1, 0, 0);
    expect_take(&ada, 1);
}
END_TEST

START_TEST(who_asks_with_another_handle_is_woken_through_the_newest)
{
    ProbeWake newer;
    begin(1);
    expect_nothing(&ada);

    ck_assert_int_eq(
        bounded_queue_take(queue, &ada.waiter, &taken, probe_wake_init(&newer)),
        ASYNC_WILL_WAKE);
    ck_assert_uint_eq(ada.probe.handle.refs, 1);
    expect_put(&bea, 1, ASYNC_DONE);

    ck_assert_int_eq(newer.wakes, 1);
    ck_assert_int_eq(ada.probe.wakes, 0);
    wake_handle_drop(&newer.handle);
    ck_assert_int_eq(newer.ended, 1);
    expect_take(&ada, 1);
}
END_TEST

START_TEST(who_comes_meanwhile_may_be_faster_and_the_woken_one_waits_again)
{
    begin(1);
    expect_nothing(&ada);
    expect_put(&bea, 1, ASYNC_DONE);
    expect_wakes(1, 0, 0);

    expect_take(&cai, 1);
    expect_nothing(&ada);
    expect_put(&bea, 2, ASYNC_DONE);

    expect_wakes(2, 0, 0);
    expect_take(&ada, 2);
}
END_TEST

START_TEST(who_leaves_is_not_woken_and_its_handle_goes_at_once)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&bea);

    leave(&ada);

    ck_assert_uint_eq(ada.probe.handle.refs, 1);
    expect_put(&cai, 1, ASYNC_DONE);
    expect_wakes(0, 1, 0);
    expect_take(&bea, 1);
}
END_TEST

START_TEST(any_of_a_line_may_leave)
{
    begin(1);
    expect_put(&dov, 1, ASYNC_DONE);
    expect_put(&ada, 2, ASYNC_WILL_WAKE);
    expect_put(&bea, 3, ASYNC_WILL_WAKE);
    expect_put(&cai, 4, ASYNC_WILL_WAKE);

    leave(&bea);
    leave(&cai);
    expect_put(&bea, 3, ASYNC_WILL_WAKE);
    leave(&ada);

    expect_take(&dov, 1);
    expect_wakes(0, 1, 0);
    expect_put(&bea, 3, ASYNC_DONE);
    expect_take(&dov, 3);
    expect_wakes(0, 1, 0);
}
END_TEST

START_TEST(who_does_not_wait_may_leave_as_well)
{
    begin(1);

    leave(&ada);
    expect_put(&ada, 1, ASYNC_DONE);
    leave(&ada);

    expect_take(&bea, 1);
}
END_TEST

// Without this the item would lie there, and both takers sleep.
START_TEST(a_wake_that_is_not_used_goes_on_to_the_next_who_takes)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&bea);
    expect_put(&cai, 1, ASYNC_DONE);
    expect_wakes(1, 0, 0);

    leave(&ada);

    expect_wakes(1, 1, 0);
    expect_take(&bea, 1);
}
END_TEST

START_TEST(a_wake_that_is_not_used_goes_on_to_the_next_who_puts)
{
    begin(1);
    expect_put(&dov, 1, ASYNC_DONE);
    expect_put(&ada, 2, ASYNC_WILL_WAKE);
    expect_put(&bea, 3, ASYNC_WILL_WAKE);
    expect_put(&cai, 4, ASYNC_WILL_WAKE);
    expect_take(&dov, 1);

    leave(&ada);
    leave(&bea);

    expect_wakes(1, 1, 1);
    expect_put(&cai, 4, ASYNC_DONE);
    expect_take(&dov, 4);
}
END_TEST

START_TEST(a_wake_that_was_used_does_not_go_on)
{
    begin(1);
    expect_nothing(&ada);
    expect_nothing(&bea);
    expect_put(&cai, 1, ASYNC_DONE);
    expect_take(&ada, 1);

    leave(&ada);

    expect_wakes(1, 0, 0);
}
END_TEST

static void make_one_without_room(void)
{
    bounded_queue_new(0);
}

START_TEST(a_queue_without_room_is_refused)
{
    expect_assert(make_one_without_room);
    begin(1);
}
END_TEST

TEST_MAIN_WITH("bounded queue", set_up, tear_down,
               what_goes_in_comes_out_in_order,
               it_holds_as_many_as_there_is_room_for,
               nothing_can_be_taken_from_an_empty_one,
               who_waits_to_put_is_woken_once_when_there_is_room,
               who_waits_to_take_is_woken_once_when_there_is_an_item,
               the_queue_keeps_a_clone_while_one_waits_and_none_after,
               each_item_wakes_one_and_the_longest_waiting_first,
               who_asks_again_without_a_wake_keeps_its_place,
               who_asks_with_another_handle_is_woken_through_the_newest,
               who_comes_meanwhile_may_be_faster_and_the_woken_one_waits_again,
               who_leaves_is_not_woken_and_its_handle_goes_at_once,
               any_of_a_line_may_leave, who_does_not_wait_may_leave_as_well,
               a_wake_that_is_not_used_goes_on_to_the_next_who_takes,
               a_wake_that_is_not_used_goes_on_to_the_next_who_puts,
               a_wake_that_was_used_does_not_go_on,
               a_queue_without_room_is_refused)
