// Breadth first, each state by a run from the beginning. Two runs that differ
// only in the order of what commutes lead to the same state: see traces.c.
#include "states.h"

#include "report.h"
#include "search.h"
#include "states_json.h"
#include "traces.h"

#include <errno.h>

#define MOST_STATES 20000

// The first state is reached by `before`, in which there is nothing to choose;
// the others from a state, by a choice.
typedef struct {
    uint64_t key;
    int from;
    Choice by;
} State;

static State states[MOST_STATES];
static int state_count;
static Choice before[MAX_STEPS];
static int before_count;

// --- A run to a state

static Choice path[MAX_STEPS + 1];
static int path_count, path_done;
static unsigned possible; // at its end; 0: there the run is over

static Choice choose_path(unsigned choices)
{
    if (path_done == path_count) {
        possible = choices;
        return NO_CHOICE;
    }
    if (path_done == path_count - 1)
        report_begin(); // of the last step only
    trace_note(path[path_done]);
    return path[path_done++];
}

static void run_path(const Scene *which)
{
    path_done = 0;
    possible = 0;
    trace_begin();
    search_run(which, choose_path);
    recording = false;
}

static void path_to(int state)
{
    int steps = 0;

    for (int at = state; at > 0; at = states[at].from)
        steps++;
    path_count = before_count + steps;
    for (int i = 0; i < before_count; i++)
        path[i] = before[i];
    for (int at = state; at > 0; at = states[at].from)
        path[before_count + --steps] = states[at].by;
}

// --- All of them

static void find_first(const Scene *which)
{
    path_count = 0;
    run_path(which);
    while (possible && !(possible & (possible - 1))) {
        before[before_count] = path[before_count] = choose_next(possible);
        path_count = ++before_count;
        run_path(which);
    }
    states[0] = (State){.key = trace_state()};
    state_count = 1;
}

// -1: there are too many.
static int number_of(State state)
{
    for (int i = 0; i < state_count; i++) {
        if (states[i].key == state.key)
            return i;
    }
    if (state_count == MOST_STATES)
        return -1;
    states[state_count] = state;
    return state_count++;
}

static bool step(const Scene *which, int from, Choice by)
{
    path_to(from);
    path[path_count++] = by;
    run_path(which);
    int to = number_of((State){.key = trace_state(), .from = from, .by = by});
    if (to >= 0)
        json_step(by, to);
    return to >= 0;
}

static bool visit(const Scene *which, int state)
{
    bool fits = true;

    path_to(state);
    run_path(which);
    unsigned choices = possible;
    json_state(state, choices);
    for (Choice c = 0; c < CHOICES && fits; c++) {
        if (choices & 1u << c)
            fits = step(which, state, c);
    }
    json_state_end();
    return fits;
}

bool states_write(const char *file, const Scene *which)
{
    bool fits = true;

    if (!json_begin(file))
        return false;
    find_first(which);
    for (int i = 0; i < state_count && fits; i++)
        fits = visit(which, i);
    if (!json_end(before, before_count))
        return false;
    errno = 0;
    return fits;
}
