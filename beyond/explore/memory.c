// The memory of the heap, and for each of its bytes who touched it last.
// Nothing is given out twice, so an address stands for one object, and what was
// freed stays known.
#include "explore.h"

// Each thread has an area of its own: addresses do not depend on the order in
// which threads allocate.
#define AREA (32 * 1024)

typedef enum { OUTSIDE, FRESH, WRITTEN, FREED } State;

typedef struct {
    Clock last[ACCESSES];
    Clock release;        // of the mutex that begins here
    struct Store *newest; // of the atomic
    State state;
} Byte;

static _Alignas(16) unsigned char areas[MAX_THREADS][AREA];
static Byte bytes[MAX_THREADS * AREA];
static size_t used[MAX_THREADS];
bool peeking;

static Byte *byte_of(const void *address)
{
    return &bytes[(const unsigned char *)address - areas[0]];
}

bool memory_is_ours(const void *address)
{
    return !peeking && (const unsigned char *)address >= areas[0] &&
           (const unsigned char *)address < areas[0] + sizeof areas;
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
            *byte_of(&areas[i][at]) = (Byte){.state = OUTSIDE};
        used[i] = 0;
    }
}

void *memory_take(size_t size)
{
    if (used[self] + size > AREA)
        fault(HERE, "the explorer's heap is too small");
    void *memory = &areas[self][used[self]];
    used[self] += size;
    return memory;
}

void memory_given(const void *block, size_t size)
{
    Byte *byte = byte_of(block);

    for (size_t i = 0; i < size; i++, byte++) {
        byte->state = FRESH;
        byte->last[WRITE_PLAIN].of[self] = threads[self].clock.of[self];
    }
}

void memory_freed(const void *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        byte_of((const char *)block + i)->state = FREED;
}

// Whether what `clock` counts is all known to the thread that runs. All counts
// are compared at once: the spare bit above each of ours stays set unless the
// other is greater.
static bool is_known(const Clock *clock)
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
        if (conflict[access][other] && !is_known(&byte->last[other]))
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
