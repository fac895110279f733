#include "expect_abort.h"
#include "heap.h"
#include "test_main.h"

#define MILLION 1000000

// The heap never looks into a handle, so its place here is its name.
static WakeHandle handles[MILLION];

static void expect_pop(Heap *heap, int expected)
{
    long popped = heap_pop(heap) - handles;

    if (popped != expected) // each ck_assert writes to a pipe: not a million
        ck_assert_int_eq(popped, expected);
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

START_TEST(an_empty_heap_has_no_deadline)
{
    Heap heap = {0};

    ck_assert_int_eq(heap_earliest(&heap), INSTANT_NEVER);
    heap_free(&heap);
}
END_TEST

START_TEST(the_earliest_deadline_is_popped_first)
{
    Heap heap = {0};

    heap_push(&heap, 20, &handles[2]);
    heap_push(&heap, 10, &handles[1]);
    heap_push(&heap, 30, &handles[3]);

    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(heap_earliest(&heap), 10 * i);
        expect_pop(&heap, i);
    }
    ck_assert_int_eq(heap_earliest(&heap), INSTANT_NEVER);
    heap_free(&heap);
}
END_TEST

START_TEST(equal_deadlines_are_popped_in_order_of_arrival)
{
    Heap heap = {0};

    for (int i = 0; i < 1000; i++)
        heap_push(&heap, 7, &handles[i]);

    for (int i = 0; i < 1000; i++)
        expect_pop(&heap, i);
    heap_free(&heap);
}
END_TEST

START_TEST(pops_between_do_not_change_the_order_of_arrival)
{
    Heap heap = {0};

    for (int i = 0; i < 3; i++)
        heap_push(&heap, 7, &handles[i]);
    expect_pop(&heap, 0);
    expect_pop(&heap, 1);
    heap_push(&heap, 7, &handles[3]);

    expect_pop(&heap, 2);
    expect_pop(&heap, 3);
    heap_free(&heap);
}
END_TEST

static const Instant extremes[] = {INT64_MIN, INT64_MIN + 1, -1,       0,
                                   1,         INT64_MAX - 1, INT64_MAX};
enum { EXTREMES = sizeof extremes / sizeof *extremes };

START_TEST(the_extremes_of_the_type_are_in_order)
{
    Heap heap = {0};

    for (int i = EXTREMES - 1; i >= 0; i--)
        heap_push(&heap, extremes[i], &handles[i]);

    for (int i = 0; i < EXTREMES; i++) {
        ck_assert_int_eq(heap_earliest(&heap), extremes[i]);
        expect_pop(&heap, i);
    }
    heap_free(&heap);
}
END_TEST

// The difference of some of them does not fit into the type.
START_TEST(any_two_instants_of_the_type_are_in_order)
{
    Heap heap = {0};

    for (int later = 0; later < EXTREMES; later++) {
        for (int earlier = 0; earlier < later; earlier++) {
            heap_push(&heap, extremes[later], &handles[later]);
            heap_push(&heap, extremes[earlier], &handles[earlier]);
            expect_pop(&heap, earlier);
            expect_pop(&heap, later);
        }
    }
    heap_free(&heap);
}
END_TEST

// Sorted by hand: all of the first instant as they came, then of the next.
START_TEST(a_large_random_run_equals_a_stable_sort)
{
    enum { COUNT = 10000, INSTANTS = 100 };
    static int at[COUNT];
    unsigned seed = 1;
    Heap heap = {0};

    for (int i = 0; i < COUNT; i++) {
        at[i] = (int)(next_random(&seed) % INSTANTS);
        heap_push(&heap, at[i], &handles[i]);
    }

    for (int instant = 0; instant < INSTANTS; instant++) {
        for (int i = 0; i < COUNT; i++) {
            if (at[i] == instant)
                expect_pop(&heap, i);
        }
    }
    ck_assert_uint_eq(heap.count, 0);
    heap_free(&heap);
}
END_TEST

START_TEST(pushes_and_pops_in_any_order_give_the_earliest_each_time)
{
    enum { COUNT = 1000 };
    static Instant at[COUNT]; // INSTANT_NEVER once popped
    unsigned seed = 2;
    Heap heap = {0};

    for (int pushed = 0; pushed < COUNT || heap.count > 0;) {
        if (pushed < COUNT && next_random(&seed) % 5 < 3) {
            at[pushed] = next_random(&seed) % 100;
            heap_push(&heap, at[pushed], &handles[pushed]);
            pushed++;
        } else if (heap.count > 0) {
            int earliest = 0;
            for (int i = 1; i < pushed; i++)
                earliest = at[i] < at[earliest] ? i : earliest;
            expect_pop(&heap, earliest);
            at[earliest] = INSTANT_NEVER;
        }
    }
    heap_free(&heap);
}
END_TEST

// At every size up to a few times the first capacity, and down again.
START_TEST(growth_keeps_all)
{
    for (int count = 0; count <= 300; count++) {
        Heap heap = {0};

        for (int i = 0; i < count; i++)
            heap_push(&heap, -i, &handles[i]);

        ck_assert_uint_eq(heap.count, (size_t)count);
        for (int i = count - 1; i >= 0; i--)
            expect_pop(&heap, i);
        heap_free(&heap);
    }
}
END_TEST

START_TEST(a_million_fit_and_come_out_in_order)
{
    const int some = MILLION / 20; // all of them would take too long
    Heap heap = {0};

    for (int i = 0; i < MILLION; i++)
        heap_push(&heap, i / 10, &handles[i]);

    ck_assert_uint_eq(heap.count, MILLION);
    for (int i = 0; i < some; i++)
        expect_pop(&heap, i);
    heap.count = 0;
    heap_free(&heap);
}
END_TEST

START_TEST(a_freed_heap_is_empty_and_can_be_used_again)
{
    Heap heap = {0};
    heap_push(&heap, 1, &handles[1]);
    expect_pop(&heap, 1);

    heap_free(&heap);
    ck_assert_int_eq(heap_earliest(&heap), INSTANT_NEVER);
    heap_push(&heap, 2, &handles[2]);

    expect_pop(&heap, 2);
    heap_free(&heap);
}
END_TEST

static void pop_from_an_empty_heap(void)
{
    Heap heap = {0};

    heap_push(&heap, 1, &handles[1]);
    heap_pop(&heap);
    heap_pop(&heap);
}

static void free_a_heap_that_is_not_empty(void)
{
    Heap heap = {0};

    heap_push(&heap, 1, &handles[1]);
    heap_free(&heap);
}

START_TEST(a_pop_from_an_empty_heap_is_refused)
{
    expect_assert(pop_from_an_empty_heap);
}
END_TEST

START_TEST(the_end_of_a_heap_that_is_not_empty_is_refused)
{
    expect_assert(free_a_heap_that_is_not_empty);
}
END_TEST

TEST_MAIN("heap", an_empty_heap_has_no_deadline,
          the_earliest_deadline_is_popped_first,
          equal_deadlines_are_popped_in_order_of_arrival,
          pops_between_do_not_change_the_order_of_arrival,
          the_extremes_of_the_type_are_in_order,
          any_two_instants_of_the_type_are_in_order,
          a_large_random_run_equals_a_stable_sort,
          pushes_and_pops_in_any_order_give_the_earliest_each_time,
          growth_keeps_all, a_million_fit_and_come_out_in_order,
          a_freed_heap_is_empty_and_can_be_used_again,
          a_pop_from_an_empty_heap_is_refused,
          the_end_of_a_heap_that_is_not_empty_is_refused)
