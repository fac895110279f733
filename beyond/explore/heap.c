// malloc and free, for the threads of one run.
#include "explore.h"

#include "shim/stdlib.h"

#include <string.h>

#define GAP 16 // behind each block

// In front of each block.
typedef struct Header {
    size_t size;
    const void *pc; // who asked for it
    struct Header *older;
    int thread;
    bool is_free;
} Header;

_Static_assert(sizeof(Header) % 16 == 0, "blocks are aligned");

static Header *newest;

void heap_begin(void)
{
    newest = NULL;
}

void heap_end(void)
{
    for (const Header *header = newest; header; header = header->older) {
        if (header->is_free)
            continue;
        self = header->thread;
        fault(header->pc, "never freed: %zu bytes, allocated here",
              header->size);
    }
}

static Header *find(const void *block)
{
    Header *header = newest;

    while (header && header + 1 != block)
        header = header->older;
    return header;
}

// Not memset, which hooks.c takes for an access of the thread's.
static void fill(void *block, unsigned char value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile unsigned char *)block)[i] = value;
}

void *malloc(size_t size)
{
    size_t rounded = (size + 15) & ~(size_t)15;
    Header *header = memory_take(sizeof *header + rounded + GAP);

    *header = (Header){size, HERE, newest, self, false};
    newest = header;
    fill(header + 1, 0xa5, size);
    memory_given(header + 1, size);
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
    Header *header = find(block);

    if (!header)
        fault(pc, "free of what was not allocated");
    if (header->is_free)
        fault(pc, "double free");
    Op op = {.kind = OP_FREE, .on = {block}, .pc = pc};
    if (recording)
        record(self, &op, WRITE_PLAIN, header->size);
    memory_access(block, header->size, WRITE_PLAIN, pc);
    memory_freed(block, header->size);
    fill(block, 0xdb, header->size);
    header->is_free = true;
}

void free(void *block)
{
    if (block)
        free_from(block, HERE);
}

void *realloc(void *block, size_t size)
{
    const Header *old = find(block);
    void *larger = malloc(size);

    if (block && !old)
        fault(HERE, "realloc of what was not allocated");
    if (block) {
        memcpy(larger, block, old->size < size ? old->size : size);
        free_from(block, HERE);
    }
    return larger;
}
