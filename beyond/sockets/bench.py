#!/usr/bin/env python3
"""The HTTP server beside others, under wrk: requests a second, and what one
costs in system calls, in instructions, and for a connection that waits.

    python3 bench.py BUILD TURNS

BUILD holds the servers; one that is not there is left out. They run in turn.
"""
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile

SERVERS = {"ours": "http_server", "ours, loop on a thread": "http_server_thread",
           "libuv": "libuv_http"}
CONNECTIONS = [64, 1000]
SECONDS = 2
IDLE = 10_000
CPUS = sorted(os.sched_getaffinity(0))


def bound_to(cpu):
    return lambda: os.sched_setaffinity(0, {cpu})


class Server:
    """One that runs, perhaps under another program, until it is left."""

    def __init__(self, path, *under):
        self.process = subprocess.Popen(
            [*under, path, "0", "60000"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, preexec_fn=bound_to(CPUS[0]))

    def __enter__(self):
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+)", line)[1])
        return self

    def __exit__(self, *_):
        # Under another program, the server is its child.
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            os.kill(int((children.read().split() or [pid])[0]), signal.SIGINT)
        self.process.wait()
        self.process.stdout.close()

    def load(self, connections, seconds=SECONDS):
        """How many requests wrk had answered, and how many a second. It may use
        all CPUs: on a single one it would be slower than the server, and be
        what is measured."""
        said = subprocess.run(
            ["wrk", f"-t{len(CPUS)}", f"-c{connections}", f"-d{seconds}",
             f"http://127.0.0.1:{self.port}/"],
            stdout=subprocess.PIPE, check=True).stdout.decode()
        return (int(re.search(r"(\d+) requests in", said)[1]),
                float(re.search(r"Requests/sec: *([\d.]+)", said)[1]))

    def cpu(self):
        """Seconds of CPU so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])


def under_load(path, connections):
    """Requests a second, and microseconds of CPU a request."""
    with Server(path) as server:
        requests, a_second = server.load(connections)
        return a_second, 1e6 * server.cpu() / requests


def system_calls(path):
    with tempfile.NamedTemporaryFile("r") as out:
        with Server(path, "strace", "-f", "-c", "-o", out.name) as server:
            requests = server.load(64)[0]
        total = re.search(r"(\d+)(?: +\d+)? total", out.read())
    return int(total[1]) / requests


def instructions(path):
    with tempfile.NamedTemporaryFile("r") as out:
        with Server(path, "valgrind", "--tool=callgrind",
                    "--callgrind-out-file=/dev/null",
                    f"--log-file={out.name}") as server:
            requests = server.load(64)[0]
        return int(re.search(r"Collected : (\d+)", out.read())[1]) / requests


def bytes_idle(path):
    with Server(path) as server:
        server.load(64, 1)
        before = server.resident()
        there = [socket.create_connection(("127.0.0.1", server.port))
                 for _ in range(IDLE)]
        for one in there:
            one.sendall(b"GET / HTTP/1.1\r\n\r\n")
        for one in there:
            one.recv(4096)
        after = server.resident()
        for one in there:
            one.close()
    return (after - before) / IDLE


def table(title, rows, digits):
    """Medians, spans, and ratios to the first."""
    print(f"{title:<26}{'median':>10}{'min .. max':>22}{'x ours':>8}")
    first = None
    for name, values in rows.items():
        median = statistics.median(values)
        first = first or median
        span = f"{min(values):,.{digits}f} .. {max(values):,.{digits}f}"
        print(f"  {name:<24}{median:>10,.{digits}f}{span:>22}"
              f"{median / first:>8.2f}")
    print()


def main(build, turns):
    servers = {name: os.path.join(build, file)
               for name, file in SERVERS.items()
               if os.path.exists(os.path.join(build, file))}
    for connections in CONNECTIONS:
        speed = {name: [] for name in servers}
        cost = {name: [] for name in servers}
        for turn in range(turns):
            print(f"turn {turn + 1} of {turns}: {connections} connections",
                  file=sys.stderr)
            for name, path in servers.items():
                a_second, cpu = under_load(path, connections)
                speed[name].append(a_second)
                cost[name].append(cpu)
        table(f"{connections:,} connections: req/s", speed, 0)
        table("  and CPU, us a request", cost, 2)
    for title, measure, digits in (
            ("system calls a request", system_calls, 3),
            ("instructions a request", instructions, 0),
            ("bytes a connection, idle", bytes_idle, 0)):
        table(title, {name: [measure(path)] for name, path in servers.items()},
              digits)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdecimal():
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
