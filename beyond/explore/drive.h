// You decide which thread steps next.
#ifndef DRIVE_H
#define DRIVE_H

#include "choices.h"

// NO_CHOICE if the answer is none.
Choice drive_ask(unsigned possible);

#endif
