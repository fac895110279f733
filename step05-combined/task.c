#include "task.h"

Async toy_task_complete(ToyTask *task, WakeHandle *wake)
{
    return task->vtable->complete(task, wake);
}

void toy_task_destroy(ToyTask *task)
{
    task->vtable->destroy(task);
}
