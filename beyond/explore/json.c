// The same rows, for other programs.
#include "json.h"

#include "report.h"
#include "rows.h"

#include <stdio.h>

void json_string(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', file);
        putc(*text == '\t' ? ' ' : *text, file);
    }
    putc('"', file);
}

static void print_json_row(FILE *file, const Row *row)
{
    char note[220];
    const Source *source = row_source(row);
    row_describe(row, note, sizeof note);
    fprintf(file, "  {\"thread\": %d, \"file\": ", row->thread);
    json_string(file, source->file);
    fprintf(file, ", \"line\": %d, \"text\": ", source->line);
    json_string(file, source->text);
    fprintf(file, ", \"note\": ");
    json_string(file, note);
    fprintf(file, ", \"shown\": %s}", row->shown ? "true" : "false");
}

bool report_json(const char *path, const char *schedule)
{
    FILE *file = fopen(path, "w");

    if (!file)
        return false;
    fprintf(file, "{\"scene\": \"%s\", \"fault\": ", scene->name);
    json_string(file, fault_text);
    fprintf(file, ",\n \"schedule\": \"%s\",\n \"threads\": [", schedule);
    for (int i = 0; i < thread_count; i++) {
        fprintf(file, "%s", i ? ", " : "");
        json_string(file, scene->threads[i] ? scene->threads[i] : "a thread");
    }
    fprintf(file, "],\n \"rows\": [");
    const char *separator = "\n";
    for (int i = 0; i < row_count; i++) {
        if (rows[i].op.kind == OP_PLAIN && !rows[i].shown)
            continue;
        fprintf(file, "%s", separator);
        print_json_row(file, &rows[i]);
        separator = ",\n";
    }
    fprintf(file, "\n ]}\n");
    return fclose(file) == 0;
}
