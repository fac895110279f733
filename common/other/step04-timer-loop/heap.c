// The heap in another shape: two children, and items that change places. (A
// sorted list passes as well, but not a million of them before night.)
#include "heap.h"

#include "must.h"

#include <assert.h>

static bool before(const Deadline *a, const Deadline *b)
{
    return a->at < b->at || (a->at == b->at && a->order < b->order);
}

static bool swap_if_before(Heap *heap, size_t child, size_t parent)
{
    Deadline *a = &heap->items[child], *b = &heap->items[parent], c = *a;

    if (!before(a, b))
        return false;
    *a = *b;
    *b = c;
    return true;
}

void heap_push(Heap *heap, Instant at, WakeHandle *wake)
{
    if (heap->count == heap->capacity) {
        heap->capacity = 2 * heap->capacity + 1;
        heap->items =
            realloc(heap->items, heap->capacity * sizeof *heap->items);
        must(heap->items != NULL, "out of memory");
    }
    size_t i = heap->count++;
    heap->items[i] = (Deadline){at, heap->arrivals++, wake};
    while (i > 0 && swap_if_before(heap, i, (i - 1) / 2))
        i = (i - 1) / 2;
}

Instant heap_earliest(const Heap *heap)
{
    return heap->count > 0 ? heap->items[0].at : INSTANT_NEVER;
}

WakeHandle *heap_pop(Heap *heap)
{
    assert(heap->count > 0);
    WakeHandle *popped = heap->items[0].wake;
    size_t i = 0, child;

    heap->items[0] = heap->items[--heap->count];
    while ((child = 2 * i + 1) < heap->count) {
        if (child + 1 < heap->count &&
            before(&heap->items[child + 1], &heap->items[child]))
            child++;
        if (!swap_if_before(heap, child, i))
            break;
        i = child;
    }
    return popped;
}

void heap_free(Heap *heap)
{
    assert(heap->count == 0);
    free(heap->items);
    *heap = (Heap){0};
}
