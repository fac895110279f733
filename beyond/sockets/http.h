// HTTP/1.1 for a server: every request is answered with the same few words.
#ifndef HTTP_H
#define HTTP_H

#include "server.h"

// The two that a Server wants. A request that is malformed is answered with
// 400, one whose header is over 8 KiB with 431; both are then closed, but not
// before the client has had the time to read it.
ToyTask *http_new(Server *server, Source *source);
bool http_is_idle(Client *client);

#endif
