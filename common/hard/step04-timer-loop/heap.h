// Deadlines in a timing wheel: what step 4's heap does, and no two compared.
#ifndef HEAP_H
#define HEAP_H

#include "clock.h"
#include "wake.h"

typedef struct {
    Instant at;
    WakeHandle *wake;
    size_t next; // in its slot, or among the free: an index, or WHEEL_NONE
} Deadline;

#define WHEEL_NONE SIZE_MAX
#define WHEEL_SLOTS 64
#define WHEEL_LEVELS 11 // of 6 bits each, for the 64 of an instant

// What waits for the same turn of a wheel, the first to arrive in front. Empty
// where its bit is not set.
typedef struct {
    size_t first;
    size_t last;
    Instant earliest;
} Slot;

// Hands of a clock: a deadline that differs from `base` in the last 6 bits only
// is on level 0, in the slot that these bits name; one that differs in the 6
// bits before them is on level 1; and so on. When the base comes into a slot,
// what is in it goes to lower levels. So a deadline is moved 10 times at most,
// however many there are, and equal ones stay in order of arrival.
//
// All zero is an empty wheel. No locks: the owner sees to that. The functions
// promise what those of step 4's heap.h do, so timer.c works with either.
typedef struct {
    Slot slots[WHEEL_LEVELS][WHEEL_SLOTS];
    uint64_t used[WHEEL_LEVELS]; // a bit for each slot that is not empty
    uint64_t base;               // not after any deadline
    Deadline *items;             // in no order
    size_t count;
    size_t made; // so many items have ever been in use
    size_t capacity;
    size_t freed; // 1 + the index of the first free one of these, or 0
} Heap;

// A deadline before the last one popped may cost as much as there are.
// Owns: takes the handle, until it is popped.
void heap_push(Heap *heap, Instant at, WakeHandle *wake);

// INSTANT_NEVER if the heap is empty.
Instant heap_earliest(const Heap *heap);

// Removes the earliest deadline, of equal ones the first to arrive. The heap
// must not be empty.
// Owns: the caller gets the handle.
WakeHandle *heap_pop(Heap *heap);

// Frees the array. The heap must be empty, and stays so.
void heap_free(Heap *heap);

#endif
