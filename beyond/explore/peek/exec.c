// The step's executor and its tasks, and what is in them.
#define toy_exec_new step_exec_new
#define toy_exec_spawn step_exec_spawn
#include <exec.c>
#undef toy_exec_new
#undef toy_exec_spawn

#include "peek.h"

ToyExec *toy_exec_new(Park *park);
void toy_exec_spawn(ToyExec *exec, ToyTask *task);

static ToyExec *last;
static Spawned *first; // task that was spawned

ToyExec *toy_exec_new(Park *park)
{
    first = NULL;
    last = step_exec_new(park);
    return last;
}

// The queue's newest is the one.
void toy_exec_spawn(ToyExec *exec, ToyTask *task)
{
    step_exec_spawn(exec, task);
    if (!first)
        first = exec->queue.last;
}

static void peek_list(const char *name, const List *list)
{
    int count = 0;

    for (const Spawned *at = list->first; at && count < 9; at = at->next)
        count++;
    if (count == 0)
        peek(name, "empty");
    else
        peek(name, count == 1 ? "%d task" : "%d tasks", count);
}

static void peek_task(void)
{
    static const char *const names[] = {"WAITING", "READY", "RUNNING"};

    peek("task's state", "%s", names[atomic_load(&first->state)]);
    peek("task's handles", "%zu", atomic_load(&first->handle.refs));
}

void peek_exec(void)
{
    if (peek_lives(last)) {
        peek_lock("exec->lock", &last->lock);
        peek_list("exec->queue", &last->queue);
        peek_list("exec->ready", &last->ready);
        peek("exec->live", "%zu", last->live);
        peek("exec->ended", "%zu", last->ended);
    }
    if (peek_lives(first))
        peek_task();
}
