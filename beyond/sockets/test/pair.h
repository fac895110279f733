// Two ends of a connection inside one process, which do not block.
#ifndef PAIR_H
#define PAIR_H

#include "must.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int here, there; // the one under test, and the test's own

static inline void pair_begin(void)
{
    int fds[2];

    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0,
         "cannot make a pair of sockets");
    here = fds[0];
    there = fds[1];
}

// All of the text; the socket must have room.
static inline void say(const char *text)
{
    must(write(there, text, strlen(text)) == (ssize_t)strlen(text),
         "cannot write all");
}

// What has come, up to the size; "" if nothing has.
static inline const char *hear(void)
{
    static char heard[300000];
    ssize_t count = read(there, heard, sizeof heard - 1);

    heard[count < 0 ? 0 : count] = '\0';
    return heard;
}

#endif
