#include "model.h"

typedef struct {
    int ids[MOST];
    int count;
} Line;

typedef struct {
    Instant at;
    int id;
} Registration;

Thing things[MOST];
static int thing_count;
static Line queue, again, round_line;
static Registration registrations[MOST]; // in order of arrival
static int registration_count;

static void stand(Line *line, int id)
{
    line->ids[line->count++] = id;
}

static void join_line(Line *line, Line *more)
{
    for (int i = 0; i < more->count; i++)
        stand(line, more->ids[i]);
    more->count = 0;
}

void model_reset(void)
{
    thing_count = queue.count = again.count = round_line.count = 0;
    registration_count = 0;
}

int model_new(bool is_task)
{
    things[thing_count] = (Thing){.is_task = is_task, .registered = NOBODY};
    return thing_count++;
}

static void make_ready(int id)
{
    things[id].waiting = false;
    stand(&queue, id);
}

void model_spawn(int id)
{
    things[id].woken = true;
    make_ready(id);
}

void model_wake(int id)
{
    things[id].woken = true;
    if (things[id].waiting)
        make_ready(id);
}

void model_clone(int id)
{
    things[id].handles++;
}

// A task that nobody can wake takes its place in the queue too, to be ended.
void model_drop(int id)
{
    if (--things[id].handles == 0 && things[id].waiting)
        make_ready(id);
}

void model_begin_round(void)
{
    join_line(&round_line, &queue);
    join_line(&round_line, &again);
}

bool model_any_ready(void)
{
    return round_line.count + queue.count + again.count > 0;
}

int model_live(void)
{
    int live = 0;

    for (int id = 0; id < thing_count; id++)
        live += things[id].is_task && !things[id].ended;
    return live;
}

int model_next(void)
{
    if (round_line.count == 0)
        return NOBODY;
    int id = round_line.ids[0];
    round_line.count--;
    for (int i = 0; i < round_line.count; i++)
        round_line.ids[i] = round_line.ids[i + 1];
    return id;
}

void model_returned(int id, bool done)
{
    if (done)
        return;
    if (things[id].woken)
        stand(&again, id);
    else if (things[id].handles == 0)
        make_ready(id);
    else
        things[id].waiting = true;
}

void model_register(int id, Instant at, Instant now)
{
    model_clone(id);
    registrations[registration_count++] =
        (Registration){.at = at < now ? now : at, .id = id};
}

// The first to arrive of the earliest ones.
static int first_to_fire(void)
{
    int first = NOBODY;

    for (int i = 0; i < registration_count; i++) {
        if (first == NOBODY || registrations[i].at < registrations[first].at)
            first = i;
    }
    return first;
}

Instant model_earliest(void)
{
    int first = first_to_fire();
    return first == NOBODY ? INSTANT_NEVER : registrations[first].at;
}

int model_due(Instant now)
{
    int first = first_to_fire();

    if (first == NOBODY || registrations[first].at > now)
        return NOBODY;
    int id = registrations[first].id;
    registration_count--;
    for (int i = first; i < registration_count; i++)
        registrations[i] = registrations[i + 1];
    return id;
}

void model_drop_registered(void)
{
    while (registration_count > 0)
        model_drop(registrations[--registration_count].id);
}

bool model_call_periodic(int id, int by, Instant now)
{
    Thing *self = &things[id];
    bool dings = now >= self->next;

    if (dings) {
        self->dings--;
        self->next += self->period;
        self->registered = NOBODY;
    }
    if (self->dings > 0 && self->registered != by) {
        model_register(by, self->next, now);
        self->registered = by;
    }
    return dings;
}
