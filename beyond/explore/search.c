// All runs of a scene: depth first, each from the beginning.
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A place where there was a choice. Its subtree of runs holds each choice that
// is possible and does not sleep. A choice sleeps after its turn is over until
// something comes that does not commute with it: a run that has it earlier
// would be one that we had (sleep sets, Godefroid 1996).
typedef struct {
    unsigned possible;
    unsigned sleeping;
    unsigned done;
    Choice chosen;
    Choice before;
    int preemptions; // up to here
} Node;

static Node nodes[MAX_STEPS + 1];
static int node_count; // of the run to be done
static int depth;      // in the run that is on
static const Search *how;
static bool was_cut;

static Choice last_choice(void)
{
    return depth > 0 ? nodes[depth - 1].chosen : 0;
}

static Choice choose_after(Choice last, unsigned possible)
{
    if (last < SPURIOUS && possible & 1u << last)
        return last;
    Choice choice = 0;
    while (!(possible & 1u << choice))
        choice++;
    return choice;
}

Choice choose_next(unsigned possible)
{
    return choose_after(last_choice(), possible);
}

// To leave a thread that could go on, and to have the world do something.
static int cost(const Node *node, Choice choice)
{
    if (choice >= SPURIOUS)
        return (node->possible & ((1u << SPURIOUS) - 1)) != 0;
    return node->before < SPURIOUS && choice != node->before &&
           node->possible & 1u << node->before;
}

static unsigned left(const Node *node)
{
    unsigned choices = node->possible & ~node->sleeping & ~node->done;

    for (Choice c = 0; how && how->bound >= 0 && c < CHOICES; c++) {
        if (node->preemptions + cost(node, c) > how->bound)
            choices &= ~(1u << c);
    }
    return choices;
}

// Those that still sleep once the choice of the node is done.
static unsigned still_sleeping(const Node *node)
{
    unsigned all = node->sleeping | node->done;
    unsigned asleep = 0;
    Op chosen = world_op(node->chosen);

    if (how->brute || how->bound >= 0)
        return 0;
    for (Choice c = 0; c < CHOICES; c++) {
        if (!(all & 1u << c))
            continue;
        Op op = world_op(c);
        if (!dependent(c, &op, node->chosen, &chosen))
            asleep |= 1u << c;
    }
    return asleep;
}

static Node *node_for(unsigned possible, unsigned sleeping)
{
    Node *node = &nodes[depth];

    if (depth == node_count) {
        const Node *before = depth > 0 ? node - 1 : NULL;
        *node = (Node){.possible = possible, .sleeping = sleeping};
        node->before = last_choice();
        if (before)
            node->preemptions =
                before->preemptions + cost(before, before->chosen);
        if (!left(node))
            return NULL;
        node->chosen = choose_next(left(node));
        node_count++;
    }
    return node;
}

// --- Traces: runs that differ only in the order of what commutes

static struct {
    Choice choice;
    Op op;
    int level;
} events[MAX_STEPS + 1];

static uint64_t *traces;
static size_t trace_count, trace_capacity;

static void note_event(Choice choice)
{
    events[depth].choice = choice;
    events[depth].op = world_op(choice);
    events[depth].level = 0;
    for (int i = 0; i < depth; i++) {
        if (events[i].level >= events[depth].level &&
            dependent(events[i].choice, &events[i].op, choice,
                      &events[depth].op))
            events[depth].level = events[i].level + 1;
    }
}

// The same for all runs of a trace: what can be done first, what can be done
// once that is done, and so on (its Foata normal form).
static void keep_trace(void)
{
    uint64_t hash = 14695981039346656037u;

    for (int level = 0, seen = 0; seen < depth; level++) {
        uint64_t set = 0;
        for (int i = 0; i < depth; i++) {
            if (events[i].level == level) {
                set |= 1u << events[i].choice;
                seen++;
            }
        }
        hash = (hash ^ set) * 1099511628211u;
    }
    if (trace_count == trace_capacity) {
        trace_capacity = 2 * trace_capacity + 1024;
        traces = realloc(traces, trace_capacity * sizeof *traces);
    }
    traces[trace_count++] = hash;
}

