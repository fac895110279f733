// What a compiler makes of a function with `await` in it:
//
//     async fn greet() {
//         let mut words = say("Hello");
//         ding(1).await;
//         words += say("dear");
//         ding(2).await;
//         words += say("task");
//         println!("{words} words");
//     }
//
// Shows: Hello;Task 1 - ding;dear;Task 2 - ding;task;3 words
#include "container_of.h"
#include "exec.h"
#include "must.h"
#include "periodic.h"

// What must outlive a return: the place, the locals, and what is awaited.
typedef struct {
    ToyTask task;
    int place; // the piece that comes next; an `await` ends a piece
    int words;
    ToyTask *awaited; // or NULL
    ToyTimer *timer;
} Greet;

static Greet *greet_of(ToyTask *task)
{
    return container_of(task, Greet, task);
}

static int say(const char *word)
{
    printf("%s\n", word);
    return 1;
}

static void print_ding(int id)
{
    printf("Task %d - ding\n", id);
}

// A task that dings once, 50 ms from now.
static ToyTask *ding(int id, ToyTimer *timer)
{
    return periodic_new(id, instant_now(), 50 * MILLISECOND, 1, timer,
                        print_ding);
}

static void end_awaited(Greet *self)
{
    if (self->awaited)
        toy_task_destroy(self->awaited);
    self->awaited = NULL;
}

static Async greet_complete(ToyTask *task, WakeHandle *wake)
{
    Greet *self = greet_of(task);

    for (;;) {
        if (self->awaited &&
            toy_task_complete(self->awaited, wake) == ASYNC_WILL_WAKE)
            return ASYNC_WILL_WAKE; // the next call goes on right here
        end_awaited(self);
        switch (self->place++) {
        case 0:
            self->words = say("Hello");
            self->awaited = ding(1, self->timer);
            break;
        case 1:
            self->words += say("dear");
            self->awaited = ding(2, self->timer);
            break;
        default:
            self->words += say("task");
            printf("%d words\n", self->words);
            return ASYNC_DONE;
        }
    }
}

// Dropped in the middle, it takes what it waits for with it.
static void greet_destroy(ToyTask *task)
{
    end_awaited(greet_of(task));
    free(greet_of(task));
}

static const ToyTaskVTable greet_vtable = {.complete = greet_complete,
                                           .destroy = greet_destroy};

static ToyTask *greet_new(ToyTimer *timer)
{
    Greet *self = must_alloc(sizeof *self);
    *self = (Greet){.task = {&greet_vtable}, .timer = timer};
    return &self->task;
}

int main(void)
{
    ToyTimer *timer = toy_timer_new();
    must(timer != NULL, "cannot start the timer's thread");
    Park *park = park_new();
    ToyExec *exec = toy_exec_new(park);

    toy_exec_spawn(exec, greet_new(timer));
    toy_exec_run(exec);
    toy_exec_free(exec);
    park_drop(park);
    toy_timer_free(timer);
    return 0;
}
