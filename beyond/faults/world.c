#define WORLD_ITSELF
#include "fault.h"

#include <stdatomic.h>
#include <string.h>

static long fault_at;
static Fault *fault;
static atomic_long calls;
static atomic_int alive[KINDS];

void fault_plan(long at, Fault *where)
{
    fault_at = at;
    fault = where;
}

bool world_fails(const char *call, const char *file, int line, int error)
{
    if (atomic_fetch_add(&calls, 1) + 1 != fault_at)
        return false;
    const char *slash = strrchr(file, '/');
    *fault = (Fault){call, slash ? slash + 1 : file, line};
    errno = error;
    return true;
}

void world_count(Kind kind, int more)
{
    atomic_fetch_add(&alive[kind], more);
}

bool fault_left_nothing(void)
{
    static const char *const names[KINDS] = {"blocks", "mutexes", "conditions",
                                             "attributes", "threads"};
    bool nothing = true;

    for (int kind = 0; kind < KINDS; kind++) {
        if (alive[kind] == 0)
            continue;
        fprintf(stderr, "left behind: %d %s\n", alive[kind], names[kind]);
        nothing = false;
    }
    return nothing;
}
