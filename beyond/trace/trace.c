#include "trace.h"

#include "must.h"

#include <pthread.h>
#include <stdatomic.h>

static atomic_int threads, tasks;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// lock must be held when using these:
static Event *events;
static size_t count, capacity;

int trace_thread(void)
{
    static _Thread_local int self;

    if (!self)
        self = 1 + atomic_fetch_add(&threads, 1);
    return self;
}

int trace_new_task(void)
{
    return 1 + atomic_fetch_add(&tasks, 1);
}

static void append(Event event)
{
    if (count == TRACE_MOST)
        return;
    if (count == capacity) {
        capacity = capacity ? 2 * capacity : 1024;
        events = realloc(events, capacity * sizeof *events);
        must(events != NULL, "out of memory");
    }
    events[count++] = event;
}

static void remember(Event event)
{
    event.thread = trace_thread();

    pthread_mutex_lock(&lock);
    event.at = instant_now(); // under the lock: time goes as the list goes
    append(event);
    pthread_mutex_unlock(&lock);
}

void trace(What what, int subject)
{
    remember((Event){.what = what, .subject = subject});
}

void trace_name_thread(const char *literal)
{
    remember((Event){.what = NAMED, .name = literal});
}

const Event *trace_events(size_t *how_many)
{
    *how_many = count;
    return events;
}

void trace_forget(void)
{
    free(events);
    events = NULL;
    count = capacity = 0;
}
