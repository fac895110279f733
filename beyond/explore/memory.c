// The heap, and for each of its bytes who touched it last. Nothing is given out
// twice, so an address stands for one object, and what was freed stays known.
#include "explore.h"

#include "shim/stdlib.h"

#include <stdio.h>
#include <string.h>

#define AREA                                                                   \
    (32 * 1024) // each thread's own: addresses do not depend on the
                // order in which threads allocate
#define GAP 16

typedef enum { OUTSIDE, FRESH, WRITTEN, FREED } State;

typedef struct {
    Clock last[ACCESSES];
    Clock release;        // of the mutex that begins here
    struct Store *newest; // of the atomic
    State state;
} Byte;

typedef struct {
    size_t size;
    const void *pc;
} Header; // in front of each block

static _Alignas(16) unsigned char heap[MAX_THREADS][AREA];
static Byte bytes[MAX_THREADS * AREA];
static size_t used[MAX_THREADS];
static int live_blocks;

static Byte *byte_of(const void *address)
{
    return &bytes[(const unsigned char *)address - heap[0]];
}

bool memory_is_ours(const void *address)
{
    return (const unsigned char *)address >= heap[0] &&
           (const unsigned char *)address < heap[0] + sizeof heap;
}

bool memory_is_live(const void *address)
{
    State state = byte_of(address)->state;
    return state == FRESH || state == WRITTEN;
}

bool memory_is_fresh(const void *address)
{
    return byte_of(address)->state == FRESH;
}

Clock *memory_clock(const void *address)
{
    return &byte_of(address)->release;
}

struct Store **memory_newest(const void *address)
{
    return &byte_of(address)->newest;
}

void memory_begin(void)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        for (size_t at = 0; at < used[i]; at++)
            *byte_of(&heap[i][at]) = (Byte){.state = OUTSIDE};
        used[i] = 0;
    }
    live_blocks = 0;
}

static void find_leak(int area)
{
    for (size_t at = 0; at < used[area];) {
        Header *header = (Header *)&heap[area][at];
        if (memory_is_live(header + 1)) {
            self = area;
            fault(header->pc, "never freed: %zu bytes, allocated here",
                  header->size);
        }
        at += sizeof *header + ((header->size + 15) & ~(size_t)15) + GAP;
    }
}

void memory_end(void)
{
    for (int i = 0; live_blocks > 0 && i < MAX_THREADS; i++)
        find_leak(i);
}

// Whether what `clock` counts is all known to the thread that runs. All counts
// are compared at once: the spare bit above each of ours stays set unless the
// other is greater.
static bool is_before_us(const Clock *clock)
{
    const uint64_t spare = 0x8000800080008000;
    uint64_t ours, theirs;

    __builtin_memcpy(&ours, &threads[self].clock, sizeof ours);
    __builtin_memcpy(&theirs, clock, sizeof theirs);
    return (((ours | spare) - theirs) & spare) == spare;
}

_Static_assert(sizeof(Clock) == sizeof(uint64_t), "compared as one number");

static const bool conflict[ACCESSES][ACCESSES] = {
    [READ_PLAIN] = {[WRITE_PLAIN] = true, [WRITE_ATOMIC] = true},
    [READ_ATOMIC] = {[WRITE_PLAIN] = true},
    [WRITE_PLAIN] = {true, true, true, true},
    [WRITE_ATOMIC] = {[READ_PLAIN] = true, [WRITE_PLAIN] = true},
};

static void check_byte(Byte *byte, Access access, const void *pc)
{
    if (byte->state == FREED)
        fault(pc, "use after free");
    if (byte->state == OUTSIDE)
        fault(pc, "outside of every block");
    for (int other = 0; other < ACCESSES; other++) {
        if (conflict[access][other] && !is_before_us(&byte->last[other]))
            fault(pc, "data race");
    }
}

// Two accesses of which one writes, one is plain and neither happens before the
// other are a data race, in whichever order this run has them.
void memory_access(const void *address, size_t size, Access access,
                   const void *pc)
{
    if (!memory_is_ours(address))
        return;
    Op op = {.kind = OP_PLAIN, .on = {address}, .pc = pc};
    if (recording)
        record(self, &op, access, size);
    Byte *byte = byte_of(address);
    uint16_t count = threads[self].clock.of[self];
    for (size_t i = 0; i < size; i++, byte++) {
        // Had another one touched it meanwhile, it would have found the race.
        if (byte->last[access].of[self] == count && byte->state == WRITTEN)
            continue;
        check_byte(byte, access, pc);
        byte->last[access].of[self] = count;
        if (access >= WRITE_PLAIN)
            byte->state = WRITTEN;
    }
}

// Not memset, which hooks.c takes for an access of the thread's.
static void fill(void *block, unsigned char value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile unsigned char *)block)[i] = value;
}

void *malloc(size_t size)
{
    size_t whole = sizeof(Header) + ((size + 15) & ~(size_t)15) + GAP;
    if (used[self] + whole > AREA)
        fault(HERE, "the explorer's heap is too small");
    Header *header = (Header *)&heap[self][used[self]];
    used[self] += whole;
    *header = (Header){size, HERE};
    fill(header + 1, 0xa5, size);
    for (size_t i = 0; i < size; i++) {
        Byte *byte = byte_of((char *)(header + 1) + i);
        byte->state = FRESH;
        byte->last[WRITE_PLAIN].of[self] = threads[self].clock.of[self];
    }
    live_blocks++;
    return header + 1;
}

void *calloc(size_t count, size_t size)
{
    void *block = malloc(count * size);
    memset(block, 0, count * size);
    return block;
}

// To free is to write every byte of the block, for the last time.
static void free_from(void *block, const void *pc)
{
    Header *header = (Header *)block - 1;

    if (!memory_is_ours(block))
        fault(pc, "free of what was not allocated");
    if (byte_of(block)->state == FREED)
        fault(pc, "double free");
    if (byte_of(block)->state == OUTSIDE || memory_is_live(header))
        fault(pc, "free of what was not allocated");
    Op op = {.kind = OP_FREE, .on = {block}, .pc = pc};
    if (recording)
        record(self, &op, WRITE_PLAIN, header->size);
    memory_access(block, header->size, WRITE_PLAIN, pc);
    for (size_t i = 0; i < header->size; i++)
        byte_of((char *)block + i)->state = FREED;
    fill(block, 0xdb, header->size);
    live_blocks--;
}

void free(void *block)
{
    if (block)
        free_from(block, HERE);
}

void *realloc(void *block, size_t size)
{
    void *larger = malloc(size);
    if (block) {
        size_t old = ((Header *)block - 1)->size;
        memcpy(larger, block, old < size ? old : size);
        free_from(block, HERE);
    }
    return larger;
}

void abort(void)
{
    fault(HERE, "aborted");
}

// --- Clocks

void clock_join(Clock *clock, const Clock *other)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        if (clock->of[i] < other->of[i])
            clock->of[i] = other->of[i];
    }
}

void clock_acquire(const Clock *from)
{
    clock_join(&threads[self].clock, from);
}

// What comes later is not part of what was released.
void clock_release(Clock *to)
{
    clock_join(to, &threads[self].clock);
    threads[self].clock.of[self]++;
}
