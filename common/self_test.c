// To find out whether you are ready for step 1: see TEACHING.md.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
// lock must be held when using this:
static bool started;

typedef struct {
    int (*twist)(int number);
    int number;
} Job;

static void *work(void *arg)
{
    Job *job = arg;
    pthread_mutex_lock(&lock);
    while (!started)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    job->number = job->twist(job->number);
    return NULL;
}

static int twice(int number)
{
    return 2 * number;
}

int main(void)
{
    pthread_t worker;
    Job job = {.twist = twice, .number = 21};

    if (pthread_create(&worker, NULL, work, &job) != 0)
        return 1;
    pthread_mutex_lock(&lock);
    started = true;
    pthread_mutex_unlock(&lock);
    pthread_cond_signal(&changed);
    pthread_join(worker, NULL);
    printf("%d\n", job.number);
    return 0;
}
