// A task: an independent computation that returns instead of blocking.
#ifndef TASK_H
#define TASK_H

typedef struct ToyTask ToyTask;
typedef struct WakeHandle WakeHandle; // glossed over until step 2

// What a task answers. Async<T> carries a result here; in C it goes through a
// pointer that the task was given when it was made.
typedef enum {
    ASYNC_DONE,     // finished; do not ask again
    ASYNC_WILL_WAKE // waits for an event; `wake` will be woken when it is time
} Async;

// What a kind of task can do. One call at a time, and each call sees what the
// one before it wrote; so a task needs no lock for fields of its own.
typedef struct {
    // Go on as far as possible without blocking. May be called at any time
    // before DONE, also when nothing has happened (a spurious call).
    // Owns: borrows `wake`; to keep it, clone it.
    Async (*complete)(ToyTask *self, WakeHandle *wake);

    // End the task and free it: once, after DONE or before.
    void (*destroy)(ToyTask *self);
} ToyTaskVTable;

// The interface. Embed it in a struct of your own to make that struct a task,
// and find the way back with container_of.
struct ToyTask {
    const ToyTaskVTable *vtable;
};

// Owns:   borrows both.
// Thread: one at a time.
Async toy_task_complete(ToyTask *task, WakeHandle *wake);

// Owns:   takes the task.
// Thread: one at a time, never inside its own complete.
void toy_task_destroy(ToyTask *task);

#endif
