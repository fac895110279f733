#include "heap.h"

#include "must.h"

#include <assert.h>

#define BITS 6 // of a level: 2^6 slots

// As unsigned, in the same order: the sign bit turned round.
static uint64_t key_of(Instant at)
{
    return (uint64_t)at ^ (uint64_t)1 << 63;
}

static int lowest_bit(uint64_t bits)
{
    int bit = 0;

    while (!(bits >> bit & 1))
        bit++;
    return bit;
}

// The highest in which the two differ.
static int level_of(uint64_t key, uint64_t base)
{
    uint64_t different = key ^ base;
    int level = 0;

    while (different >>= BITS)
        level++;
    return level;
}

// Behind all that are in the slot. What is equal is always in one slot, and a
// slot is emptied in its order: so equal ones need no number.
static void link_item(Heap *heap, size_t index)
{
    Deadline *item = &heap->items[index];
    int level = level_of(key_of(item->at), heap->base);
    int number = (int)((key_of(item->at) >> BITS * level) % WHEEL_SLOTS);
    Slot *slot = &heap->slots[level][number];

    item->next = WHEEL_NONE;
    if (heap->used[level] >> number & 1) {
        heap->items[slot->last].next = index;
        if (item->at < slot->earliest)
            slot->earliest = item->at;
    } else {
        heap->used[level] |= (uint64_t)1 << number;
        *slot = (Slot){.first = index, .earliest = item->at};
    }
    slot->last = index;
}

// To where they belong as seen from `base`.
static void link_all(Heap *heap, size_t index)
{
    while (index != WHEEL_NONE) {
        size_t next = heap->items[index].next;
        link_item(heap, index);
        index = next;
    }
}

// The base goes back, so all is seen anew.
static void go_back(Heap *heap, uint64_t base)
{
    size_t list = WHEEL_NONE;

    for (int level = 0; level < WHEEL_LEVELS; level++) {
        for (; heap->used[level]; heap->used[level] &= heap->used[level] - 1) {
            int number = lowest_bit(heap->used[level]);
            Slot *slot = &heap->slots[level][number];
            heap->items[slot->last].next = list;
            list = slot->first;
        }
    }
    heap->base = base;
    link_all(heap, list);
}

static size_t grow(Heap *heap)
{
    if (heap->made == heap->capacity) {
        heap->capacity = heap->capacity ? 2 * heap->capacity : 64;
        heap->items =
            realloc(heap->items, heap->capacity * sizeof *heap->items);
        must(heap->items != NULL, "out of memory");
    }
    return heap->made++;
}

static size_t new_item(Heap *heap)
{
    size_t index = heap->freed;

    if (!index)
        return grow(heap);
    heap->freed = heap->items[index - 1].next;
    return index - 1;
}

static void free_item(Heap *heap, size_t index)
{
    heap->items[index].next = heap->freed;
    heap->freed = index + 1;
    if (--heap->count == 0)
        heap->base = 0; // before all that may come
}

void heap_push(Heap *heap, Instant at, WakeHandle *wake)
{
    size_t index = new_item(heap);

    heap->items[index].at = at;
    heap->items[index].wake = wake;
    if (key_of(at) < heap->base)
        go_back(heap, key_of(at));
    link_item(heap, index);
    heap->count++;
}

// On the lowest level that has one: what is on a higher one is later.
static int first_level(const Heap *heap)
{
    int level = 0;

    while (!heap->used[level])
        level++;
    return level;
}

Instant heap_earliest(const Heap *heap)
{
    if (heap->count == 0)
        return INSTANT_NEVER;
    int level = first_level(heap);
    return heap->slots[level][lowest_bit(heap->used[level])].earliest;
}

// The base comes to the earliest deadline, which is on level 0 by that, as is
// all that is equal to it.
static void go_on(Heap *heap)
{
    int level = first_level(heap);
    int number = lowest_bit(heap->used[level]);
    Slot *slot = &heap->slots[level][number];

    heap->base = key_of(slot->earliest);
    if (level > 0) {
        heap->used[level] &= heap->used[level] - 1;
        link_all(heap, slot->first);
    }
}

WakeHandle *heap_pop(Heap *heap)
{
    assert(heap->count > 0);
    go_on(heap);
    int number = lowest_bit(heap->used[0]);
    Slot *slot = &heap->slots[0][number];
    size_t index = slot->first;
    WakeHandle *popped = heap->items[index].wake;

    if (index == slot->last)
        heap->used[0] &= heap->used[0] - 1;
    else
        slot->first = heap->items[index].next;
    free_item(heap, index);
    return popped;
}

void heap_free(Heap *heap)
{
    assert(heap->count == 0);
    free(heap->items);
    *heap = (Heap){0};
}
