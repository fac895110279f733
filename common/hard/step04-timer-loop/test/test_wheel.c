// What is hard for a wheel: instants far apart, and turns between two pushes.
#include "heap.h"
#include "test_main.h"

#define COUNT 1000

// The heap never looks into a handle, so its place here is its name.
static WakeHandle handles[COUNT];

static void push(Heap *heap, Instant at, int name)
{
    heap_push(heap, at, &handles[name]);
}

static void expect_pop(Heap *heap, Instant at, int name)
{
    ck_assert_int_eq(heap_earliest(heap), at);
    ck_assert_int_eq(heap_pop(heap) - handles, name);
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

// Before the deadlines, they bring the wheel to `now`.
static void turn_to(Heap *heap, Instant now)
{
    push(heap, now, 0);
    push(heap, INSTANT_NEVER, 1); // a wheel that is empty may forget
    expect_pop(heap, now, 0);
}

START_TEST(a_nanosecond_before_each_power_of_two_comes_before_it)
{
    for (int bit = 0; bit < 62; bit++) {
        Heap heap = {0};
        Instant at = (Instant)1 << bit;

        push(&heap, at, 2);
        push(&heap, at - 1, 1);
        push(&heap, at + 1, 3);

        expect_pop(&heap, at - 1, 1);
        expect_pop(&heap, at, 2);
        expect_pop(&heap, at + 1, 3);
        heap_free(&heap);
    }
}
END_TEST

START_TEST(from_a_nanosecond_to_centuries_all_come_in_order)
{
    Heap heap = {0};
    Instant now = 1234567890123456789;
    turn_to(&heap, now);

    for (int bit = 61; bit >= 0; bit--)
        push(&heap, now + ((Instant)1 << bit), 2 + bit);

    for (int bit = 0; bit < 62; bit++)
        expect_pop(&heap, now + ((Instant)1 << bit), 2 + bit);
    expect_pop(&heap, INSTANT_NEVER, 1);
    heap_free(&heap);
}
END_TEST

START_TEST(one_that_is_due_now_comes_before_all_that_wait)
{
    Heap heap = {0};
    turn_to(&heap, 4096);
    push(&heap, 4097, 2);

    push(&heap, 4096, 3);

    expect_pop(&heap, 4096, 3);
    expect_pop(&heap, 4097, 2);
    expect_pop(&heap, INSTANT_NEVER, 1);
    heap_free(&heap);
}
END_TEST

START_TEST(the_earliest_is_known_before_the_wheel_turns_to_it)
{
    Heap heap = {0};
    Instant far = (Instant)1 << 40;

    push(&heap, far + 5, 5);
    push(&heap, far + 3, 3);
    ck_assert_int_eq(heap_earliest(&heap), far + 3);
    push(&heap, far + 4, 4);
    ck_assert_int_eq(heap_earliest(&heap), far + 3);
    push(&heap, far + 2, 2);

    for (int i = 2; i <= 5; i++)
        expect_pop(&heap, far + i, i);
    heap_free(&heap);
}
END_TEST

START_TEST(equal_ones_stay_in_order_when_the_wheel_turns_between_them)
{
    for (int bit = 2; bit < 62; bit++) {
        Heap heap = {0};
        Instant at = (Instant)1 << bit;

        push(&heap, at + 1, 1);
        push(&heap, at, 0);
        push(&heap, at + 1, 2);
        expect_pop(&heap, at, 0); // and what is at at + 1 comes nearer
        push(&heap, at + 1, 3);

        for (int i = 1; i <= 3; i++)
            expect_pop(&heap, at + 1, i);
        heap_free(&heap);
    }
}
END_TEST

START_TEST(equal_ones_stay_in_order_through_every_level)
{
    Heap heap = {0};
    Instant far = (Instant)1 << 61;
    int pushed = 0;

    push(&heap, far, pushed++);
    for (int bit = 60; bit >= 0; bit--) {
        push(&heap, far - ((Instant)1 << bit), COUNT - 1);
        expect_pop(&heap, far - ((Instant)1 << bit), COUNT - 1);
        push(&heap, far, pushed++);
    }

    for (int i = 0; i < pushed; i++)
        expect_pop(&heap, far, i);
    heap_free(&heap);
}
END_TEST

START_TEST(one_before_the_last_that_came_out_still_comes_first)
{
    Heap heap = {0};
    turn_to(&heap, 1000);
    push(&heap, 1001, 2);
    push(&heap, 100000, 3);
    push(&heap, 100000, 4);

    push(&heap, -5, 5);
    push(&heap, 999, 6);

    expect_pop(&heap, -5, 5);
    expect_pop(&heap, 999, 6);
    expect_pop(&heap, 1001, 2);
    expect_pop(&heap, 100000, 3);
    expect_pop(&heap, 100000, 4);
    expect_pop(&heap, INSTANT_NEVER, 1);
    heap_free(&heap);
}
END_TEST

START_TEST(those_that_come_and_go_use_the_same_place)
{
    Heap heap = {0};
    turn_to(&heap, 0);

    for (int i = 0; i < 100 * 1000; i++) {
        heap_push(&heap, i * 1000 + 7, &handles[2]);
        if (heap_pop(&heap) != &handles[2])
            ck_abort_msg("%d is out of order", i);
    }

    ck_assert_uint_eq(heap.count, 1);
    ck_assert_uint_le(heap.capacity, 1000);
    expect_pop(&heap, INSTANT_NEVER, 1);
    heap_free(&heap);
}
END_TEST

// As a timer does: never before the last one that came out.
START_TEST(a_long_random_run_gives_the_earliest_each_time)
{
    static Instant at[COUNT];
    unsigned seed = 3;
    Heap heap = {0};
    Instant now = -((Instant)1 << 61);

    for (int pushed = 0; pushed < COUNT || heap.count > 0;) {
        if (pushed < COUNT && next_random(&seed) % 5 < 3) {
            int bits = (int)(next_random(&seed) % 60); // ns to decades
            Instant step = ((Instant)1 << bits) - 1;
            at[pushed] = now > INT64_MAX - step ? INT64_MAX : now + step;
            push(&heap, at[pushed], pushed);
            pushed++;
        } else if (heap.count > 0) {
            long popped = heap_pop(&heap) - handles;
            now = at[popped];
            for (int i = 0; i < pushed; i++) {
                if (at[i] < now || (at[i] == now && i < popped))
                    ck_abort_msg("%ld came before %d", popped, i);
            }
            at[popped] = INSTANT_NEVER;
        }
    }
    heap_free(&heap);
}
END_TEST

TEST_MAIN("wheel", a_nanosecond_before_each_power_of_two_comes_before_it,
          from_a_nanosecond_to_centuries_all_come_in_order,
          one_that_is_due_now_comes_before_all_that_wait,
          the_earliest_is_known_before_the_wheel_turns_to_it,
          equal_ones_stay_in_order_when_the_wheel_turns_between_them,
          equal_ones_stay_in_order_through_every_level,
          one_before_the_last_that_came_out_still_comes_first,
          those_that_come_and_go_use_the_same_place,
          a_long_random_run_gives_the_earliest_each_time)
