// W5: two threads, each bound to a CPU, play a ball to one another.
#include "bench.h"

#include "must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>

static atomic_long ball; // passed so often; even: it is with side 0
static long last_pass;

bool rally_is_over(void)
{
    return ball >= last_pass;
}

bool rally_plays(int side)
{
    bool is_mine = ball % 2 == side;

    if (is_mine && !rally_is_over())
        ball++;
    return is_mine;
}

static void start_on(long cpu, pthread_t *thread, void *play(void *),
                     void *side)
{
    cpu_set_t set;
    pthread_attr_t attr;

    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    pthread_attr_init(&attr);
    pthread_attr_setaffinity_np(&attr, sizeof set, &set);
    must(pthread_create(thread, &attr, play, side) == 0,
         "cannot start a thread on that CPU");
    pthread_attr_destroy(&attr);
}

void rally(const long *argument, void *play(void *side))
{
    static int sides[] = {0, 1};
    pthread_t threads[2];
    struct rusage usage;
    double trips = (double)argument[0];

    last_pass = 2 * argument[0];
    int64_t start = now_ns();
    for (int i = 0; i < 2; i++)
        start_on(argument[1 + i], &threads[i], play, &sides[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    int64_t end = now_ns();
    getrusage(RUSAGE_SELF, &usage);
    print_figure("us_per_trip", (double)(end - start) / 1e3 / trips);
    print_figure("sleeps_per_trip", (double)usage.ru_nvcsw / trips);
}
