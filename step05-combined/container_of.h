// From the address of a member to the struct that holds it.
#ifndef CONTAINER_OF_H
#define CONTAINER_OF_H

#include <stddef.h>

// The member lies offsetof(type, member) bytes behind the start of its struct,
// so step back by as many. Only for a `ptr` that really is such a member.
#define container_of(ptr, type, member)                                        \
    ((type *)((char *)(ptr)-offsetof(type, member)))

#endif
