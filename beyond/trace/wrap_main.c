// Begins and ends the trace, around the program's own main.
#include "must.h"
#include "trace.h"
#include "world.h"

#include <errno.h>
#include <string.h>

static void say_if_cut(void)
{
    size_t count;

    trace_events(&count);
    if (count == TRACE_MOST)
        fprintf(stderr, "trace: only the first %d events are kept\n",
                TRACE_MOST);
}

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv)
{
    const char *path = getenv("TRACE_FILE");

    world_begin();
    trace_name_thread("main's thread");
    trace(AWAKE, 0);
    int status = __real_main(argc, argv);
    trace(ENDS, 0);
    if (!path)
        path = "trace.json";
    say_if_cut();
    if (trace_write(path))
        return status;
    fprintf(stderr, "trace: cannot write %s: %s\n", path, strerror(errno));
    return 2;
}
