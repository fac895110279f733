// Which runs differ in more than the order of what commutes.
#ifndef TRACES_H
#define TRACES_H

#include "choices.h"

void traces_clear(void);

void trace_begin(void);
void trace_note(Choice choice); // before it is done
void trace_keep(void);          // the run is over

// Of the run so far: the same after two beginnings that differ only in the
// order of what commutes, and lead to the same state.
uint64_t trace_state(void);

void traces_print(void); // each once

#endif
