// What is measured, and how it is told; the same for all contenders in C.
#include "bench.h"

#include "must.h"

#include <time.h>
#include <unistd.h>

#define MILLISECOND 1000000
#define SECOND 1000000000

void print_figure(const char *name, double value)
{
    printf("%s %.6g\n", name, value);
}

int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

// xorshift64
int64_t random_below(int64_t limit)
{
    static uint64_t state = 88172645463325252;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int64_t)(state % (uint64_t)limit);
}

// Two microseconds a timer, to register it.
static int64_t first_delay(long timers)
{
    return 10 * MILLISECOND + timers * 2000;
}

int64_t *far_delays(long timers)
{
    int64_t *delays = must_alloc((size_t)timers * sizeof *delays);

    for (long i = 0; i < timers; i++)
        delays[i] = first_delay(timers) + random_below(SECOND);
    return delays;
}

void sleep_past_delays(int64_t start, long timers)
{
    int64_t first = start + first_delay(timers);
    // Some count in milliseconds, and round up.
    int64_t left = first + SECOND + 2 * MILLISECOND - now_ns();

    must(now_ns() < first, "too slow: a timer was due while others were "
                           "registered");
    nanosleep(&(struct timespec){left / SECOND, left % SECOND}, NULL);
}

void print_timers(long timers, int64_t to_register, int64_t to_fire)
{
    print_figure("ns_to_register", (double)to_register / (double)timers);
    print_figure("ns_to_fire", (double)to_fire / (double)timers);
    print_figure("ns_both", (double)(to_register + to_fire) / (double)timers);
}

int64_t short_delay(void)
{
    return MILLISECOND + random_below(199 * MILLISECOND);
}

static int64_t *latenesses;
static size_t late_count, late_room;

void note_lateness(int64_t ns)
{
    if (late_count == late_room) {
        late_room = late_room ? 2 * late_room : 1024;
        latenesses = realloc(latenesses, late_room * sizeof *latenesses);
        must(latenesses != NULL, "out of memory");
    }
    latenesses[late_count++] = ns;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void print_lateness(void)
{
    size_t early = 0;

    qsort(latenesses, late_count, sizeof *latenesses, compare);
    while (early < late_count && latenesses[early] < 0)
        early++;
    print_figure("us_median", (double)latenesses[late_count / 2] / 1e3);
    print_figure("us_99", (double)latenesses[late_count * 99 / 100] / 1e3);
    print_figure("early", (double)early);
    free(latenesses);
}

long resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    must(file && fscanf(file, "%*d %ld", &pages) == 1, "no /proc/self/statm");
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}
