// How states.c writes what it finds: in the order of these calls.
#ifndef STATES_JSON_H
#define STATES_JSON_H

#include "choices.h"

// Fails: false; errno says why.
bool json_begin(const char *path);

// The state that the last run has led to, and what is possible there.
void json_state(int number, unsigned possible);
// The step that the last run ended with: from the state above to another one.
void json_step(Choice choice, int to);
void json_state_end(void);

// `before` are the choices that lead to the first state.
// Fails: false; errno says why.
bool json_end(const Choice *before, int count);

#endif
