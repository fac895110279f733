// Plays each scene again and again: the first call to the world fails, then
// the second, and so on until the scene gets through. Each time what follows
// must be what was promised, and nothing may be left behind.
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#define WORLD_ITSELF
#include "fault.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define HANG 20 // seconds; a scene takes milliseconds

static bool verbose;

typedef struct {
    Fault *fault; // shared with the child
    int status;
    char said[1000]; // on stderr
} Outcome;

static void check_world(bool ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(2);
    }
}

// In the child, which may end in any way.
static _Noreturn void play(const Scene *scene, long at, Fault *fault, int err)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); // leave no file behind
    alarm(HANG);
    dup2(err, STDERR_FILENO);
    check_world(freopen("/dev/null", "w", stdout) != NULL, "/dev/null");

    fault_plan(at, fault);
    scene->play();
    exit(fault_left_nothing() ? 0 : 99);
}

static void drain(int from, char *text, size_t size)
{
    size_t used = 0;

    for (ssize_t more; (more = read(from, text + used, size - 1 - used)) > 0;)
        used += (size_t)more;
    text[used] = '\0';
    close(from);
}

static void play_with_fault(const Scene *scene, long at, Outcome *outcome)
{
    int err[2], status;

    outcome->fault->call = NULL;
    check_world(pipe(err) == 0, "pipe");
    pid_t child = fork();
    check_world(child >= 0, "fork");
    if (child == 0)
        play(scene, at, outcome->fault, err[1]);
    close(err[1]);
    drain(err[0], outcome->said, sizeof outcome->said);
    waitpid(child, &status, 0);
    outcome->status =
        WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static const Promise *find(const Promise *list, const char *call)
{
    while (list->call && strcmp(list->call, call) != 0)
        list++;
    return list->call ? list : NULL;
}

// What all scenes promise, unless they have an own promise for the call.
static const Promise *promise_of(const Scene *scene, const char *call)
{
#define ABORT (128 + SIGABRT)
#define CONDITION "fatal: cannot make a condition variable\n"
    static const Promise nothing = {"", 0, ""};
    static const Promise common[] = {
        {"malloc", ABORT, "fatal: out of memory\n"},
        {"realloc", ABORT, "fatal: out of memory\n"},
        {"pthread_mutex_init", ABORT, "fatal: cannot make a mutex\n"},
        {"pthread_cond_init", ABORT, CONDITION},
        {"pthread_condattr_init", ABORT, CONDITION},
        {"pthread_condattr_setclock", ABORT, CONDITION},
        {"clock_gettime", ABORT, "fatal: no monotonic clock\n"},
        {0}};

    if (!call)
        return &nothing;
    const Promise *own = find(scene->own, call);
    return own ? own : find(common, call);
}

static bool is_kept(const Promise *promise, const Outcome *outcome)
{
    return promise && outcome->status == promise->status &&
           strcmp(outcome->said, promise->words) == 0;
}

static void tell(const Scene *scene, long at, const Outcome *outcome)
{
    const Fault *fault = outcome->fault;

    printf("  %s, call %ld: ", scene->name, at);
    if (fault->call)
        printf("%s at %s:%d", fault->call, fault->file, fault->line);
    else
        printf("no fault");
    printf(": status %d, '%.*s'\n", outcome->status,
           (int)strcspn(outcome->said, "\n"), outcome->said);
}

// Returns how many promises were broken.
static int play_with_every_fault(const Scene *scene, Fault *shared)
{
    Outcome outcome = {.fault = shared};
    long faults = 0;
    int broken = 0;

    for (long at = 1;; at++) {
        play_with_fault(scene, at, &outcome);
        bool kept = is_kept(promise_of(scene, shared->call), &outcome);
        if (!kept || (verbose && shared->call))
            tell(scene, at, &outcome);
        broken += !kept;
        if (!shared->call)
            break;
        faults++;
    }
    printf("%-16s %3ld faults, %d promises broken\n", scene->name, faults,
           broken);
    return broken;
}

int main(int argc, char **argv)
{
    Fault *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int broken = 0;

    check_world(shared != MAP_FAILED, "mmap");
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); // a child must find it empty
    verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    for (size_t i = 0; i < scene_count; i++)
        broken += play_with_every_fault(&scenes[i], shared);
    return broken > 0;
}
