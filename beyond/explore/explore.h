// What the parts of the explorer know of each other.
//
//   hooks.c    what the compiler calls at each access to memory
//   atomics.c  and at each atomic
//   locks.c    mutexes and condition variables
//   futexes.c  and words that a thread can sleep on
//   threads.c  threads and the clock
//   heap.c     malloc and free
//   memory.c   who may touch each byte of the heap when
//   clocks.c   what each thread knows of the others
//   stores.c   what each atomic has held, and who may still see it
//   own.c      the variables that each thread has for itself
//   world.c    one run: threads and their next operations
//   choices.c  what is possible next, and what commutes
//   search.c   all runs
//   schedule.c one run as text, and again
//   traces.c   which of them differ in more than the order of what commutes
//   report.c   a run as a table
//   states.c   all states, and all steps between them
//   peek.c     what is in the objects of a state
//
// A thread says what it will do next (announce) and is stopped there. So
// between two steps the search knows the next operation of every thread.
#ifndef EXPLORE_H
#define EXPLORE_H

#include "coroutine.h"

#include <stdbool.h>
#include <stdint.h>

#define MAX_THREADS 4
#define MAX_STEPS 2000 // operations in a run; more: it does not come to rest

typedef int64_t Nanoseconds;
#define SECOND ((Nanoseconds)1000000000)
#define WALL_CLOCK_IS_AHEAD (1000000000 * SECOND) // of the monotonic one

// One count a thread: how far its doings are known (a vector clock).
typedef struct {
    uint16_t of[MAX_THREADS]; // below 2^15
} Clock;

typedef enum {
    READ_PLAIN,
    READ_ATOMIC,
    WRITE_PLAIN,
    WRITE_ATOMIC,
    ACCESSES // how many kinds there are
} Access;

// Visible operations are those whose order can matter. The others cannot be
// told apart from having happened at the thread's last visible one.
typedef enum {
    OP_START,
    OP_LOAD,
    OP_CHANGE, // an atomic store or read-modify-write
    OP_LOCK,
    OP_WAIT, // unlocks, and begins to sleep
    OP_WAKE, // is awake, and locks again
    OP_SIGNAL,
    OP_NOW, // reads the clock
    OP_JOIN,
    // not visible:
    OP_UNLOCK,
    OP_FREE,
    OP_CREATE,
    OP_EXIT,
    OP_PLAIN, // an access to plain memory, shown only where it is a fault
    // nobody's:
    OP_SPURIOUS, // a sleeper wakes for no reason
    OP_TICK      // time passes
} OpKind;

typedef struct {
    OpKind kind;
    const void *on[3]; // what it touches: operations that share none commute
    const void *pc;    // where in the program
    bool seq_cst;      // an atomic one
} Op;

typedef struct {
    const char *name;
    const char *about;
    void (*run)(void);
    const char *threads[MAX_THREADS]; // their names, in order of creation
    int bound;                        // preemptions at most; 0: no bound
    int spurious;                     // wakes without a reason, at most
    Nanoseconds ticks[4]; // moments to which time may jump at any point; none:
                          // it moves only when all threads are asleep
    bool is_wrong;        // on purpose: only run if named
} Scene;

extern const Scene scenes[];
extern const int scene_count;

// --- world.c

typedef struct {
    Context context;
    Op next;
    bool announced; // `next` is still to be done
    bool finished;
    bool asleep; // in a condition variable, and no signal has come
    Nanoseconds deadline;
    void *(*function)(void *);
    void *argument;
    Clock clock;
    Clock at_release_fence;
    Clock at_acquire_fence;
    int locks;              // held
    int age;                // of the value that its load sees
    struct Store *newest;   // of the atomic, when the thread came to it
    const void *frames[64]; // where its functions were called
    int depth;
} Thread;

extern Thread threads[MAX_THREADS];
extern int thread_count;
extern int most_threads; // in one run, so far
extern int self;         // the thread that runs
extern Nanoseconds now;
extern const Scene *scene;

// Stops the thread until the search lets it do the operation.
void announce(Op op);

// A fault: remembers what and where, and ends the run; for threads.
_Noreturn void fault(const void *pc, const char *format, ...);
extern char fault_text[200]; // empty: none
extern Op fault_op;

void world_begin(const Scene *scene);
// Lets all do what nobody else can notice; true until the run is over.
bool world_go_on(void);
void world_step(int thread); // up to its next operation
int world_thread_new(void *(*function)(void *), void *argument);

// --- memory.c

void memory_begin(void);
void *memory_take(size_t size);
void memory_given(const void *block, size_t size); // to the thread that runs
void memory_freed(const void *block, size_t size);
bool memory_is_ours(const void *address);
extern bool peeking; // no thread runs: accesses are nobody's
bool memory_is_live(const void *address);
bool memory_is_fresh(const void *address); // nothing was written there yet
void memory_access(const void *address, size_t size, Access access,
                   const void *pc);
// The clock that goes with a mutex.
Clock *memory_clock(const void *address);
// The last store to an atomic, or NULL.
struct Store **memory_newest(const void *address);

// --- heap.c

void heap_begin(void);
void heap_end(void); // a fault, if something was not freed

// --- own.c

void own_begin(void);
void own_load(int thread); // before it steps
void own_keep(int thread); // and after

// --- clocks.c

void clock_join(Clock *clock, const Clock *other);
void clock_acquire(const Clock *from);
void clock_release(Clock *to);

// --- report.c

extern bool recording;
void record(int thread, const Op *op, Access access, size_t size);
void record_values(uint64_t before, uint64_t after); // of the last operation

#define HERE __builtin_return_address(0)

#endif
