#include "rows.h"

#include "report.h"

#include <string.h>

#define MAX_ROWS 20000

bool recording;
Row rows[MAX_ROWS];
int row_count;
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
