#include "source.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SOURCES 2000

static Source sources[MAX_SOURCES];
static int source_count;

static void read_text(Source *source)
{
    FILE *file = fopen(source->path, "r");
    char line[256];

    if (!file)
        return;
    for (int i = 0; i < source->line && fgets(line, sizeof line, file); i++) {
        if (i == source->line - 1)
            snprintf(source->text, sizeof source->text, "%.110s",
                     line + strspn(line, " \t"));
    }
    source->text[strcspn(source->text, "\n")] = '\0';
    fclose(file);
}

static void ask(Source *source)
{
    const char *program = getenv("ADDR2LINE");
    char command[200];

    snprintf(command, sizeof command, "%s -f -e /proc/%d/exe 0x%llx",
             program ? program : "addr2line", (int)getpid(),
             (unsigned long long)(uintptr_t)source->pc - 1);
    FILE *answer = popen(command, "r");
    if (!answer)
        return;
    if (fscanf(answer, "%63s %255[^:]:%d", source->function, source->path,
               &source->line) == 3)
        read_text(source);
    pclose(answer);
}

const Source *source_at(const void *pc)
{
    for (int i = 0; i < source_count; i++) {
        if (sources[i].pc == pc)
            return &sources[i];
    }
    Source *source = &sources[source_count < MAX_SOURCES - 1 ? source_count++
                                                             : source_count];
    *source = (Source){.pc = pc};
    if (pc)
        ask(source);
    const char *slash = strrchr(source->path, '/');
    source->file = slash ? slash + 1 : source->path;
    return source;
}
