// What threads buy, and what they cost: tasks that compute, and tasks that only
// wake one another.
#include "bench.h"
#include "container_of.h"
#include "crew.h"
#include "must.h"

#include <stdatomic.h>

typedef struct {
    ToyTask task;
    long steps;
    unsigned number;
} Computer;

static Async computer_complete(ToyTask *task, WakeHandle *wake)
{
    Computer *self = container_of(task, Computer, task);

    (void)wake;
    for (long i = 0; i < self->steps; i++)
        self->number = self->number * 1664525 + 1013904223;
    return self->number == 0 ? ASYNC_WILL_WAKE : ASYNC_DONE; // it is not 0
}

static void computer_destroy(ToyTask *task)
{
    free(container_of(task, Computer, task));
}

static void spawn_computer(Crew *crew, long steps)
{
    static const ToyTaskVTable vtable = {computer_complete, computer_destroy};
    Computer *self = must_alloc(sizeof *self);

    *self = (Computer){{&vtable}, steps, 1};
    crew_spawn(crew, &self->task);
}

// Two tasks pass a ball to and fro. Sequentially consistent: each leaves its
// handle and then looks at the ball, or moves the ball and then looks for the
// handle; one of the two sees the other.
typedef struct {
    _Atomic(WakeHandle *) handles[2];
    atomic_long ball; // passed so often; even: it is with side 0
    long last;
} Pair;

typedef struct {
    ToyTask task;
    Pair *pair;
    int side;
} Player;

static Async player_complete(ToyTask *task, WakeHandle *wake)
{
    Player *self = container_of(task, Player, task);
    Pair *pair = self->pair;

    if (!pair->handles[self->side])
        pair->handles[self->side] = wake_handle_clone(wake);
    long ball = pair->ball;
    if (ball < pair->last && ball % 2 == self->side) {
        pair->ball = ++ball;
        WakeHandle *other = pair->handles[1 - self->side];
        if (other)
            wake_handle_wake(other);
    }
    return ball >= pair->last ? ASYNC_DONE : ASYNC_WILL_WAKE;
}

static void player_destroy(ToyTask *task)
{
    free(container_of(task, Player, task));
}

static void spawn_pair(Crew *crew, Pair *pair)
{
    static const ToyTaskVTable vtable = {player_complete, player_destroy};

    for (int side = 0; side < 2; side++) {
        Player *self = must_alloc(sizeof *self);
        *self = (Player){{&vtable}, pair, side};
        crew_spawn(crew, &self->task);
    }
}

static double run(Crew *crew)
{
    int64_t start = now_ns();

    crew_run(crew);
    return (double)(now_ns() - start);
}

static void compute(const long *argument)
{
    Park *park = park_new();
    Crew *crew = crew_new(park);

    for (long i = 0; i < argument[0]; i++)
        spawn_computer(crew, argument[1]);
    print_figure("ms", run(crew) / 1e6);
    crew_free(crew);
    park_drop(park);
}

static void pass(const long *argument)
{
    Park *park = park_new();
    Crew *crew = crew_new(park);
    Pair *pairs = must_alloc((size_t)argument[0] * sizeof *pairs);

    for (long i = 0; i < argument[0]; i++) {
        pairs[i] = (Pair){.last = argument[1]};
        spawn_pair(crew, &pairs[i]);
    }
    print_figure("ns_per_pass",
                 run(crew) / (double)(argument[0] * argument[1]));
    crew_free(crew);
    park_drop(park);
    for (long i = 0; i < argument[0]; i++) {
        for (int side = 0; side < 2; side++)
            wake_handle_drop(pairs[i].handles[side]);
    }
    free(pairs);
}

const Workload workloads[] = {
    {"compute", 2, compute, NULL},
    {"pass", 2, pass, NULL},
    {NULL, 0, NULL, NULL},
};
