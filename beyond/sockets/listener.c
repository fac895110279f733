#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static bool set(int fd, int level, int option)
{
    int yes = 1;

    return setsockopt(fd, level, option, &yes, sizeof yes) == 0;
}

int listener_new(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in here = {.sin_family = AF_INET,
                               .sin_port = htons(port),
                               .sin_addr = {htonl(INADDR_LOOPBACK)}};

    // A connection inherits TCP_NODELAY: an answer does not wait for the
    // peer's receipt of the one before.
    if (fd >= 0 && set(fd, SOL_SOCKET, SO_REUSEADDR) &&
        set(fd, IPPROTO_TCP, TCP_NODELAY) &&
        bind(fd, (struct sockaddr *)&here, sizeof here) == 0 &&
        listen(fd, SOMAXCONN) == 0)
        return fd;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

uint16_t listener_port(int fd)
{
    struct sockaddr_in here = {0};
    socklen_t length = sizeof here;

    getsockname(fd, (struct sockaddr *)&here, &length);
    return ntohs(here.sin_port);
}
