#include "choices.h"

#include "locks.h"
#include "stores.h"

#define AN_HOUR (3600 * SECOND)

static int spurious_left;
static int ticks_done;
bool choices_plain;

void choices_begin(void)
{
    spurious_left = choices_plain ? 0 : scene->spurious;
    ticks_done = 0;
}

bool choice_can_step(int thread)
{
    const Thread *at = &threads[thread];

    if (!at->announced)
        return false;
    switch (at->next.kind) {
    case OP_LOCK:
        return !mutex_is_held(at->next.on[0]);
    case OP_WAKE:
        return !at->asleep && !mutex_is_held(at->next.on[0]);
    case OP_JOIN:
        return threads[(size_t)at->next.on[0]].finished;
    default:
        return true;
    }
}

static bool has_ticks(void)
{
    return ticks_done < 4 && scene->ticks[ticks_done] > 0;
}

// INT64_MAX if there is none. An idle timer sleeps a day, and then another: a
// deadline so late is none.
static Nanoseconds earliest_deadline(void)
{
    Nanoseconds earliest = INT64_MAX;

    for (int i = 0; i < thread_count; i++) {
        if (threads[i].asleep && threads[i].deadline < earliest &&
            threads[i].deadline < AN_HOUR)
            earliest = threads[i].deadline;
    }
    return earliest;
}

static unsigned loads_of_older(int thread)
{
    const Thread *at = &threads[thread];
    bool looks = at->next.kind == OP_LOAD && !choices_plain;
    int older = looks ? stores_older(at) : 0;
    unsigned choices = 0;

    for (int age = 0; age < older && age < AGES; age++)
        choices |= 1u << (OLDER + age * MAX_THREADS + thread);
    return choices;
}

// Time passes as the scene says, or else when all are asleep. Where nobody can
// step and no time can pass, it is a deadlock: no reason to wake may be the
// only hope.
unsigned choices_possible(void)
{
    unsigned steps_possible = 0;
    unsigned spurious = 0;

    for (int i = 0; i < thread_count; i++) {
        if (choice_can_step(i))
            steps_possible |= 1u << i | loads_of_older(i);
        if (spurious_left > 0 && threads[i].asleep)
            spurious |= 1u << (SPURIOUS + i);
    }
    if (has_ticks() || (!steps_possible && earliest_deadline() < INT64_MAX))
        steps_possible |= 1u << TICK;
    return steps_possible ? steps_possible | spurious : 0;
}

Op choice_op(Choice choice)
{
    if (is_step(choice))
        return threads[thread_of(choice)].next;
    if (choice == TICK)
        return (Op){.kind = OP_TICK, .on = {&now}};
    const Op *wake = &threads[choice - SPURIOUS].next;
    return (Op){.kind = OP_SPURIOUS, .on = {wake->on[1], &spurious_left}};
}

static void set_time(Nanoseconds time)
{
    now = time;
    for (int i = 0; i < thread_count; i++) {
        if (threads[i].asleep && threads[i].deadline <= now)
            threads[i].asleep = false;
    }
}

void choice_do(Choice choice)
{
    if (is_step(choice)) {
        threads[thread_of(choice)].age = age_of(choice);
        world_step(thread_of(choice));
        return;
    }
    Op op = choice_op(choice);
    if (recording)
        record(choice == TICK ? -1 : choice - SPURIOUS, &op, ACCESSES, 0);
    if (choice == TICK) {
        set_time(has_ticks() ? scene->ticks[ticks_done++]
                             : earliest_deadline());
    } else {
        threads[choice - SPURIOUS].asleep = false;
        spurious_left--;
    }
}

bool op_changes(OpKind kind)
{
    return kind != OP_LOAD && kind != OP_NOW;
}

bool op_wakes(OpKind kind)
{
    return kind == OP_SIGNAL || kind == OP_SPURIOUS;
}

// It stays the same value, whatever comes meanwhile.
static bool sees_older(Choice choice, const Op *op)
{
    return is_step(choice) && age_of(choice) > 0 && !op->seq_cst;
}

bool dependent(Choice a, const Op *op_a, Choice b, const Op *op_b)
{
    if (a == b || (a < TICK && b < TICK && thread_of(a) == thread_of(b)))
        return true;
    if ((a == TICK && op_wakes(op_b->kind)) ||
        (b == TICK && op_wakes(op_a->kind)))
        return true;
    if (!op_changes(op_a->kind) && !op_changes(op_b->kind))
        return false;
    if (sees_older(a, op_a) || sees_older(b, op_b))
        return false;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            if (op_a->on[i] && op_a->on[i] == op_b->on[j])
                return true;
        }
    }
    return false;
}
