// Eight threads wake, register, spawn and drop at random, as fast as they can,
// for as long as they are told. Then the counts must balance, to the unit.
#include "soak.h"

#include "must.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8
#define MOST_PENDING 1000000 // timers; each is memory
#define LONGEST_DELAY (4000 * MILLISECOND)

static atomic_bool stopping;
static int seconds;

// xorshift64; never 0.
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static unsigned long long count_of(atomic_ullong *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

static unsigned long long pending(void)
{
    return count_of(&counts.registered) - count_of(&counts.fired) -
           count_of(&counts.unfired);
}

static void act_on(Bell *bell, uint64_t random)
{
    if (random % 4 == 0 && pending() < MOST_PENDING)
        bell_ring_later(bell, (Duration)(random / 4 % LONGEST_DELAY));
    else
        bell_ring(bell);
}

// The slot is ours while it is BUSY.
static void visit(Slot *slot, uint64_t random)
{
    Bell *bell = atomic_exchange(slot, BUSY);

    if (bell == BUSY)
        return;
    if (!bell) {
        soak_spawn(slot, 1 + random % 64);
    } else if (random % 64 == 0 || bell_task_has_ended(bell)) {
        bell_drop(bell);
        atomic_store(slot, NULL);
    } else {
        act_on(bell, random / 64);
        atomic_store(slot, bell);
    }
}

static void *disturb(void *seed)
{
    uint64_t random = *(uint64_t *)seed;

    while (!atomic_load_explicit(&stopping, memory_order_relaxed))
        visit(&slots[next_random(&random) % TASKS], next_random(&random));
    return NULL;
}

static void show(int second)
{
    bool overwrite = isatty(STDOUT_FILENO);

    if (!overwrite && second % 5 != 0 && second != seconds)
        return;
    printf("%s%3d s: %llu spawned, %llu calls, %llu wakes, %llu timers%s",
           overwrite ? "\r" : "", second, count_of(&counts.spawned),
           count_of(&counts.calls), count_of(&counts.wakes),
           count_of(&counts.registered),
           overwrite && second < seconds ? "" : "\n");
    fflush(stdout);
}

// All have been called, and nobody wakes: so none is owed a call. Then nothing
// is kept any more, and the tasks that are left can only be dropped.
static void close_slots(void)
{
    for (int i = 0; i < TASKS; i++) {
        Bell *bell = atomic_exchange(&slots[i], CLOSED);
        must(bell != BUSY, "a task was spawned, and not called");
        if (!bell)
            continue;
        must(!bell_is_owed(bell), "a wake was lost");
        bell_drop(bell);
    }
}

static void *direct(void *seed_of_all)
{
    pthread_t threads[THREADS];
    uint64_t seeds[THREADS];

    for (int i = 0; i < THREADS; i++) {
        seeds[i] = *(uint64_t *)seed_of_all + (uint64_t)i;
        must(pthread_create(&threads[i], NULL, disturb, &seeds[i]) == 0,
             "cannot start a thread");
    }
    for (int second = 1; second <= seconds; second++) {
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
        show(second);
    }
    atomic_store(&stopping, true);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    toy_timer_free(timer); // while tasks run, and its handles are their last
    soak_await_calls();
    close_slots();
    return NULL;
}

static bool balance(const char *what, unsigned long long begun,
                    unsigned long long over)
{
    printf("%-9s %12llu begun %12llu over%s\n", what, begun, over,
           begun == over ? "" : "   THEY DIFFER");
    return begun == over;
}

static bool all_balance(void)
{
    bool tasks = balance("tasks", counts.spawned, counts.ended);
    bool handles = balance("handles", counts.made, counts.dropped);
    bool timers =
        balance("timers", counts.registered, counts.fired + counts.unfired);

    printf("%llu timers fired and %llu were dropped; %llu wakes, none lost\n",
           counts.fired, counts.unfired, counts.wakes);
    return tasks && handles && timers;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    Park *park = park_new();
    pthread_t director;

    seconds = argc > 1 ? atoi(argv[1]) : 60;
    must(seconds > 0 && seed > 0, "usage: soak [SECONDS [SEED]]");
    printf("%d tasks, %d threads, %d s, seed %llu\n", TASKS, THREADS, seconds,
           (unsigned long long)seed);
    exec = toy_exec_new(park);
    timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    for (int i = 0; i < TASKS; i++) {
        atomic_store(&slots[i], BUSY);
        soak_spawn(&slots[i], 1 + (unsigned)i % 64);
    }
    must(pthread_create(&director, NULL, direct, &seed) == 0,
         "cannot start a thread");
    toy_exec_run(exec);
    pthread_join(director, NULL);
    toy_exec_run(exec); // what was spawned after the first run returned
    toy_exec_free(exec);
    park_drop(park);
    return all_balance() ? EXIT_SUCCESS : EXIT_FAILURE;
}
