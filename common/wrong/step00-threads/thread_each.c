// Why not a thread for each? Nine are no trouble. Then as many as we get.
// Shows: sleeping threads: each [0-9]+ us
#include "must.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BOUND 10000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
// lock must be held when using these:
static int asleep;
static bool over;

static void *sleeper(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&lock);
    asleep++;
    pthread_cond_broadcast(&changed);
    while (!over)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static long microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

typedef struct {
    long address_space;
    long resident;
} Kib;

// What the process takes, as Linux tells it; elsewhere nothing.
static Kib memory(void)
{
    Kib pages = {0, 0};
    long page_kib = sysconf(_SC_PAGESIZE) / 1024;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm)
        return pages;
    if (fscanf(statm, "%ld %ld", &pages.address_space, &pages.resident) != 2)
        pages = (Kib){0, 0};
    fclose(statm);
    return (Kib){pages.address_space * page_kib, pages.resident * page_kib};
}

static void report(int count, long start, Kib before)
{
    Kib after = memory();

    printf("%d sleeping threads: each %ld us to start, %ld KiB of memory, "
           "%ld KiB of addresses\n",
           count, (microseconds() - start) / count,
           (after.resident - before.resident) / count,
           (after.address_space - before.address_space) / count);
}

static void run_threads(int most)
{
    static pthread_t threads[BOUND];
    Kib before = memory();
    long start = microseconds();
    int count = 0;
    int error = 0;

    over = false;
    asleep = 0;
    while (count < most && !error) {
        error = pthread_create(&threads[count], NULL, sleeper, NULL);
        count += !error;
    }
    pthread_mutex_lock(&lock);
    while (asleep < count)
        pthread_cond_wait(&changed, &lock);
    if (error)
        printf("stopped at %d: %s\n", count, strerror(error));
    if (count > 0)
        report(count, start, before);
    over = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    while (count > 0)
        pthread_join(threads[--count], NULL);
}

int main(void)
{
    run_threads(9);
    run_threads(BOUND);
    return 0;
}
