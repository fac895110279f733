// What both servers do with their arguments: [PORT [PATIENCE]].
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "server.h"

// Serves at the port (default: any), and says where, with `hint`, which has one
// %d for the port. Returns the exit status: 2 for bad arguments, or if it
// cannot serve, with one line that says why.
int serve_as_told(Server *server, int argc, char **argv, const char *hint);

#endif
