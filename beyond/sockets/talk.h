// Requests in, answers out: HTTP/1.1 as one side of a connection speaks it, of
// which the other knows only bytes. Parsing is http-parser's.
#ifndef TALK_H
#define TALK_H

#include <http_parser.h>
#include <stdbool.h>
#include <stddef.h>

#define TALK_MOST_IN ((size_t)16 * 1024)
// An answer has at most 128 bytes, and a request at least 16.
#define TALK_MOST_OUT (TALK_MOST_IN / 16 * 128)

typedef struct {
    http_parser parser;
    bool in_request; // its beginning has come, its end has not
    bool is_over;    // no request is read any more
} Talk;

void talk_begin(Talk *talk);

// Reads what has come, at most TALK_MOST_IN bytes, and writes the answers to
// all requests that end in it to `out`, which holds TALK_MOST_OUT. The first of
// them is the last if `is_last`. Returns how many bytes it wrote.
size_t talk(Talk *self, const char *in, size_t count, bool is_last, char *out);

#endif
