// Variables of a thread's own (_Thread_local). All threads of a run are one to
// the system, and have one such set; so each gets its own while it steps.
#define _GNU_SOURCE
#include "explore.h"

#include <link.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST 256

static unsigned char *place; // the program's set, which the system made
static size_t size;
static unsigned char kept[MAX_THREADS][MOST];

// Not memcpy, which hooks.c takes for an access of the thread's.
static void copy(volatile unsigned char *to, const unsigned char *from)
{
    for (size_t i = 0; i < size; i++)
        to[i] = from[i];
}

static int find(struct dl_phdr_info *info, size_t unused, void *initial)
{
    (void)unused;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_TLS)
            continue;
        place = info->dlpi_tls_data;
        size = info->dlpi_phdr[i].p_memsz;
    }
    if (size > MOST) {
        fprintf(stderr, "explore: too many thread-local variables\n");
        exit(2);
    }
    copy(initial, place);
    return 1; // the first is the program, the others are libraries
}

void own_begin(void)
{
    static unsigned char initial[MOST];
    static bool found;

    if (!found)
        dl_iterate_phdr(find, initial);
    found = true;
    for (int i = 0; i < MAX_THREADS; i++)
        copy(kept[i], initial);
}

void own_load(int thread)
{
    copy(place, kept[thread]);
}

void own_keep(int thread)
{
    copy(kept[thread], place);
}
