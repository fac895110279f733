// The example of step 5 on a pool: the same tasks, the same timer, and only
// another place to spawn them.
#include "must.h"
#include "periodic.h"
#include "pool.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#define MOST_THREADS 64

static const char usage[] = "Usage: pool_ding [THREADS]\n"
                            "Nine tasks ding on so many threads (1 to 64; 2).";

static atomic_int threads_seen;
static _Thread_local int this_thread; // 0: has not dinged yet

// On whichever thread asks the task. stdio has a lock of its own.
static void ding(int id)
{
    if (this_thread == 0)
        this_thread = ++threads_seen;
    printf("Task %d - ding (thread %d)\n", id, this_thread);
    fflush(stdout);
}

static size_t parse_threads(int argc, char **argv)
{
    char *end;
    long threads = argc < 2 ? 2 : strtol(argv[1], &end, 10);

    if (argc > 2 || threads < 1 || threads > MOST_THREADS ||
        (argc == 2 && *end)) {
        fprintf(stderr, "%s\n", usage);
        exit(2);
    }
    return (size_t)threads;
}

int main(int argc, char **argv)
{
    size_t threads = parse_threads(argc, argv);
    ToyTimer *timer = toy_timer_new();
    if (!timer) {
        fprintf(stderr, "pool_ding: cannot start the timer's thread: %s\n",
                strerror(errno));
        return 2;
    }
    ToyPool *pool = toy_pool_new(threads);

    Instant start = instant_now();
    for (int id = 1; id <= 9; id++)
        toy_pool_spawn(pool, periodic_new(id, start, id * 100 * MILLISECOND, 2,
                                          timer, ding));
    size_t ran_on = toy_pool_run(pool);

    toy_pool_free(pool);
    toy_timer_free(timer);
    if (ran_on < threads)
        fprintf(stderr, "pool_ding: only %zu threads could be started\n",
                ran_on);
    return 0;
}
