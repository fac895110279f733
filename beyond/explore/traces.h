// Which runs differ in more than the order of what commutes.
#ifndef TRACES_H
#define TRACES_H

#include "choices.h"

void traces_clear(void);

void trace_begin(void);
void trace_note(Choice choice); // before it is done
void trace_keep(void);          // the run is over

void traces_print(void); // each once

#endif
