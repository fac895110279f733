// The task that accepts a server's connections.
#ifndef ACCEPTOR_H
#define ACCEPTOR_H

#include "server.h"

// Done when the server is stopping and it is woken.
// Owns: takes the source, which listens; the caller gets the task.
ToyTask *acceptor_new(Server *server, Source *listener);

#endif
