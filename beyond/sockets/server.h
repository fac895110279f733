// A server: accepts connections, makes a task of each, and stops when it is
// told to. What they serve is the business of these tasks.
#ifndef SERVER_H
#define SERVER_H

#include "exec.h"
#include "loop.h"

#include <stddef.h>

typedef struct Server Server;

// What a task that serves a connection has in itself.
typedef struct Client Client;

struct Client {
    Server *server;
    Source *source; // its own
    int fd;         // of the source
    Client *next;   // in the server's list
    Client *previous;
};

struct Server {
    // Makes the task, which has the Client in it.
    ToyTask *(*serve)(Server *server, Source *source);
    // Whether the client waits for a request, and nothing is under way.
    bool (*is_idle)(Client *client);
    // A client that takes longer for a request or an answer is closed.
    Duration patience;
    // for the server's own use:
    Loop *loop;
    ToyExec *exec;
    WakeHandle *acceptor; // a clone
    Client *clients;
    size_t count;
    bool is_full;  // of descriptors: the acceptor waits for one
    bool stopping; // no request is to follow that under way
};

// A descriptor that says that SIGINT or SIGTERM has come. From here on they do
// nothing else. To be called before there are other threads.
// Fails: -1; errno says why.
int server_signals(void);

// Serves until one of the signals comes; then finishes what is under way.
// Owns:  takes both descriptors.
// Fails: false; errno says why.
bool server_run(Server *server, int listener, int signals);

// For the tasks: at the beginning, and at the end; the latter closes the
// connection.
void client_begin(Client *client, Server *server, Source *source);
void client_end(Client *client);

#endif
