// The lines of source that a file for other programs tells of, each once.
#ifndef LINES_H
#define LINES_H

#include "source.h"

#include <stdio.h>

void lines_begin(void);
int line_number(const Source *source); // from 0, in the order of the asking
void lines_print(FILE *file);          // as JSON, in the order of the numbers

#endif
