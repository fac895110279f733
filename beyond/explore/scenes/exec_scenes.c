// Step 3: tasks, those who wake and drop them, and the end of run.
#include "scenes.h"

#include "cast.h"
#include "must.h"

// How one task is woken. The first `tasks` of its writers are no threads, but
// tasks on its executor.
typedef struct {
    bool by_itself;
    int tasks;
} From;

static void one_task_woken(From from, int expected, int count,
                           const int wakes[])
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    Letters *letters = must_alloc(sizeof *letters);
    Writer *writers = must_alloc(MOST_LETTERS * sizeof *writers);

    forget();
    *letters = (Letters){.expected = expected, .wakes_itself = from.by_itself};
    for (int i = 0; i < count; i++) {
        writers[i] = (Writer){.number = i,
                              .wakes = wakes[i],
                              .exec = i < from.tasks ? exec : NULL};
    }
    toy_exec_spawn(exec, reader_new(letters, writers, count));
    run_and_free(exec, park, writers, count);
    assert(ends == 1);
    free(letters);
    free(writers);
}

// One task, and its writers with so many wakes each.
static void one_task(int expected, int count, const int wakes[])
{
    one_task_woken((From){0}, expected, count, wakes);
}

void wake_and_complete(void)
{
    one_task(1, 1, (int[]){1});
}

void two_wakes(void)
{
    one_task(1, 1, (int[]){2});
}

// The task waits for more than will ever come: the last drop ends it.
void late_wake(void)
{
    one_task(2, 1, (int[]){1});
}

void two_writers(void)
{
    one_task(2, 2, (int[]){1, 1});
}

void three_writers(void)
{
    one_task(3, 3, (int[]){1, 1, 1});
}

void wake_by_itself(void)
{
    one_task_woken((From){.by_itself = true}, 1, 1, (int[]){1});
}

void wake_by_neighbour(void)
{
    one_task_woken((From){.tasks = 1}, 2, 2, (int[]){1, 1});
}

void drop_by_neighbour(void)
{
    one_task_woken((From){.tasks = 1}, 1, 2, (int[]){0, 1});
}

void drop_and_wake(void)
{
    one_task(1, 2, (int[]){1, 0});
}

void drop_and_run(void)
{
    one_task(1, 1, (int[]){0});
    assert(calls == 1);
}

void two_tasks(void)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    Letters *letters = must_alloc(2 * sizeof *letters);
    Writer *writers = must_alloc(2 * sizeof *writers);

    forget();
    for (int i = 0; i < 2; i++) {
        letters[i] = (Letters){.expected = 1};
        writers[i] = (Writer){.number = i, .wakes = 1};
        toy_exec_spawn(exec, reader_new(&letters[i], &writers[i], 1));
    }
    run_and_free(exec, park, writers, 2);
    assert(ends == 2);
    free(letters);
    free(writers);
}

static void *spawn_one(void *exec)
{
    toy_exec_spawn(exec, quick_new());
    return NULL;
}

// The second task is run, or toy_exec_free drops it.
void spawn_and_run(void)
{
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);
    pthread_t thread;

    forget();
    toy_exec_spawn(exec, quick_new());
    pthread_create(&thread, NULL, spawn_one, exec);
    toy_exec_run(exec);
    assert(calls >= 1 && ends == calls);
    pthread_join(thread, NULL);
    toy_exec_free(exec);
    assert(ends == 2);
    park_drop(park);
}

typedef struct {
    ToyExec *exec;
    atomic_bool is_over;
} Turn;

static void *run_first(void *arg)
{
    Turn *turn = arg;

    toy_exec_run(turn->exec);
    atomic_store_explicit(&turn->is_over, true, memory_order_relaxed);
    return NULL;
}

// One thread runs the executor; when it is over, another one runs it again, or
// not, and frees it. Nothing but the executor orders the two.
static void first_another_runs(bool again)
{
    Park *park = park_new();
    Turn *turn = must_alloc(sizeof *turn);
    pthread_t thread;

    forget();
    *turn = (Turn){.exec = toy_exec_new(park)};
    toy_exec_spawn(turn->exec, quick_new());
    pthread_create(&thread, NULL, run_first, turn);
    bool is_over = atomic_load_explicit(&turn->is_over, memory_order_relaxed);
    if (!is_over)
        pthread_join(thread, NULL);
    if (again)
        toy_exec_run(turn->exec);
    toy_exec_free(turn->exec);
    if (is_over)
        pthread_join(thread, NULL);
    assert(ends == 1);
    free(turn);
    park_drop(park);
}

void two_runs(void)
{
    first_another_runs(true);
}

void run_and_free_elsewhere(void)
{
    first_another_runs(false);
}
