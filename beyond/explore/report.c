#include "report.h"

#include "rows.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 56

// Columns are counted in characters, of which some take more than a byte.
static int columns(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

static void print_cell(const char *text)
{
    int padding = WIDTH - columns(text);
    printf(" %s%*s |", text, padding > 0 ? padding : 0, "");
}

// "file:line `text` note" in at most WIDTH columns, the text cut if need be. A
// longer note is not cut.
static void cell_of(const Row *row, char *cell, size_t size)
{
    char note[220];
    row_describe(row, note, sizeof note);
    if (!row->op.pc) {
        snprintf(cell, size, "%s", note);
        return;
    }
    const Source *source = row_source(row);
    int used = snprintf(cell, size, "%s:%d", source->file, source->line);
    int room = WIDTH - used - 4 - columns(note);
    int length = (int)strcspn(source->text, "\n");
    if (room < 20)
        room = 20;
    const char *dots = length > room ? "…" : "";
    snprintf(cell + used, size - (size_t)used, " `%.*s`%s %s",
             length > room ? room - 1 : length, source->text, dots, note);
}

static void print_row(const Row *row, int number)
{
    char cell[500];
    cell_of(row, cell, sizeof cell);
    printf("| %2d |", number);
    for (int i = 0; i < thread_count; i++)
        print_cell(i == row->thread || (row->thread < 0 && i == 0) ? cell : "");
    printf("\n");
}

void report_table(bool all)
{
    int number = 0, left_out = 0;

    printf("|    |");
    for (int i = 0; i < thread_count; i++)
        print_cell(scene->threads[i] ? scene->threads[i] : "a thread");
    printf("\n|----|");
    for (int i = 0; i < thread_count; i++)
        printf("%.*s|", WIDTH + 2,
               "------------------------------------------"
               "------------------------------------------");
    printf("\n");
    for (int i = 0; i < row_count; i++) {
        if (rows[i].shown || (all && rows[i].op.kind != OP_PLAIN))
            print_row(&rows[i], ++number);
        else if (rows[i].op.kind != OP_PLAIN)
            left_out++;
    }
    if (left_out)
        printf("(%d operations left out, on what one thread alone touches, or "
               "before the second thread: --all shows them)\n",
               left_out);
}

const char *report_place(const void *pc)
{
    static char text[200];
    const Source *source = source_at(pc);

    snprintf(text, sizeof text, "%s:%d `%s`", source->file, source->line,
             source->text);
    return text;
}
