// One run: the threads, and what each will do next.
#include "choices.h"
#include "stores.h"

#include <stdarg.h>
#include <stdio.h>

#define STACK (128 * 1024)

Thread threads[MAX_THREADS];
int thread_count;
int most_threads;
int self;
Nanoseconds now;
const Scene *scene;
char fault_text[200];
Op fault_op;

static _Alignas(16) unsigned char stacks[MAX_THREADS][STACK];
static Context search; // the search's own stack
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

    if (thread_count > most_threads)
        most_threads = thread_count;
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
    steps = 0;
    fault_text[0] = '\0';
    fault_op = (Op){0};
    memory_begin();
    heap_begin();
    stores_begin();
    own_begin();
    choices_begin();
    world_thread_new(run_scene, NULL);
}

void world_step(int thread)
{
    self = thread;
    threads[thread].announced = false;
    own_load(thread);
    context_switch(&search, threads[thread].context);
    own_keep(thread);
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
        world_step(0);
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
        if ((kind == OP_START || kind == OP_JOIN) && choice_can_step(i))
            return i;
    }
    return -1;
}

bool world_go_on(void)
{
    int next;

    while (!fault_text[0] && (next = unnoticed()) >= 0)
        world_step(next);
    if (!fault_text[0] && !all_finished() && choices_possible()) {
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
