// The program `ding`: what it does not take. One line on stderr names the
// option and says why; nothing goes to stdout; the status is 2.
#include "ding_case.h"

static void expect_refusal(const char *words, const char *const args[])
{
    ding(args);

    expect_exit(2);
    ck_assert_str_eq(ding_out, "");
    expect_complaint(words);
}

static void expect_bad_value(const char *option, const char *text,
                             const char *why)
{
    char words[200];

    snprintf(words, sizeof words, "ding: %s: %s: %s\n", option, text, why);
    expect_refusal(words, ARGS(option, text));
}

static void expect_bad_value_of_each(const char *text, const char *why)
{
    expect_bad_value("--tasks", text, why);
    expect_bad_value("--dings", text, why);
    expect_bad_value("--period", text, why);
}

START_TEST(what_is_no_number_is_refused)
{
    expect_bad_value_of_each("nine", "not a positive number");
    expect_bad_value_of_each("", "not a positive number");
    expect_bad_value("--tasks", " 9", "not a positive number");
    expect_bad_value("--dings", "+9", "not a positive number");
}
END_TEST

START_TEST(a_number_below_one_is_refused)
{
    expect_bad_value("--tasks", "0", "must be at least 1");
    expect_bad_value("--dings", "00", "must be at least 1");
    expect_bad_value("--dings", "0x9", "must be at least 1");
    expect_bad_value("--period", "0ms", "must be at least 1");
    expect_bad_value_of_each("-1", "not a positive number");
}
END_TEST

START_TEST(a_short_option_is_refused_by_its_long_name)
{
    expect_refusal("ding: --tasks: x: not a positive", ARGS("-t", "x"));
    expect_refusal("ding: --dings: 0: must be at least", ARGS("-d0"));
    expect_refusal("ding: --period: 5: needs a unit", ARGS("-p", "5"));
}
END_TEST

START_TEST(a_number_with_something_behind_it_is_refused)
{
    expect_bad_value("--tasks", "9x", "something follows the number");
    expect_bad_value("--dings", "2.5", "something follows the number");
    expect_bad_value("--dings", "2 ", "something follows the number");
    expect_bad_value("--dings", "2ms", "something follows the number");
}
END_TEST

START_TEST(a_period_without_a_known_unit_is_refused)
{
    const char *why = "needs a unit: ns, us, ms or s";

    expect_bad_value("--period", "500", why);
    expect_bad_value("--period", "500m", why);
    expect_bad_value("--period", "500msx", why);
    expect_bad_value("--period", "500 ms", why);
    expect_bad_value("--period", "1.5s", why);
    expect_bad_value("--period", "1h", why);
}
END_TEST

START_TEST(a_number_too_large_for_its_type_is_refused)
{
    expect_bad_value_of_each("99999999999999999999", "too large");
    expect_bad_value("--tasks", "100000001", "too large");
    expect_bad_value("--dings", "100000001", "too large");
    expect_bad_value("--period", "9223372036854775808ns", "too large");
}
END_TEST

// The first of each pair is the largest that the type can hold, so that it
// fails later, and says so.
START_TEST(a_period_too_large_for_its_type_is_refused)
{
    static const char *const pairs[][2] = {
        {"9223372036854775807ns", "9223372036854775808ns"},
        {"9223372036854775us", "9223372036854776us"},
        {"9223372036854ms", "9223372036855ms"},
        {"9223372036s", "9223372037s"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        expect_refusal("ding: --period: too large for so many tasks and dings",
                       ARGS("--period", pairs[i][0]));
        expect_bad_value("--period", pairs[i][1], "too large");
    }
}
END_TEST

START_TEST(a_period_too_large_for_so_many_tasks_and_dings_is_refused)
{
    const char *words = "ding: --period: too large for so many tasks and dings";

    expect_refusal(words, ARGS("--period", "100000ms", "--tasks", "100000000"));
    expect_refusal(words, ARGS("--tasks", "9", "--period", "100000000s",
                               "--dings", "100"));
    expect_refusal(words, ARGS("--dings", "100000000", "--period", "100s"));
    // Fits as a duration, but not from now on.
    expect_refusal(words, ARGS("--tasks", "1", "--dings", "100000000",
                               "--period", "92233719446ns"));
}
END_TEST

// In the words of getopt_long, which are not the same everywhere.
START_TEST(an_unknown_option_is_refused)
{
    expect_refusal("loud", ARGS("--loud"));
    expect_refusal(" option", ARGS("-x"));
    expect_refusal("help", ARGS("--help=me"));
}
END_TEST

START_TEST(an_option_without_its_value_is_refused)
{
    expect_refusal("tasks", ARGS("--tasks"));
    expect_refusal("period", ARGS("--period"));
    expect_refusal("dings", ARGS("--tasks", "1", "--dings"));
    expect_refusal("requires an argument", ARGS("-t"));
    expect_refusal("requires an argument", ARGS("-p"));
    expect_refusal("requires an argument", ARGS("-t1", "-d"));
}
END_TEST

START_TEST(an_argument_that_belongs_to_no_option_is_refused)
{
    expect_refusal("ding: extra: unexpected argument", ARGS("extra"));
    expect_refusal("ding: extra: unexpected argument", ARGS("-t1", "extra"));
    expect_refusal("ding: -t: unexpected argument", ARGS("--", "-t"));
}
END_TEST

START_TEST(a_bad_value_is_refused_whatever_stands_behind_it)
{
    expect_refusal("ding: --tasks: 0: ", ARGS("--tasks", "0", "--tasks", "1"));
    expect_refusal("ding: --tasks: 0: ", ARGS("--tasks", "0", "--help"));
}
END_TEST

TEST_MAIN("ding: options", what_is_no_number_is_refused,
          a_number_below_one_is_refused,
          a_short_option_is_refused_by_its_long_name,
          a_number_with_something_behind_it_is_refused,
          a_period_without_a_known_unit_is_refused,
          a_number_too_large_for_its_type_is_refused,
          a_period_too_large_for_its_type_is_refused,
          a_period_too_large_for_so_many_tasks_and_dings_is_refused,
          an_unknown_option_is_refused, an_option_without_its_value_is_refused,
          an_argument_that_belongs_to_no_option_is_refused,
          a_bad_value_is_refused_whatever_stands_behind_it)
