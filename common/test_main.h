// Runs the tests of one file as a Check suite.
#ifndef TEST_MAIN_H
#define TEST_MAIN_H

#include <check.h>
#include <stdlib.h>

// For a real hang: far more than any test takes, also on a slow and loaded
// machine. Check names the test. CK_TIMEOUT_MULTIPLIER stretches it, and
// CK_DEFAULT_TIMEOUT replaces it.
#define SECONDS_TO_HANG 60

// A case of its own, so that CK_RUN_CASE=name runs one test alone.
static inline TCase *case_of(const TTest *test, void (*set_up)(void),
                             void (*tear_down)(void))
{
    TCase *tcase = tcase_create(test->name);

    if (!getenv("CK_DEFAULT_TIMEOUT"))
        tcase_set_timeout(tcase, SECONDS_TO_HANG);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test);
    return tcase;
}

// `set_up` and `tear_down` go around each test, or are NULL.
static inline int run_tests(const char *name, void (*set_up)(void),
                            void (*tear_down)(void), const TTest *const tests[],
                            size_t count)
{
    Suite *suite = suite_create(name);
    for (size_t i = 0; i < count; i++)
        suite_add_tcase(suite, case_of(tests[i], set_up, tear_down));

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV); // CK_VERBOSITY=verbose names them all
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// A file's main. A test that is missing here is an unused variable to the
// compiler, and it says so.
#define TEST_MAIN(name, ...) TEST_MAIN_WITH(name, NULL, NULL, __VA_ARGS__)

#define TEST_MAIN_WITH(name, set_up, tear_down, ...)                           \
    int main(void)                                                             \
    {                                                                          \
        const TTest *const tests[] = {__VA_ARGS__};                            \
        return run_tests(name, set_up, tear_down, tests,                       \
                         sizeof tests / sizeof *tests);                        \
    }

#endif
