#include "arguments.h"

#include "listener.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_PATIENCE 10000 // ms

static int refuse(const char *program, const char *why)
{
    fprintf(stderr, "%s: %s\n", program, why);
    return 2;
}

// From `least` to `most`; -1 if it is no such number.
static long parse(const char *text, long least, long most)
{
    char *end;

    errno = 0;
    long number = strtol(text, &end, 10);
    bool is_number = text[0] >= '0' && text[0] <= '9' && *end == '\0';
    return is_number && errno == 0 && number >= least && number <= most ? number
                                                                        : -1;
}

int serve_as_told(Server *server, int argc, char **argv, const char *hint)
{
    long port = argc < 2 ? 0 : parse(argv[1], 0, 65535);
    long ms = argc < 3 ? DEFAULT_PATIENCE : parse(argv[2], 1, 86400000);

    if (argc > 3 || port < 0 || ms < 0) {
        fprintf(stderr,
                "Usage: %s [PORT [PATIENCE]]\nA port from 0 (any that "
                "is free) to 65535; patience in ms.\n",
                argv[0]);
        return 2;
    }
    int signals = server_signals(); // before anyone is told to try
    int listener = listener_new((uint16_t)port);
    if (signals < 0 || listener < 0)
        return refuse(argv[0], strerror(errno));
    printf("Listening at 127.0.0.1:%d; ", listener_port(listener));
    printf(hint, listener_port(listener));
    fflush(stdout);
    server->patience = ms * MILLISECOND;
    if (!server_run(server, listener, signals))
        return refuse(argv[0], strerror(errno));
    printf("Stopped.\n");
    return 0;
}
