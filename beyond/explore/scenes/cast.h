// Those who play in the scenes: tasks that wait for letters, and writers.
#ifndef CAST_H
#define CAST_H

#include "exec.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define MOST_LETTERS 3

// What a task and its writers share; it outlives them. The count is relaxed,
// so that it orders nothing: only the wake carries the texts.
typedef struct {
    atomic_int written;
    int texts[MOST_LETTERS];
    int expected;
    bool wakes_itself; // the reader, in its first call
} Letters;

typedef struct {
    Letters *letters;
    WakeHandle *wake;
    int number;
    int wakes; // 0: writes nothing, and only drops the handle
    pthread_t thread;
    ToyExec *exec; // not NULL: no thread writes, but a task on this executor
} Writer;

// A task that is done once all its letters are there. Its first call gives a
// clone of its handle to each of its writers, and starts them.
ToyTask *reader_new(Letters *letters, Writer *writers, int count);

// A task that is done when it is called.
ToyTask *quick_new(void);

// Runs the executor, frees it, and only then joins the writers: these may still
// be inside their wake. Each reader must have been done, or had no hope.
void run_and_free(ToyExec *exec, Park *park, Writer *writers, int count);

// Notes of the scene, which no thread of it sees: they are static.
extern int calls, ends;
void forget(void); // first thing in a scene

#endif
