// All states of a scene, and all steps between them, for a reader who decides
// which thread steps next.
#ifndef STATES_H
#define STATES_H

#include "explore.h"

// Writes them to the file, as the README's part on the format says.
// Fails: false, if the file cannot be written (errno says why), or, with
// errno 0, if there are too many.
bool states_write(const char *path, const Scene *scene);

#endif
