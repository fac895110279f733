#include "json.h"

// The caller adds what else is in it, and the brace behind it.
static void put(Writer *w, const char *phase, const Lane *lane)
{
    Duration ns = w->event.at - w->start;

    fprintf(w->file, ",\n{\"ph\":\"%s\",\"pid\":1,\"tid\":%d,\"ts\":%lld.%03d",
            phase, lane->tid, (long long)(ns / 1000), (int)(ns % 1000));
}

void json_name(Writer *w, Lane *lane, const char *name, int number)
{
    lane->named = true;
    put(w, "M", lane);
    fprintf(w->file, ",\"name\":\"thread_name\",\"args\":{\"name\":\"%s", name);
    if (number)
        fprintf(w->file, " %d", number);
    fprintf(w->file, "\"}}");
    put(w, "M", lane);
    fprintf(w->file,
            ",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":%d}}",
            lane->tid);
}

void json_instant(Writer *w, const Lane *lane, const char *name)
{
    put(w, "i", lane);
    fprintf(w->file,
            ",\"s\":\"t\",\"name\":\"%s\",\"args\":{\"handles\":%d,"
            "\"thread\":%d}}",
            name, lane->handles, w->event.thread);
}

void json_arrow(Writer *w, const Lane *to)
{
    w->arrows++;
    put(w, "s", &w->threads[w->event.thread]);
    fprintf(w->file, ",\"id\":%d,\"cat\":\"wake\",\"name\":\"wake\"}",
            w->arrows);
    put(w, "f", to);
    fprintf(w->file,
            ",\"bp\":\"e\",\"id\":%d,\"cat\":\"wake\",\"name\":\"wake\"}",
            w->arrows);
}

// The state's begin or end. Both have its name: some viewers match by it.
static void put_state(Writer *w, const char *phase, const Lane *lane)
{
    put(w, phase, lane);
    fprintf(w->file, ",\"name\":\"%s", lane->state);
    if (lane->called)
        fprintf(w->file, " %d", lane->called);
    fprintf(w->file, "\"}");
}

void json_leave(Writer *w, Lane *lane)
{
    if (lane->state)
        put_state(w, "E", lane);
    lane->state = NULL;
}

static void enter(Writer *w, Lane *lane, const char *state, int called)
{
    json_leave(w, lane);
    lane->state = state;
    lane->called = called;
    put_state(w, "B", lane);
}

void json_enter(Writer *w, Lane *lane, const char *state)
{
    enter(w, lane, state, 0);
}

void json_enter_call(Writer *w, Lane *thread, int task)
{
    enter(w, thread, "calls task", task);
}
