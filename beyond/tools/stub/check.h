// As much of the library Check as the tests use, for machines that have no
// Check. Each test runs in a process of its own, as with Check.
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CK_ENV };

typedef struct {
    const char *name;
    void (*run)(int _i);
} TTest;

typedef struct {
    void (*set_up)(void);
    void (*tear_down)(void);
    const TTest *tests[100];
    size_t count;
    unsigned seconds;
} TCase;

typedef struct {
    const char *name;
    TCase *tcases[100];
    size_t count;
    int failed;
} Suite;

typedef Suite SRunner;

#define START_TEST(name)                                                       \
    static void name##_run(int _i);                                            \
    static const TTest name##_test = {#name, name##_run};                      \
    static const TTest *name = &name##_test;                                   \
    static void name##_run(int _i)                                             \
    {                                                                          \
        (void)_i;
#define END_TEST }

#define ck_assert_msg(ok, ...)                                                 \
    do {                                                                       \
        if (!(ok)) {                                                           \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #ok);           \
            fprintf(stderr, "" __VA_ARGS__);                                   \
            fputc('\n', stderr);                                               \
            exit(1);                                                           \
        }                                                                      \
    } while (0)
#define ck_assert(ok) ck_assert_msg(ok, " ")
#define ck_abort_msg(...) ck_assert_msg(0, __VA_ARGS__)
#define CK_COMPARE(type, a, op, b)                                             \
    do {                                                                       \
        type ck_a = (a);                                                       \
        type ck_b = (b);                                                       \
        ck_assert(ck_a op ck_b);                                               \
    } while (0)
#define ck_assert_int_eq(a, b) CK_COMPARE(intmax_t, a, ==, b)
#define ck_assert_int_ge(a, b) CK_COMPARE(intmax_t, a, >=, b)
#define ck_assert_int_gt(a, b) CK_COMPARE(intmax_t, a, >, b)
#define ck_assert_int_lt(a, b) CK_COMPARE(intmax_t, a, <, b)
#define ck_assert_uint_eq(a, b) CK_COMPARE(uintmax_t, a, ==, b)
#define ck_assert_double_eq(a, b) CK_COMPARE(double, a, ==, b)
#define ck_assert_ptr_eq(a, b) CK_COMPARE(const void *, a, ==, b)
#define ck_assert_ptr_ne(a, b) CK_COMPARE(const void *, a, !=, b)
#define ck_assert_ptr_null(a) ck_assert_ptr_eq(a, NULL)
#define ck_assert_ptr_nonnull(a) ck_assert_ptr_ne(a, NULL)
#define ck_assert_str_eq(a, b) ck_assert(strcmp(a, b) == 0)
#define ck_assert_mem_eq(a, b, size) ck_assert(memcmp(a, b, size) == 0)

static inline Suite *suite_create(const char *name)
{
    Suite *suite = calloc(1, sizeof *suite);
    if (!suite)
        abort();
    suite->name = name;
    return suite;
}

static inline TCase *tcase_create(const char *name)
{
    (void)name;
    TCase *tcase = calloc(1, sizeof *tcase);
    if (!tcase)
        abort();
    return tcase;
}

static inline void tcase_set_timeout(TCase *tcase, double seconds)
{
    tcase->seconds = (unsigned)seconds;
}

static inline void tcase_add_checked_fixture(TCase *tcase, void (*set_up)(void),
                                             void (*tear_down)(void))
{
    tcase->set_up = set_up;
    tcase->tear_down = tear_down;
}

static inline void tcase_add_test(TCase *tcase, const TTest *test)
{
    tcase->tests[tcase->count++] = test;
}

static inline void suite_add_tcase(Suite *suite, TCase *tcase)
{
    suite->tcases[suite->count++] = tcase;
}

static inline SRunner *srunner_create(Suite *suite)
{
    return suite;
}

// Never returns.
static inline void ck_run_one(const TCase *tcase, const TTest *test)
{
    alarm(tcase->seconds);
    if (tcase->set_up)
        tcase->set_up();
    test->run(0);
    if (tcase->tear_down)
        tcase->tear_down();
    exit(0);
}

static inline void ck_fork_one(SRunner *runner, const TCase *tcase,
                               const TTest *test)
{
    int status;

    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        ck_run_one(tcase, test);
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) {
        runner->failed++;
        fprintf(stderr, "%s: %s: failed\n", runner->name, test->name);
    }
}

static inline void srunner_run_all(SRunner *runner, int mode)
{
    size_t count = 0;

    (void)mode;
    for (size_t i = 0; i < runner->count; i++) {
        const TCase *tcase = runner->tcases[i];
        for (size_t k = 0; k < tcase->count; k++, count++)
            ck_fork_one(runner, tcase, tcase->tests[k]);
    }
    printf("Checks: %zu, Failures: %d, Errors: 0\n", count, runner->failed);
}

static inline int srunner_ntests_failed(const SRunner *runner)
{
    return runner->failed;
}

static inline void srunner_free(SRunner *runner)
{
    for (size_t i = 0; i < runner->count; i++)
        free(runner->tcases[i]);
    free(runner);
}

#endif
