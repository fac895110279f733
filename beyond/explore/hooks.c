// What the compiler calls at each plain access under -fsanitize=thread, and at
// each call. We do not link its library: these functions take its place.
#include "explore.h"

#include <string.h>

#define PLAIN(size)                                                            \
    void __tsan_read##size(void *at);                                          \
    void __tsan_write##size(void *at);                                         \
    void __tsan_unaligned_read##size(void *at);                                \
    void __tsan_unaligned_write##size(void *at);                               \
    void __tsan_read##size(void *at)                                           \
    {                                                                          \
        memory_access(at, size, READ_PLAIN, HERE);                             \
    }                                                                          \
    void __tsan_write##size(void *at)                                          \
    {                                                                          \
        memory_access(at, size, WRITE_PLAIN, HERE);                            \
    }                                                                          \
    void __tsan_unaligned_read##size(void *at)                                 \
    {                                                                          \
        memory_access(at, size, READ_PLAIN, HERE);                             \
    }                                                                          \
    void __tsan_unaligned_write##size(void *at)                                \
    {                                                                          \
        memory_access(at, size, WRITE_PLAIN, HERE);                            \
    }

PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)
PLAIN(16)

void __tsan_init(void);
void __tsan_read_range(void *at, size_t size);
void __tsan_write_range(void *at, size_t size);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);

void __tsan_init(void)
{
}

void __tsan_read_range(void *at, size_t size)
{
    memory_access(at, size, READ_PLAIN, HERE);
}

void __tsan_write_range(void *at, size_t size)
{
    memory_access(at, size, WRITE_PLAIN, HERE);
}

// Of wake.c and task.c, which call nothing but through a vtable: the Makefile
// puts them into a section of this name.
extern const char __start_vtable_calls[], __stop_vtable_calls[];

void __tsan_func_entry(void *caller)
{
    Thread *thread = &threads[self];
    bool by_vtable = (const char *)caller >= __start_vtable_calls &&
                     (const char *)caller < __stop_vtable_calls;

    if (by_vtable && thread->locks > 0)
        fault(caller, "a call through a vtable while a lock is held");
    if (thread->depth < (int)(sizeof thread->frames / sizeof(void *)))
        thread->frames[thread->depth] = caller;
    thread->depth++;
}

void __tsan_func_exit(void)
{
    threads[self].depth--;
}

// gcc tells of a copied struct before it copies, clang calls these.
void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    memory_access(from, size, READ_PLAIN, HERE);
    memory_access(to, size, WRITE_PLAIN, HERE);
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *memset(void *at, int value, size_t size)
{
    memory_access(at, size, WRITE_PLAIN, HERE);
    for (size_t i = 0; i < size; i++)
        ((char *)at)[i] = (char)value;
    return at;
}
