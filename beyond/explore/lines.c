#include "lines.h"

#include "json.h"

#include <string.h>

#define MOST_LINES 500 // a scene has some dozens

static const Source *lines[MOST_LINES];
static int count;

void lines_begin(void)
{
    count = 0;
}

int line_number(const Source *source)
{
    int i = 0;

    while (i < count && (lines[i]->line != source->line ||
                         strcmp(lines[i]->path, source->path) != 0))
        i++;
    if (i == count && count < MOST_LINES - 1)
        lines[count++] = source;
    return i;
}

static void print_line(FILE *file, const Source *line)
{
    fprintf(file, "{\"file\": ");
    json_string(file, line->path);
    fprintf(file, ", \"line\": %d, \"text\": ", line->line);
    json_string(file, line->text);
    fprintf(file, ", \"function\": ");
    json_string(file, line->function);
    fprintf(file, "}");
}

void lines_print(FILE *file)
{
    for (int i = 0; i < count; i++) {
        fprintf(file, "%s\n  ", i ? "," : "");
        print_line(file, lines[i]);
    }
}
