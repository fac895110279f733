#include "heap.h"

#include "must.h"

#include <assert.h>

#define CHILDREN 4    // with fewer there are more levels to wait for
#define CACHE_LINE 64 // bytes, on most machines

static bool before(const Deadline *a, const Deadline *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void grow(Heap *heap)
{
    heap->capacity = heap->capacity ? 2 * heap->capacity : 64;
    heap->items = realloc(heap->items, heap->capacity * sizeof *heap->items);
    must(heap->items != NULL, "out of memory");
}

void heap_push(Heap *heap, Instant at, WakeHandle *wake)
{
    if (heap->count == heap->capacity)
        grow(heap);

    Deadline new = {.at = at, .order = heap->arrivals++, .wake = wake};
    size_t hole = heap->count++;
    while (hole > 0) {
        size_t parent = (hole - 1) / CHILDREN;
        if (!before(&new, &heap->items[parent]))
            break;
        heap->items[hole] = heap->items[parent];
        hole = parent;
    }
    heap->items[hole] = new;
}

Instant heap_earliest(const Heap *heap)
{
    return heap->count > 0 ? heap->items[0].at : INSTANT_NEVER;
}

// The earliest of the items from first on, up to CHILDREN of them.
static size_t earliest_child(const Heap *heap, size_t first)
{
    size_t end =
        first + CHILDREN < heap->count ? first + CHILDREN : heap->count;
    size_t earliest = first;

    // Next we need the children of one of them. A large heap is not in the
    // cache: the memory can bring them all while we compare.
    size_t grandchild = CHILDREN * first + 1;
    if (grandchild + CHILDREN * CHILDREN <= heap->count)
        for (size_t at = 0; at < CHILDREN * CHILDREN * sizeof(Deadline);
             at += CACHE_LINE)
            __builtin_prefetch((const char *)&heap->items[grandchild] + at);

    for (size_t child = first + 1; child < end; child++) {
        if (before(&heap->items[child], &heap->items[earliest]))
            earliest = child;
    }
    return earliest;
}

WakeHandle *heap_pop(Heap *heap)
{
    assert(heap->count > 0);
    WakeHandle *popped = heap->items[0].wake;
    Deadline last = heap->items[--heap->count];

    size_t hole = 0;
    for (;;) {
        size_t first = CHILDREN * hole + 1;
        if (first >= heap->count)
            break;
        size_t child = earliest_child(heap, first);
        if (before(&last, &heap->items[child]))
            break;
        heap->items[hole] = heap->items[child];
        hole = child;
    }
    heap->items[hole] = last;
    return popped;
}

void heap_free(Heap *heap)
{
    assert(heap->count == 0);
    free(heap->items);
    *heap = (Heap){0};
}
