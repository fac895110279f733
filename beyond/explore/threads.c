// Threads and the clock, for the threads of one run.
#include "explore.h"

#include "shim/pthread.h"
#include "shim/stdlib.h"
#include "shim/time.h"

int pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                   void *(*function)(void *), void *argument)
{
    (void)attr;
    if (thread_count == MAX_THREADS)
        fault(HERE, "more threads than the explorer has");
    Op op = {.kind = OP_CREATE, .pc = HERE};
    if (recording)
        record(self, &op, ACCESSES, 0);
    memory_access(thread, sizeof *thread, WRITE_PLAIN, HERE);
    *thread = (pthread_t)world_thread_new(function, argument);
    return 0;
}

int pthread_join(pthread_t thread, void **result)
{
    (void)result;
    announce((Op){.kind = OP_JOIN, .on = {(void *)thread}, .pc = HERE});
    clock_acquire(&threads[thread].clock);
    return 0;
}

pthread_t pthread_self(void)
{
    return (pthread_t)self;
}

// --- The clock

int clock_gettime(clockid_t clock, struct timespec *time)
{
    if (scene->ticks[0])
        announce((Op){.kind = OP_NOW, .on = {&now}, .pc = HERE});
    Nanoseconds value =
        now + (clock == CLOCK_MONOTONIC ? 0 : WALL_CLOCK_IS_AHEAD);
    memory_access(time, sizeof *time, WRITE_PLAIN, HERE);
    *time = (struct timespec){.tv_sec = (time_t)(value / SECOND),
                              .tv_nsec = (long)(value % SECOND)};
    return 0;
}

void abort(void)
{
    fault(HERE, "aborted");
}

_Noreturn void explore_assert_failed(const char *, const char *, int);
void explore_assert_failed(const char *truth, const char *file, int line)
{
    fault(HERE, "assertion failed: %s (%s:%d)", truth, file, line);
}
