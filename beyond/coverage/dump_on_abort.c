// Some tests have a process end itself by abort, and what ran in it counts as
// well: so write the counts before it ends. Linked to what coverage.py builds.
#include <signal.h>

void __gcov_dump(void); // libgcov's

static void dump(int number)
{
    (void)number;
    __gcov_dump();
}

__attribute__((constructor)) static void dump_on_abort(void)
{
    signal(SIGABRT, dump); // abort goes on when this returns
}