static int compare_traces(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static long distinct_traces(void)
{
    size_t kept = 0;

    qsort(traces, trace_count, sizeof *traces, compare_traces);
    for (size_t i = 0; i < trace_count; i++) {
        if (kept == 0 || traces[i] != traces[kept - 1])
            traces[kept++] = traces[i];
    }
    trace_count = kept;
    return (long)kept;
}

void search_print_traces(void)
{
    for (size_t i = 0; i < trace_count; i++)
        printf("%016llx\n", (unsigned long long)traces[i]);
}

// --- Runs

static void run_once(void)
{
    unsigned sleeping = 0;

    depth = 0;
    was_cut = false;
    for (world_begin(scene); world_go_on(); depth++) {
        Node *node = node_for(world_possible(), sleeping);
        was_cut = !node;
        if (was_cut)
            break;
        if (how->keep)
            note_event(node->chosen);
        sleeping = still_sleeping(node);
        world_do(node->chosen);
    }
}

// The next run differs from the last one as late as possible.
static bool next_run(void)
{
    while (node_count > 0) {
        Node *node = &nodes[node_count - 1];
        node->done |= 1u << node->chosen;
        if (left(node)) {
            node->chosen = choose_after(node->before, left(node));
            return true;
        }
        node_count--;
    }
    return false;
}

Found search_all(const Scene *which, const Search *search)
{
    Found found = {0};

    how = search;
    scene = which;
    node_count = 0;
    trace_count = 0;
    do {
        run_once();
        if (was_cut)
            found.cut++;
        else
            found.runs++;
        if (!was_cut && how->keep && trace_count < 100000000)
            keep_trace();
    } while (!fault_text[0] && next_run() &&
             (!how->most_runs || found.runs + found.cut < how->most_runs));
    found.exhausted = !fault_text[0] && node_count == 0;
    if (how->keep)
        found.traces = distinct_traces();
    how = NULL;
    return found;
}

void search_run(const Scene *which, Choice (*choose)(unsigned possible))
{
    how = NULL;
    node_count = 0;
    depth = 0;
    for (world_begin(which); world_go_on(); depth++) {
        unsigned possible = world_possible();
        nodes[depth] = (Node){.possible = possible};
        nodes[depth].chosen = choose(possible);
        if (nodes[depth].chosen == NO_CHOICE)
            break;
        world_do(nodes[depth].chosen);
    }
}

static const char *rest; // of the schedule

static Choice choose_as_told(unsigned possible)
{
    Choice choice = 0;
    int length = 0;

    while (*rest == ' ')
        rest++;
    if (*rest == 't')
        choice = TICK, length = 1;
    else if (sscanf(rest, "~%d%n", &choice, &length) == 1)
        choice += SPURIOUS;
    else if (sscanf(rest, "%d%n", &choice, &length) != 1)
        return *rest ? NO_CHOICE : choose_next(possible);
    rest += length;
    if (choice < 0 || choice >= CHOICES || !(possible & 1u << choice))
        return NO_CHOICE;
    return choice;
}

bool search_replay(const Scene *which, const char *schedule)
{
    rest = schedule;
    search_run(which, choose_as_told);
    return fault_text[0] || strspn(rest, " ") == strlen(rest);
}

void schedule_print(char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < depth && used + 8 < size; i++) {
        Choice c = nodes[i].chosen;
        const char *space = i > 0 ? " " : "";
        if (c == TICK)
            used += (size_t)sprintf(text + used, "%st", space);
        else if (c >= SPURIOUS)
            used += (size_t)sprintf(text + used, "%s~%d", space, c - SPURIOUS);
        else
            used += (size_t)sprintf(text + used, "%s%d", space, c);
    }
}
