// A run as a table: a column a thread, a row an operation, in source lines.
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>

void report_begin(void); // rows are kept from here on
void report_end(void);   // and not any more; the fault, if any, is the last

// Without `all`, what only one thread ever touches is left out.
void report_table(bool all);

// Fails: false if the file cannot be written; errno says why.
bool report_json(const char *path, const char *schedule);

// "text of the line (file:line)" of a place in the program. Good till the next.
const char *report_place(const void *pc);

#endif
