// A socket that listens at 127.0.0.1, and does not block.
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>
#include <stdint.h>

// Port 0 is any that is free.
// Owns:  the caller closes it.
// Fails: -1; errno says why.
int listener_new(uint16_t port);

uint16_t listener_port(int fd);

#endif
