#include "peek.h"

#include "explore.h"
#include "locks.h"

#include <stdarg.h>
#include <stdio.h>

#define MOST 16

// Where none is linked, its address is NULL.
#pragma weak peek_park
#pragma weak peek_exec
#pragma weak peek_note
#pragma weak peek_letter
#pragma weak peek_letters

static Peeked all[MOST];
static int told;

void peek(const char *name, const char *format, ...)
{
    va_list arguments;

    if (told == MOST)
        return;
    all[told].name = name;
    va_start(arguments, format);
    vsnprintf(all[told].value, sizeof all[told].value, format, arguments);
    va_end(arguments);
    told++;
}

static const char *name_of(int thread)
{
    const char *name = scene->threads[thread];
    return name ? name : "a thread";
}

// Peeking, memory is nobody's; the lock's owner has to be asked for without.
void peek_lock(const char *name, const void *mutex)
{
    peeking = false;
    int owner = mutex_owner(mutex);
    peeking = true;
    if (owner < 0)
        peek(name, "free");
    else
        peek(name, "held by %s", name_of(owner));
}

void peek_bool(const char *name, bool value)
{
    peek(name, value ? "true" : "false");
}

bool peek_lives(const void *object)
{
    peeking = false;
    bool lives = object && memory_is_ours(object) && memory_is_live(object);
    peeking = true;
    return lives;
}

static void peek_sleepers(void)
{
    bool any = false;

    for (int i = 0; i < thread_count; i++) {
        if (threads[i].asleep)
            peek("asleep", "%s", name_of(i));
        any |= threads[i].asleep;
    }
    if (!any)
        peek("asleep", "nobody");
}

const Peeked *peek_all(int *count)
{
    void (*const each[])(void) = {peek_note, peek_letter, peek_letters,
                                  peek_exec, peek_park,   peek_sleepers};

    told = 0;
    peeking = true;
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        if (each[i])
            each[i]();
    }
    peeking = false;
    *count = told;
    return all;
}
