// Mutexes and condition variables, for the threads of one run. Each lives in
// the storage of the system's own.
#include "explore.h"
#include "locks.h"

#include "shim/pthread.h"
#include "shim/time.h"

#define DESTROYED 0xdeadu
#define NOBODY 0 // see mutex_owner

typedef struct {
    unsigned state; // 0 or DESTROYED
    int owner;      // a thread's number + 1: all zero is a new mutex
} Mutex;

typedef struct {
    unsigned state;
    int sleeper; // a thread's number + 1
    bool monotonic;
} Cond;

_Static_assert(sizeof(Mutex) <= sizeof(pthread_mutex_t), "does not fit");
_Static_assert(sizeof(Cond) <= sizeof(pthread_cond_t), "does not fit");

// To lock, to signal and so on is an atomic access to the object; to its first
// byte is enough, since to make, destroy or free it is one to all.
static void use(const void *object, unsigned state, const void *pc)
{
    memory_access(object, 1, WRITE_ATOMIC, pc);
    if (state == DESTROYED)
        fault(pc, "used after it was destroyed");
    if (state)
        fault(pc, "used before it was initialised");
}

static Mutex *use_mutex(pthread_mutex_t *storage, const void *pc)
{
    Mutex *mutex = (Mutex *)storage;
    use(storage, mutex->state, pc);
    return mutex;
}

static Cond *use_cond(pthread_cond_t *storage, const void *pc)
{
    Cond *cond = (Cond *)storage;
    use(storage, cond->state, pc);
    return cond;
}

int mutex_owner(const void *storage)
{
    const Mutex *mutex = storage;
    bool is_one = memory_is_ours(storage) && memory_is_live(storage);
    return is_one && !mutex->state ? mutex->owner - 1 : -1;
}

static void take(pthread_mutex_t *storage, const void *pc)
{
    Mutex *mutex = use_mutex(storage, pc);
    mutex->owner = self + 1;
    threads[self].locks++;
    clock_acquire(memory_clock(storage));
}

static void give(pthread_mutex_t *storage, const void *pc)
{
    Mutex *mutex = use_mutex(storage, pc);
    if (mutex->owner != self + 1)
        fault(pc, "unlocks a mutex that it does not hold");
    mutex->owner = NOBODY;
    threads[self].locks--;
    clock_release(memory_clock(storage));
}

int pthread_mutex_init(pthread_mutex_t *storage, const pthread_mutexattr_t *a)
{
    (void)a;
    memory_access(storage, sizeof *storage, WRITE_PLAIN, HERE);
    *(Mutex *)storage = (Mutex){0};
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *storage)
{
    Mutex *mutex = use_mutex(storage, HERE);
    memory_access(storage, sizeof *storage, WRITE_PLAIN, HERE);
    if (mutex->owner != NOBODY)
        fault(HERE, "destroys a mutex that is held");
    mutex->state = DESTROYED;
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t *storage)
{
    announce((Op){.kind = OP_LOCK, .on = {storage}, .pc = HERE});
    take(storage, HERE);
    return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *storage)
{
    Op op = {.kind = OP_UNLOCK, .on = {storage}, .pc = HERE};
    if (recording)
        record(self, &op, ACCESSES, 0);
    give(storage, HERE);
    return 0;
}

// --- Condition variables

int pthread_condattr_init(pthread_condattr_t *attr)
{
    *(clockid_t *)attr = CLOCK_REALTIME;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
    *(clockid_t *)attr = clock;
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attr)
{
    (void)attr;
    return 0;
}

int pthread_cond_init(pthread_cond_t *storage, const pthread_condattr_t *attr)
{
    memory_access(storage, sizeof *storage, WRITE_PLAIN, HERE);
    *(Cond *)storage = (Cond){.monotonic = attr && *(const clockid_t *)attr ==
                                                       CLOCK_MONOTONIC};
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *storage)
{
    Cond *cond = use_cond(storage, HERE);
    memory_access(storage, sizeof *storage, WRITE_PLAIN, HERE);
    if (cond->sleeper)
        fault(HERE, "destroys a condition variable that a thread sleeps in");
    cond->state = DESTROYED;
    return 0;
}

static void wait_until(pthread_cond_t *storage, pthread_mutex_t *lock,
                       Nanoseconds deadline, const void *pc)
{
    const void *clock = deadline < INT64_MAX ? &now : NULL;
    Thread *thread = &threads[self];

    announce((Op){.kind = OP_WAIT, .on = {lock, storage, clock}, .pc = pc});
    Cond *cond = use_cond(storage, pc);
    if (cond->sleeper)
        fault(pc, "a second sleeper: the explorer knows one only");
    give(lock, pc);
    cond->sleeper = self + 1;
    thread->deadline = deadline;
    thread->asleep = deadline > now;

    announce((Op){.kind = OP_WAKE, .on = {lock, storage, clock}, .pc = pc});
    use_cond(storage, pc)->sleeper = 0;
    take(lock, pc);
}

int pthread_cond_wait(pthread_cond_t *storage, pthread_mutex_t *lock)
{
    wait_until(storage, lock, INT64_MAX, HERE);
    return 0;
}

int pthread_cond_timedwait(pthread_cond_t *storage, pthread_mutex_t *lock,
                           const struct timespec *time)
{
    Nanoseconds deadline = time->tv_sec * SECOND + time->tv_nsec;
    if (!((const Cond *)storage)->monotonic)
        deadline -= WALL_CLOCK_IS_AHEAD;
    wait_until(storage, lock, deadline, HERE);
    return deadline <= now ? 110 /* ETIMEDOUT */ : 0;
}

int pthread_cond_signal(pthread_cond_t *storage)
{
    announce((Op){.kind = OP_SIGNAL, .on = {storage}, .pc = HERE});
    Cond *cond = use_cond(storage, HERE);
    record_values(0, cond->sleeper && threads[cond->sleeper - 1].asleep);
    if (cond->sleeper)
        threads[cond->sleeper - 1].asleep = false;
    return 0;
}

int pthread_cond_broadcast(pthread_cond_t *storage)
{
    return pthread_cond_signal(storage);
}
