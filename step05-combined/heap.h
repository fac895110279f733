// A heap of deadlines: the earliest is always at hand.
#ifndef HEAP_H
#define HEAP_H

#include "clock.h"
#include "wake.h"

typedef struct {
    Instant at;
    uint64_t order; // of arrival: breaks ties between equal deadlines
    WakeHandle *wake;
} Deadline;

// An array in which item i is not after its children, 4i+1 to 4i+4. All zero
// is an empty heap. No locks: the owner sees to that.
typedef struct {
    Deadline *items;
    size_t count;
    size_t capacity;
    uint64_t arrivals;
} Heap;

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
