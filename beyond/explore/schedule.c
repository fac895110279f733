#include "schedule.h"

#include "search.h"

#include <stdio.h>
#include <string.h>

static const char *rest; // of the schedule

// What the text begins with, as schedule_print writes it.
static Choice choice_of(const char *text, int *length)
{
    int thread = 0, age = 0, choice = 0;

    *length = 1;
    if (*text == 't')
        return TICK;
    if (sscanf(text, "~%d%n", &thread, length) == 1)
        choice = SPURIOUS;
    else if (sscanf(text, "%d-%d%n", &thread, &age, length) == 2 && age > 0 &&
             age <= AGES)
        choice = OLDER + (age - 1) * MAX_THREADS;
    else if (sscanf(text, "%d%n", &thread, length) != 1)
        return NO_CHOICE;
    return thread >= 0 && thread < MAX_THREADS ? choice + thread : NO_CHOICE;
}

static Choice choose_as_told(unsigned possible)
{
    int length = 0;

    rest += strspn(rest, " ");
    if (!*rest)
        return choose_next(possible);
    Choice choice = choice_of(rest, &length);
    if (choice == NO_CHOICE || !(possible & 1u << choice))
        return NO_CHOICE;
    rest += length;
    return choice;
}

bool schedule_replay(const Scene *which, const char *schedule)
{
    rest = schedule;
    search_run(which, choose_as_told);
    return fault_text[0] || strspn(rest, " ") == strlen(rest);
}

const char *choice_text(Choice choice)
{
    static char text[16];
    int thread = thread_of(choice);

    if (choice == TICK)
        return "t";
    if (!is_step(choice))
        snprintf(text, sizeof text, "~%d", thread);
    else if (age_of(choice) > 0)
        snprintf(text, sizeof text, "%d-%d", thread, age_of(choice));
    else
        snprintf(text, sizeof text, "%d", thread);
    return text;
}

void schedule_print(char *text, size_t size)
{
    size_t used = 0;
    Choice c;

    text[0] = '\0';
    for (int i = 0; (c = search_chosen(i)) != NO_CHOICE && used + 8 < size; i++)
        used += (size_t)sprintf(text + used, "%s%s", i > 0 ? " " : "",
                                choice_text(c));
}
