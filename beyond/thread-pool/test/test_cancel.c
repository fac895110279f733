// What is left behind when a task is dropped that had begun to write.
#include "probe_wake.h"
#include "record.h"
#include "test_main.h"
#include "tube.h"

#include <string.h>

static Tube *tube;
static ProbeWake probe;
static WakeHandle *wake;

static void set_up(void)
{
    tube = tube_new(8);
    wake = probe_wake_init(&probe);
}

static void tear_down(void)
{
    tube_free(tube);
    wake_handle_drop(wake);
    ck_assert_int_eq(probe.ended, 1);
}

static void expect_out(const char *text)
{
    char bytes[100] = "";

    tube_read(tube, bytes, sizeof bytes - 1);
    ck_assert_str_eq(bytes, text);
}

START_TEST(a_record_goes_in_by_parts_as_there_is_room)
{
    ToyTask *record = record_new(tube, "twelve bytes", false);

    Async first = toy_task_complete(record, wake);
    expect_out("twelve b");
    Async second = toy_task_complete(record, wake);

    ck_assert_int_eq(first, ASYNC_WILL_WAKE);
    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(second, ASYNC_DONE);
    expect_out("ytes");
    toy_task_destroy(record);
}
END_TEST

START_TEST(a_record_that_is_dropped_half_way_leaves_its_beginning)
{
    ToyTask *record = record_new(tube, "twelve bytes", false);
    toy_task_complete(record, wake);

    toy_task_destroy(record);

    expect_out("twelve b");
}
END_TEST

START_TEST(a_record_in_one_leaves_nothing_if_it_is_dropped)
{
    tube_write(tube, "four", 4);
    ToyTask *record = record_new(tube, "6bytes", true);

    Async answer = toy_task_complete(record, wake);
    toy_task_destroy(record);

    ck_assert_int_eq(answer, ASYNC_WILL_WAKE);
    expect_out("four");
    expect_out("");
}
END_TEST

START_TEST(a_record_in_one_goes_in_when_there_is_room_for_all)
{
    tube_write(tube, "four", 4);
    ToyTask *record = record_new(tube, "6bytes", true);
    toy_task_complete(record, wake);

    expect_out("four");
    Async answer = toy_task_complete(record, wake);

    ck_assert_int_eq(probe.wakes, 1);
    ck_assert_int_eq(answer, ASYNC_DONE);
    expect_out("6bytes");
    toy_task_destroy(record);
}
END_TEST

START_TEST(the_handle_of_a_dropped_writer_stays_until_there_is_room)
{
    ToyTask *record = record_new(tube, "twelve bytes", false);
    toy_task_complete(record, wake);

    toy_task_destroy(record);
    size_t refs_before = probe.handle.refs;
    expect_out("twelve b");

    ck_assert_uint_eq(refs_before, 2);
    ck_assert_uint_eq(probe.handle.refs, 1);
    ck_assert_int_eq(probe.wakes, 1); // for nobody
}
END_TEST

TEST_MAIN_WITH("cancellation", set_up, tear_down,
               a_record_goes_in_by_parts_as_there_is_room,
               a_record_that_is_dropped_half_way_leaves_its_beginning,
               a_record_in_one_leaves_nothing_if_it_is_dropped,
               a_record_in_one_goes_in_when_there_is_room_for_all,
               the_handle_of_a_dropped_writer_stays_until_there_is_room)
