// One run: the threads, what each will do next, and what is possible.
#include "explore.h"
#include "stores.h"
#include "locks.h"

#include <stdarg.h>
#include <stdio.h>

#define STACK (128 * 1024)
#define AN_HOUR (3600 * SECOND)

Thread threads[MAX_THREADS];
int thread_count;
int self;
Nanoseconds now;
const Scene *scene;
char fault_text[200];
Op fault_op;

static _Alignas(16) unsigned char stacks[MAX_THREADS][STACK];
static Context search; // the search's own stack
static int spurious_left;
static int ticks_done;
static int steps;

void announce(Op op)
{
    Thread *thread = &threads[self];

    thread->next = op;
    thread->announced = true;
    context_switch(&thread->context, search);
    if (recording)
        record(self, &op, ACCESSES, 0);
}

// A good place for a debugger to stop: the thread's stack is still there.
void explore_fault(void);
void explore_fault(void)
{
    __asm__ volatile("");
}

void fault(const void *pc, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(fault_text, sizeof fault_text, format, arguments);
    va_end(arguments);
    fault_op = (Op){.kind = OP_PLAIN, .pc = pc};
    explore_fault();
    for (;;)
        context_switch(&threads[self].context, search);
}

static void thread_main(void)
{
    Thread *thread = &threads[self];

    thread->function(thread->argument);
    if (thread->locks > 0)
        fault(HERE, "a thread ends with a lock held");
    thread->finished = true;
    for (;;)
        context_switch(&threads[self].context, search);
}

int world_thread_new(void *(*function)(void *), void *argument)
{
    int id = thread_count++;
    Thread *thread = &threads[id];

    *thread = (Thread){.function = function, .argument = argument};
    thread->context = context_new(stacks[id], STACK, thread_main);
    thread->next = (Op){.kind = OP_START};
    thread->announced = true;
    if (id > 0)
        thread->clock = threads[self].clock;
    thread->clock.of[id]++;
    threads[self].clock.of[self]++;
    return id;
}

static void *run_scene(void *unused)
{
    (void)unused;
    scene->run();
    return NULL;
}

void world_begin(const Scene *which)
{
    scene = which;
    thread_count = 0;
    self = 0;
    now = 0;
    spurious_left = which->spurious;
    ticks_done = 0;
    steps = 0;
    fault_text[0] = '\0';
    fault_op = (Op){0};
    memory_begin();
    heap_begin();
    stores_begin();
    world_thread_new(run_scene, NULL);
}

static bool is_possible(int thread)
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
    int older = at->next.kind == OP_LOAD ? stores_older(at) : 0;
    unsigned choices = 0;

    for (int age = 0; age < older && age < AGES; age++)
        choices |= 1u << (OLDER + age * MAX_THREADS + thread);
    return choices;
}

// Time passes as the scene says, or else when all are asleep. Where nobody can
// step and no time can pass, it is a deadlock: no reason to wake may be the
// only hope.
unsigned world_possible(void)
{
    unsigned steps_possible = 0;
    unsigned spurious = 0;

    for (int i = 0; i < thread_count; i++) {
        if (is_possible(i))
            steps_possible |= 1u << i | loads_of_older(i);
        if (spurious_left > 0 && threads[i].asleep)
            spurious |= 1u << (SPURIOUS + i);
    }
    if (has_ticks() || (!steps_possible && earliest_deadline() < INT64_MAX))
        steps_possible |= 1u << TICK;
    return steps_possible ? steps_possible | spurious : 0;
}

Op world_op(Choice choice)
{
    if (is_step(choice))
        return threads[thread_of(choice)].next;
    if (choice == TICK)
        return (Op){.kind = OP_TICK, .on = {&now}};
    const Op *wake = &threads[choice - SPURIOUS].next;
    return (Op){.kind = OP_SPURIOUS, .on = {wake->on[1], &spurious_left}};
}

static void step(int thread)
{
    self = thread;
    threads[thread].announced = false;
    context_switch(&search, threads[thread].context);
}

static void set_time(Nanoseconds time)
{
    now = time;
    for (int i = 0; i < thread_count; i++) {
        if (threads[i].asleep && threads[i].deadline <= now)
            threads[i].asleep = false;
    }
}

void world_do(Choice choice)
{
    if (is_step(choice)) {
        threads[thread_of(choice)].age = age_of(choice);
        step(thread_of(choice));
        return;
    }
    Op op = world_op(choice);
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

static bool all_finished(void)
{
    bool all = true;

    for (int i = 0; i < thread_count; i++)
        all &= threads[i].finished;
    return all;
}

// Runs a piece of the explorer's own as if a thread did it, to catch its fault.
static void *finish(void *unused)
{
    (void)unused;
    heap_end();
    return NULL;
}

static void end(void)
{
    Thread *thread = &threads[0];

    if (all_finished()) {
        *thread = (Thread){.function = finish, .clock = thread->clock};
        thread->context = context_new(stacks[0], STACK, thread_main);
        step(0);
    } else {
        snprintf(fault_text, sizeof fault_text,
                 "deadlock: all are asleep or "
                 "wait, and nobody is left to wake them");
    }
}

// A thread that begins, or whose join is over, goes on at once: nobody can tell
// when it did.
static int unnoticed(void)
{
    for (int i = 0; i < thread_count; i++) {
        OpKind kind = threads[i].next.kind;
        if ((kind == OP_START || kind == OP_JOIN) && is_possible(i))
            return i;
    }
    return -1;
}

bool world_go_on(void)
{
    int next;

    while (!fault_text[0] && (next = unnoticed()) >= 0)
        step(next);
    if (!fault_text[0] && !all_finished() && world_possible()) {
        if (++steps <= MAX_STEPS)
            return true;
        fault_op = threads[self].next;
        snprintf(fault_text, sizeof fault_text,
                 "no end: more than %d operations", MAX_STEPS);
    }
    if (!fault_text[0])
        end();
    return false;
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
