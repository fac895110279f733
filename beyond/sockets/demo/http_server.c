// An HTTP server: a task a connection answers each request.
#include "arguments.h"
#include "http.h"

int main(int argc, char **argv)
{
    Server server = {.serve = http_new, .is_idle = http_is_idle};

    return serve_as_told(&server, argc, argv,
                         "try: curl http://127.0.0.1:%d/\n");
}
