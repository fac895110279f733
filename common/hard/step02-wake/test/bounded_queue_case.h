// What the tests of the queue share: a queue, and four who use it.
#ifndef BOUNDED_QUEUE_CASE_H
#define BOUNDED_QUEUE_CASE_H

#include "bounded_queue.h"
#include "probe_wake.h"
#include "test_main.h"

typedef struct {
    Waiter waiter;
    ProbeWake probe;
} Person;

static BoundedQueue *queue;
static Person ada, bea, cai, dov;
static void *taken;
static char items[10]; // an item's address says its number

static inline void set_up(void)
{
    Person *all[] = {&ada, &bea, &cai, &dov};

    for (int i = 0; i < 4; i++) {
        all[i]->waiter = (Waiter){.next = NULL};
        probe_wake_init(&all[i]->probe);
    }
}

static inline void begin(size_t room)
{
    queue = bounded_queue_new(room);
}

static inline void leave(Person *person)
{
    bounded_queue_leave(queue, &person->waiter);
}

// All leave, and drop their own handles: then each must have ended.
static inline void tear_down(void)
{
    Person *all[] = {&ada, &bea, &cai, &dov};

    for (int i = 0; i < 4; i++)
        leave(all[i]);
    bounded_queue_free(queue);
    for (int i = 0; i < 4; i++) {
        wake_handle_drop(&all[i]->probe.handle);
        ck_assert_int_eq(all[i]->probe.ended, 1);
    }
}

static inline void expect_put(Person *person, int item, Async answer)
{
    ck_assert_int_eq(bounded_queue_put(queue, &person->waiter, &items[item],
                                       &person->probe.handle),
                     answer);
}

static inline void expect_take(Person *person, int item)
{
    ck_assert_int_eq(bounded_queue_take(queue, &person->waiter, &taken,
                                        &person->probe.handle),
                     ASYNC_DONE);
    ck_assert_int_eq((char *)taken - items, item);
}

static inline void expect_nothing(Person *person)
{
    ck_assert_int_eq(bounded_queue_take(queue, &person->waiter, &taken,
                                        &person->probe.handle),
                     ASYNC_WILL_WAKE);
}

// How often these three have been woken so far.
static inline void expect_wakes(int of_ada, int of_bea, int of_cai)
{
    ck_assert_int_eq(ada.probe.wakes, of_ada);
    ck_assert_int_eq(bea.probe.wakes, of_bea);
    ck_assert_int_eq(cai.probe.wakes, of_cai);
}

#endif
