#include "report.h"

#include "explore.h"
#include "source.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    int thread; // -1: nobody's
    Op op;
    Access access; // ACCESSES: not one to memory
    size_t size;
    bool has_values;
    uint64_t before, after;
    const void *caller; // where the function at op.pc was called
    bool shown;
    bool is_cause; // of the fault: the other half of a race, or the free
    bool is_stuck;
} Row;

#define MAX_ROWS 20000

bool recording;
static Row rows[MAX_ROWS];
static int row_count;
static int last_op; // the row of the last operation

void record(int thread, const Op *op, Access access, size_t size)
{
    if (!recording || row_count == MAX_ROWS)
        return;
    Row *row = &rows[row_count];
    *row = (Row){.thread = thread, .op = *op, .access = access, .size = size};
    if (thread >= 0 && threads[thread].depth > 0)
        row->caller = threads[thread].frames[threads[thread].depth - 1];
    if (op->kind != OP_PLAIN)
        last_op = row_count;
    row_count++;
}

void record_values(uint64_t before, uint64_t after)
{
    if (!recording || row_count == 0)
        return;
    rows[last_op].has_values = true;
    rows[last_op].before = before;
    rows[last_op].after = after;
}

void report_begin(void)
{
    recording = true;
    row_count = 0;
}

static bool overlap(const Row *a, const Row *b)
{
    const char *x = a->op.on[0], *y = b->op.on[0];
    size_t x_size = a->size ? a->size : 1, y_size = b->size ? b->size : 1;

    return x && y && x < y + y_size && y < x + x_size;
}

// The other half of a data race, or the end of what is used after it.
static void show_cause(const Row *last)
{
    for (Row *row = &rows[row_count - 1]; row-- > rows;) {
        bool ends = row->op.kind == OP_FREE && row->op.pc != last->op.pc;
        bool races =
            row->thread != last->thread && row->access < ACCESSES &&
            (row->access >= WRITE_PLAIN || last->access >= WRITE_PLAIN);
        if (overlap(row, last) && (ends || races)) {
            row->shown = row->is_cause = true;
            return;
        }
    }
}

// Those that sleep or wait for ever.
static void add_stuck(void)
{
    for (int i = 0; i < thread_count; i++) {
        if (threads[i].finished || row_count == MAX_ROWS)
            continue;
        record(i, &threads[i].next, ACCESSES, 0);
        rows[row_count - 1].shown = rows[row_count - 1].is_stuck = true;
    }
}

static bool share_an_object(const Op *a, const Op *b)
{
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            if (a->on[i] && a->on[i] == b->on[j])
                return true;
        }
    }
    return false;
}

static bool is_touched_by_two(const Row *row)
{
    for (int i = 0; i < row_count; i++) {
        const Row *other = &rows[i];
        if (other->thread != row->thread && other->thread >= 0 &&
            other->op.kind != OP_PLAIN &&
            (share_an_object(&other->op, &row->op) || overlap(other, row)))
            return true;
    }
    return false;
}

static int first_thread(void)
{
    int first = 0;
    while (first < row_count && rows[first].op.kind != OP_CREATE)
        first++;
    return first < row_count ? first : 0;
}

void report_end(void)
{
    int at_fault = row_count - 1;

    if (fault_text[0] && fault_op.pc && row_count > 0) {
        rows[at_fault].shown = true;
        rows[at_fault].op.pc = fault_op.pc;
        if (strstr(fault_text, "race") || strstr(fault_text, "free"))
            show_cause(&rows[at_fault]);
    } else if (fault_text[0]) {
        add_stuck();
    }
    for (int i = first_thread(); i < row_count; i++) {
        OpKind kind = rows[i].op.kind;
        rows[i].shown |= kind == OP_CREATE || kind == OP_SPURIOUS ||
                         kind == OP_TICK ||
                         (kind != OP_PLAIN && is_touched_by_two(&rows[i]));
    }
    recording = false;
}

// These do one operation for others, and are shown by the line that calls them.
static bool is_shown_by_caller(const Source *source)
{
    const char *names[] = {"change_state", "wake_handle_clone",
                           "wake_handle_drop"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(source->function, names[i]) == 0)
            return true;
    }
    return false;
}

static const Source *source_of(const Row *row)
{
    const Source *source = source_at(row->op.pc);
    bool is_atomic = row->op.kind == OP_LOAD || row->op.kind == OP_CHANGE;

    if (is_atomic && row->caller && is_shown_by_caller(source))
        return source_at(row->caller);
    return source;
}

static const char *words(const Row *row)
{
    switch (row->op.kind) {
    case OP_WAIT:
        return "goes to sleep";
    case OP_WAKE:
        return "is awake";
    case OP_SPURIOUS:
        return "wakes for no reason";
    case OP_TICK:
        return "time passes";
    case OP_SIGNAL:
        return row->after ? "wakes it" : "nobody sleeps";
    case OP_CREATE:
        return "starts a thread";
    case OP_PLAIN:
        return row->access == WRITE_PLAIN ? "writes" : "reads";
    default:
        return "";
    }
}

static void describe(const Row *row, char *text, size_t size)
{
    unsigned long long before = row->before, after = row->after;
    bool is_fault = row == &rows[row_count - 1] && fault_text[0];

    if (row->is_stuck)
        snprintf(text, size, "%s",
                 row->op.kind == OP_WAKE ? "sleeps for ever"
                                         : "waits for ever");
    else if (is_fault)
        snprintf(text, size, "%s", fault_text);
    else if (row->is_cause && row->op.kind != OP_FREE)
        snprintf(text, size, "(races with the last line)");
    else if (!row->has_values || row->op.kind == OP_SIGNAL)
        snprintf(text, size, "%s", words(row));
    else if (before != after)
        snprintf(text, size, "%llu → %llu", before, after);
    else
        snprintf(text, size, "is %llu", before);
}

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
    describe(row, note, sizeof note);
    if (!row->op.pc) {
        snprintf(cell, size, "%s", note);
        return;
    }
    const Source *source = source_of(row);
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

static void print_string(FILE *file, const char *text)
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
    const Source *source = source_of(row);
    describe(row, note, sizeof note);
    fprintf(file, "  {\"thread\": %d, \"file\": ", row->thread);
    print_string(file, source->file);
    fprintf(file, ", \"line\": %d, \"text\": ", source->line);
    print_string(file, source->text);
    fprintf(file, ", \"note\": ");
    print_string(file, note);
    fprintf(file, ", \"shown\": %s}", row->shown ? "true" : "false");
}

bool report_json(const char *path, const char *schedule)
{
    FILE *file = fopen(path, "w");

    if (!file)
        return false;
    fprintf(file, "{\"scene\": \"%s\", \"fault\": ", scene->name);
    print_string(file, fault_text);
    fprintf(file, ",\n \"schedule\": \"%s\",\n \"threads\": [", schedule);
    for (int i = 0; i < thread_count; i++) {
        fprintf(file, "%s", i ? ", " : "");
        print_string(file, scene->threads[i] ? scene->threads[i] : "a thread");
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
