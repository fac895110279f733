// What is written is closed, or it is said that it could not be written.
#include "trace_case.h"

#include <errno.h>

#define PATH BUILD "/test_write.json"

static void begin(void)
{
    trace_forget();
    trace(AWAKE, 0);
    trace(SPAWNED, 1);
    trace(CALLED, 1);
}

static int count_in_file(const char *words)
{
    FILE *file = fopen(PATH, "r");
    ck_assert_ptr_nonnull(file);
    char line[1000];
    int found = 0;

    while (fgets(line, sizeof line, file))
        found += strstr(line, words) != NULL;
    fclose(file);
    return found;
}

START_TEST(what_is_open_at_the_end_is_closed)
{
    ck_assert(trace_write(PATH));

    ck_assert_int_eq(count_in_file("\"ph\":\"B\""), 4);
    ck_assert_int_eq(count_in_file("\"ph\":\"E\""), 4);
}
END_TEST

START_TEST(an_empty_trace_can_be_written)
{
    trace_forget();

    ck_assert(trace_write(PATH));

    ck_assert_int_eq(count_in_file("\"ph\""), 1); // the program's name
}
END_TEST

START_TEST(a_file_that_cannot_be_opened_is_told)
{
    ck_assert(!trace_write("/nowhere/trace.json"));
    ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(a_full_disk_is_told)
{
    ck_assert(!trace_write("/dev/full"));
    ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

TEST_MAIN_WITH("write", begin, trace_forget, what_is_open_at_the_end_is_closed,
               an_empty_trace_can_be_written,
               a_file_that_cannot_be_opened_is_told, a_full_disk_is_told)
