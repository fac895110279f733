#include "talk.h"

#include <string.h>

#define MOST_HEADER 8192 // bytes
#define BODY "Hello, world\n"
#define OK                                                                     \
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n"

// For one call of talk.
typedef struct {
    Talk *talk;
    bool is_last;
    char *out;
    size_t length;
} Answers;

static void append(Answers *answers, const char *text)
{
    size_t length = strlen(text);

    memcpy(answers->out + answers->length, text, length);
    answers->length += length;
}

static int begin_request(http_parser *parser)
{
    ((Answers *)parser->data)->talk->in_request = true;
    return 0;
}

// The parser lets a space follow a name. A proxy in front of us may not, and
// then the two disagree on where a request ends.
static int read_name(http_parser *parser, const char *part, size_t length)
{
    (void)parser;
    return memchr(part, ' ', length) ? -1 : 0;
}

// Who asks for another protocol is answered in this one. But to CONNECT, a 200
// would say that there is a tunnel now: that is an error, as a negative answer
// tells the parser.
static int end_header(http_parser *parser)
{
    parser->upgrade = 0;
    return parser->method == HTTP_CONNECT ? -1 : 0;
}

static const char *connection(const http_parser *parser, bool goes_on)
{
    if (!goes_on)
        return "Connection: close\r\n\r\n";
    return parser->http_minor == 0 ? "Connection: keep-alive\r\n\r\n" : "\r\n";
}

static int end_request(http_parser *parser)
{
    Answers *answers = parser->data;
    bool goes_on = http_should_keep_alive(parser) && !answers->is_last;

    append(answers, OK);
    append(answers, connection(parser, goes_on));
    if (parser->method != HTTP_HEAD)
        append(answers, BODY);
    answers->talk->in_request = false;
    answers->talk->is_over = !goes_on;
    if (!goes_on)
        http_parser_pause(parser, 1);
    return 0;
}

static void refuse(Answers *answers)
{
    bool too_large =
        HTTP_PARSER_ERRNO(&answers->talk->parser) == HPE_HEADER_OVERFLOW;

    append(answers, too_large
                        ? "HTTP/1.1 431 Request Header Fields Too Large\r\n"
                        : "HTTP/1.1 400 Bad Request\r\n");
    append(answers, "Content-Length: 0\r\nConnection: close\r\n\r\n");
    answers->talk->is_over = true;
}

void talk_begin(Talk *talk)
{
    *talk = (Talk){.in_request = false};
    http_parser_init(&talk->parser, HTTP_REQUEST);
}

size_t talk(Talk *self, const char *in, size_t count, bool is_last, char *out)
{
    static const http_parser_settings settings = {
        .on_message_begin = begin_request,
        .on_header_field = read_name,
        .on_headers_complete = end_header,
        .on_message_complete = end_request,
    };
    Answers answers = {self, is_last, out, 0};

    http_parser_set_max_header_size(MOST_HEADER);
    self->parser.data = &answers;
    http_parser_execute(&self->parser, &settings, in, count);
    if (HTTP_PARSER_ERRNO(&self->parser) != HPE_OK && !self->is_over)
        refuse(&answers);
    return answers.length;
}
