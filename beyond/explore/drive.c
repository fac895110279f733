#include "drive.h"

#include "report.h"

#include <stdio.h>

static const char *name_of(Choice choice)
{
    static char name[80];
    const char *what = "";

    if (choice == TICK)
        return "time passes";
    if (!is_step(choice))
        what = " wakes for no reason";
    else if (age_of(choice) > 0)
        what = " sees an older value";
    const char *thread = scene->threads[thread_of(choice)];
    snprintf(name, sizeof name, "%s%s", thread ? thread : "a thread", what);
    return name;
}

Choice drive_ask(unsigned possible)
{
    int answer = NO_CHOICE;

    printf("\n");
    for (Choice c = 0; c < CHOICES; c++) {
        if (!(possible & 1u << c))
            continue;
        Op op = choice_op(c);
        printf("  %d  %s: %s\n", c, name_of(c),
               op.pc ? report_place(op.pc) : "");
    }
    printf("which steps next? ");
    fflush(stdout);
    if (scanf("%d", &answer) != 1 || answer < 0 || answer >= CHOICES ||
        !(possible & 1u << answer))
        return NO_CHOICE;
    return answer;
}
