#!/usr/bin/env python3
"""Shows the book on 127.0.0.1 until Ctrl-C.

    python3 serve.py DIR PORT
"""
import functools
import http.server
import sys


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that is left before it is here is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main(arguments):
    if len(arguments) != 2 or not arguments[1].isdecimal() \
            or int(arguments[1]) > 65535:
        print("serve.py: DIR, and a PORT up to 65535, are needed",
              file=sys.stderr)
        return 2
    folder, port = arguments[0], int(arguments[1])
    handler = functools.partial(Quiet, directory=folder)
    try:
        server = Server(("127.0.0.1", port), handler)
    except OSError as error:
        print(f"serve.py: cannot listen on port {port}: {error.strerror}",
              file=sys.stderr)
        return 1
    with server:
        print(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)",
              flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
