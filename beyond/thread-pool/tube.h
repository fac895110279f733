// A tube: holds a few bytes on their way from one task to another. For tasks of
// one executor: it has no lock.
#ifndef TUBE_H
#define TUBE_H

#include "wake.h"

#include <stddef.h>

typedef struct Tube Tube;

// Owns: the caller frees it.
Tube *tube_new(size_t capacity);

// How many bytes there is room for.
size_t tube_room(const Tube *tube);

// As many of the bytes as there is room for. Returns how many.
size_t tube_write(Tube *tube, const char *bytes, size_t count);

// Wake the handle once, when bytes have been taken out.
// Owns: keeps a clone until then.
void tube_await_room(Tube *tube, WakeHandle *wake);

// Takes out at most so many bytes. Returns how many there were.
size_t tube_read(Tube *tube, char *bytes, size_t count);

// Drops the handles that wait for room.
void tube_free(Tube *tube);

#endif
