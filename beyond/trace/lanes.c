// The states of threads and tasks, out of what happened to them.
#include "json.h"
#include "must.h"

#define FIRST_TASK 1000 // tid of a task's lane: behind those of all threads

static const char waiting[] = "waiting";

static void thread_event(Writer *w)
{
    Lane *thread = &w->threads[w->event.thread];

    switch (w->event.what) {
    case NAMED:
        json_name(w, thread, w->event.name, 0);
        break;
    case SLEEPS:
        json_enter(w, thread, "asleep");
        break;
    case AWAKE:
        json_enter(w, thread, "awake");
        break;
    case ENDS:
        json_leave(w, thread);
        break;
    default: // UNPARKED: itself, or one that does not sleep yet, is no arrow
        if (w->event.subject && w->event.subject != w->event.thread)
            json_arrow(w, &w->threads[w->event.subject]);
    }
}

// Nobody has its handle, and no task is behind it.
static void leave_if_over(Writer *w, Lane *lane)
{
    if (lane->over && lane->handles == 0)
        json_leave(w, lane);
}

static void end(Writer *w, Lane *task)
{
    if (!task->done)
        json_instant(w, task, "dropped");
    task->over = true;
    json_enter(w, task, "gone");
    leave_if_over(w, task);
}

static void come_back(Writer *w, Lane *task, const char *state)
{
    json_enter(w, &w->threads[w->event.thread], "awake");
    json_enter(w, task, state);
}

static void task_event(Writer *w, Lane *task)
{
    switch (w->event.what) {
    case SPAWNED:
        json_instant(w, task, "spawned");
        json_enter(w, task, "ready");
        break;
    case CALLED:
        task->woken = false;
        json_enter_call(w, &w->threads[w->event.thread], w->event.subject);
        json_enter(w, task, "running");
        break;
    case WILL_WAKE:
        come_back(w, task, task->woken ? "ready" : waiting);
        break;
    case DONE:
        task->done = true;
        come_back(w, task, "done");
        json_instant(w, task, "done");
        break;
    default:
        end(w, task);
    }
}

static void wake(Writer *w, Lane *task)
{
    json_instant(w, task, "woken");
    task->woken = true;
    if (!task->over && task->state == waiting)
        json_enter(w, task, "ready");
    json_arrow(w, task);
}

static void count(Writer *w, Lane *task, int by, const char *name)
{
    task->handles += by;
    json_instant(w, task, name);
}

static void handle_event(Writer *w, Lane *task)
{
    switch (w->event.what) {
    case BARE:
        task->over = true;
        json_enter(w, task, waiting);
        break;
    case WOKEN:
        wake(w, task);
        break;
    case LENT:
        count(w, task, 1, "lent");
        break;
    case CLONED:
        count(w, task, 1, "cloned");
        break;
    case DROPPED:
        count(w, task, -1, "dropped a handle");
        break;
    default:
        leave_if_over(w, task);
    }
}

static void write_event(Writer *w)
{
    Lane *thread = &w->threads[w->event.thread];
    Lane *task = &w->tasks[w->event.subject];

    if (!thread->named)
        json_name(w, thread, "thread", w->event.thread);
    if (w->event.what <= UNPARKED) {
        thread_event(w);
        return;
    }
    if (!task->named)
        json_name(w, task, w->event.what == BARE ? "handle" : "task",
                  w->event.subject);
    if (w->event.what <= DESTROYED)
        task_event(w, task);
    else
        handle_event(w, task);
}

static Lane *lanes_new(int most, int first_tid)
{
    Lane *lanes = must_alloc(((size_t)most + 1) * sizeof *lanes);

    for (int i = 0; i <= most; i++)
        lanes[i] = (Lane){.tid = first_tid + i};
    return lanes;
}

// A program may end while threads sleep and tasks wait.
static void leave_all(Writer *w, Lane *lanes, int most)
{
    for (int i = 1; i <= most; i++)
        json_leave(w, &lanes[i]);
}

static void write_all(Writer *w, const Event *events, size_t count)
{
    int threads = 1, tasks = 1;

    for (size_t i = 0; i < count; i++) {
        const Event *event = &events[i];
        if (event->thread > threads)
            threads = event->thread;
        if (event->subject > tasks)
            tasks = event->subject;
    }
    w->threads = lanes_new(threads, 0);
    w->tasks = lanes_new(tasks, FIRST_TASK);
    for (size_t i = 0; i < count; i++) {
        w->event = events[i];
        write_event(w);
    }
    leave_all(w, w->threads, threads);
    leave_all(w, w->tasks, tasks);
    free(w->threads);
    free(w->tasks);
}

bool trace_write(const char *path)
{
    size_t count;
    const Event *events = trace_events(&count);
    Writer w = {.file = fopen(path, "w"), .start = count ? events->at : 0};

    if (!w.file)
        return false;
    fprintf(w.file, "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n"
                    "{\"ph\":\"M\",\"pid\":1,\"ts\":0,"
                    "\"name\":\"process_name\","
                    "\"args\":{\"name\":\"a run\"}}");
    write_all(&w, events, count);
    fprintf(w.file, "\n]}\n");
    bool written = !ferror(w.file);
    return fclose(w.file) == 0 && written;
}
