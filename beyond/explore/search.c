// All runs of a scene: depth first, each from the beginning.
#include "search.h"

#include "traces.h"

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
    if (is_step(last) && possible & 1u << thread_of(last))
        return thread_of(last);
    Choice choice = 0;
    while (!(possible & 1u << choice))
        choice++;
    return choice;
}

Choice choose_next(unsigned possible)
{
    return choose_after(last_choice(), possible);
}

// To leave a thread that could go on, to have the world do something, and to
// see what is old.
static int cost(const Node *node, Choice choice)
{
    int before = thread_of(node->before);

    if (!is_step(choice))
        return (node->possible & ((1u << SPURIOUS) - 1)) != 0;
    return (age_of(choice) > 0) + (is_step(node->before) &&
                                   thread_of(choice) != before &&
                                   node->possible & 1u << before);
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
    Op chosen = choice_op(node->chosen);

    if (how->brute || how->bound >= 0)
        return 0;
    for (Choice c = 0; c < CHOICES; c++) {
        if (!(all & 1u << c))
            continue;
        Op op = choice_op(c);
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

// --- Runs

static void run_once(void)
{
    unsigned sleeping = 0;

    depth = 0;
    was_cut = false;
    trace_begin();
    for (world_begin(scene); world_go_on(); depth++) {
        Node *node = node_for(choices_possible(), sleeping);
        was_cut = !node;
        if (was_cut)
            break;
        if (how->keep)
            trace_note(node->chosen);
        sleeping = still_sleeping(node);
        choice_do(node->chosen);
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
    traces_clear();
    do {
        run_once();
        if (was_cut)
            found.cut++;
        else
            found.runs++;
        if (!was_cut && how->keep)
            trace_keep();
    } while (!fault_text[0] && next_run() &&
             (!how->most_runs || found.runs + found.cut < how->most_runs));
    found.exhausted = !fault_text[0] && node_count == 0;
    how = NULL;
    return found;
}

void search_run(const Scene *which, Choice (*choose)(unsigned possible))
{
    how = NULL;
    node_count = 0;
    depth = 0;
    for (world_begin(which); world_go_on(); depth++) {
        unsigned possible = choices_possible();
        nodes[depth] = (Node){.possible = possible};
        nodes[depth].chosen = choose(possible);
        if (nodes[depth].chosen == NO_CHOICE)
            break;
        choice_do(nodes[depth].chosen);
    }
}

Choice search_chosen(int step)
{
    return step < depth ? nodes[step].chosen : NO_CHOICE;
}
