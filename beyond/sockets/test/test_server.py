#!/usr/bin/env python3
"""The servers with real sockets, and curl.

    python3 test_server.py BUILD [WRAPPER...]      BUILD holds the servers
"""
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

BUILD = WRAPPER = None
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
BODY = b"Hello, world\n"
LONG = "60000"  # ms: longer than any test
GIVE_UP = 20    # seconds, for what hangs


class WithServer:
    """For each of the servers, one anew for each test."""
    program = None

    def setUp(self):
        self.start(LONG)

    def start(self, patience, descriptors=None):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        def prepare():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # as "command &" does
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, most))

        self.told_to_stop = False
        self.server = subprocess.Popen(
            [*WRAPPER, os.path.join(BUILD, self.program), "0", patience],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=prepare)
        self.port = int(re.search(rb":(\d+);", self.server.stdout.readline())[1])

    def restart(self, *arguments):
        self.stop()
        self.start(*arguments)

    def stop(self):
        """Ctrl-C, if it has not come: the server must end by itself, with
        nothing to complain about."""
        if not self.told_to_stop:
            self.tell_to_stop()
        said, complaint = self.server.communicate(timeout=GIVE_UP)
        self.assertEqual((said, complaint, self.server.returncode),
                         (b"Stopped.\n", b"", 0))

    def tell_to_stop(self):
        self.told_to_stop = True
        self.server.send_signal(signal.SIGINT)

    def tearDown(self):
        self.stop()

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), GIVE_UP)
        self.addCleanup(client.close)
        return client

    def hear(self, client, end=BODY):
        heard = b""
        while not heard.endswith(end):
            part = client.recv(65536)
            if not part:
                break
            heard += part
        return heard


class Http(WithServer):
    def ask(self, client):
        client.sendall(GET)
        self.assertTrue(self.hear(client).startswith(b"HTTP/1.1 200 OK\r\n"))

    def settle(self):
        """What was sent before has been read when this returns."""
        self.ask(self.connect())

    def test_curl_gets_the_words(self):
        got = subprocess.run(
            ["curl", "-sS", "--noproxy", "*", "--http1.1",
             f"http://127.0.0.1:{self.port}/", f"http://127.0.0.1:{self.port}/"],
            stdout=subprocess.PIPE, check=True).stdout

        self.assertEqual(got, 2 * BODY)

    def test_curl_posts_and_gets_the_words(self):
        got = subprocess.run(
            ["curl", "-sS", "--noproxy", "*", "--data-binary", "@-",
             "-H", "Expect:", f"http://127.0.0.1:{self.port}/"],
            input=bytes(300_000), stdout=subprocess.PIPE, check=True).stdout

        self.assertEqual(got, BODY)

    def test_a_connection_is_kept(self):
        client = self.connect()

        for _ in range(100):
            self.ask(client)

    def test_what_is_cut_is_put_together(self):
        client = self.connect()

        for cut in range(1, len(GET)):
            client.sendall(GET[:cut])
            self.settle()
            client.sendall(GET[cut:])
            self.assertTrue(self.hear(client).endswith(BODY))

    def test_who_sends_too_much_can_read_the_answer(self):
        client = self.connect()

        client.sendall(b"GET / HTTP/1.1\r\nX: " + 100_000 * b"x")

        heard = self.hear(client, b"no such end")
        self.assertTrue(heard.startswith(b"HTTP/1.1 431 "), heard)

    def test_who_sends_nonsense_can_read_the_answer(self):
        client = self.connect()

        client.sendall(100_000 * b"?")

        heard = self.hear(client, b"no such end")
        self.assertTrue(heard.startswith(b"HTTP/1.1 400 "), heard)

    def test_who_has_said_all_still_gets_the_answer(self):
        client = self.connect()

        client.sendall(GET)
        client.shutdown(socket.SHUT_WR)

        self.assertTrue(self.hear(client, b"no such end").endswith(BODY))

    def test_a_client_that_resets_harms_no_other(self):
        other = self.connect()
        for _ in range(20):
            client = self.connect()
            client.sendall(20 * GET)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              struct.pack("ii", 1, 0))
            client.close()

        self.ask(other)

    def test_a_client_that_does_not_read_must_wait_and_loses_nothing(self):
        client = self.connect()
        client.setblocking(False)
        part, sent = 1000 * GET, 0
        rounds_without = 0
        while rounds_without < 3:  # until it takes no more
            try:
                sent += client.send(part[sent % len(GET):])
                rounds_without = 0
            except BlockingIOError:
                rounds_without += 1
                self.settle()  # others are served meanwhile

        self.assertLess(sent, 64 << 20)
        client.settimeout(GIVE_UP)
        client.shutdown(socket.SHUT_WR)
        heard = self.hear(client, b"no such end")
        self.assertEqual(heard.count(BODY), sent // len(GET))

    def test_one_busy_client_does_not_starve_the_others(self):
        busy, quiet = self.connect(), self.connect()

        def again_and_again(deed):
            try:
                while deed() != b"":
                    pass
            except OSError:
                pass  # the test is over

        threads = [threading.Thread(target=again_and_again, args=(deed,))
                   for deed in (lambda: busy.recv(1 << 20),
                                lambda: busy.sendall(1000 * GET))]
        for thread in threads:
            thread.start()
        for _ in range(200):
            self.ask(quiet)
        busy.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()

    def test_an_idle_client_is_closed_and_no_earlier(self):
        self.restart("100")
        start = time.monotonic()
        client = self.connect()

        self.assertEqual(client.recv(1), b"")
        self.assertGreaterEqual(time.monotonic() - start, 0.1)

    def test_half_a_request_is_closed_as_well(self):
        self.restart("100")
        client = self.connect()
        client.sendall(GET[:-1])

        self.assertEqual(client.recv(1), b"")

    def cpu_seconds(self):
        with open(f"/proc/{self.server.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_without_descriptors_it_serves_on_and_does_not_spin(self):
        self.restart(LONG, 30)
        clients = [self.connect() for _ in range(60)]
        for client in clients:
            client.sendall(GET)
        self.assertTrue(self.hear(clients[0]).endswith(BODY))

        before = self.cpu_seconds()
        time.sleep(0.5)
        self.assertLess(self.cpu_seconds() - before, 0.1)
        for client in clients:  # each that goes makes room for another
            self.assertTrue(client is clients[0]
                            or self.hear(client).endswith(BODY))
            client.close()

    def test_descriptors_that_no_client_gives_back_are_found_as_well(self):
        self.restart(LONG, 30)
        clients = [self.connect() for _ in range(60)]
        clients[-1].sendall(GET)
        while len(os.listdir(f"/proc/{self.server.pid}/fd")) < 30:
            pass
        self.ask(clients[0])  # by now it has tried once more, in vain

        resource.prlimit(self.server.pid, resource.RLIMIT_NOFILE, (100, 100))

        self.assertTrue(self.hear(clients[-1]).endswith(BODY))

    def test_ten_thousand_idle_clients_are_no_burden(self):
        count = 10_000
        most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most[1] < count + 100:
            self.skipTest(f"only {most[1]} descriptors a process are allowed")
        resource.setrlimit(resource.RLIMIT_NOFILE, (most[1], most[1]))
        self.restart(LONG)
        clients = [self.connect() for _ in range(count)]

        for client in (clients[0], clients[-1]):
            self.ask(client)

    def test_who_has_been_refused_does_not_hold_up_ctrl_c(self):
        self.connect().sendall(b"?")
        self.settle()  # the end of the test stops the server

    def test_what_is_under_way_is_finished_after_ctrl_c(self):
        idle, under_way = self.connect(), self.connect()
        self.ask(idle)
        under_way.sendall(GET[:9])
        self.settle()

        self.tell_to_stop()
        self.assertEqual(idle.recv(1), b"")
        under_way.sendall(GET[9:])

        heard = self.hear(under_way, b"no such end")
        self.assertIn(b"Connection: close", heard)
        self.assertTrue(heard.endswith(BODY))


class HttpOnPark(Http, unittest.TestCase):
    program = "http_server"


class HttpOnThread(Http, unittest.TestCase):
    program = "http_server_thread"


class Echo(WithServer):
    def test_what_is_sent_comes_back(self):
        client = self.connect()
        text = os.urandom(1 << 20)
        writer = threading.Thread(target=client.sendall, args=(text,))

        writer.start()
        heard = b""
        while len(heard) < len(text):
            heard += client.recv(1 << 16)
        writer.join()

        self.assertEqual(heard, text)

    def test_who_has_said_all_still_gets_it_back(self):
        client = self.connect()
        client.sendall(b"x" * 100_000)
        client.shutdown(socket.SHUT_WR)

        self.assertEqual(len(self.hear(client, b"no such end")), 100_000)

    def fill(self, client):
        """Sends until the server is stuck with what it cannot send back. Each
        time that another has its turn, so has this one, with 64 KiB: in the
        end that is more than all buffers hold."""
        other = self.connect()
        client.setblocking(False)
        rounds_without = 0
        while rounds_without < 300:
            try:
                client.send(b"x" * 1_000_000)
                rounds_without = 0
            except BlockingIOError:
                rounds_without += 1
                other.sendall(b"x")
                other.recv(1)

    def test_who_talks_on_does_not_hold_up_ctrl_c(self):
        client = self.connect()
        self.fill(client)
        self.tell_to_stop()
        client.settimeout(GIVE_UP)

        def talk():
            try:
                while True:
                    client.sendall(b"x" * 1_000_000)
            except OSError:
                pass  # it has been closed

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            while client.recv(1 << 20):
                pass
        except ConnectionResetError:
            pass  # not all that it said was read
        self.server.wait(GIVE_UP)
        thread.join()

    def test_ctrl_c_twice_does_not_wait_for_who_does_not_read(self):
        client = self.connect()
        self.fill(client)

        self.tell_to_stop()
        self.assertRaises(OSError, self.connect_until_refused)
        self.server.send_signal(signal.SIGINT)

        self.server.communicate(timeout=GIVE_UP)
        self.assertEqual(self.server.returncode, -signal.SIGINT)
        self.start(LONG)  # for the end of the test to stop

    def connect_until_refused(self):
        while True:
            self.connect().close()


class EchoOnPark(Echo, unittest.TestCase):
    program = "echo"


class EchoOnThread(Echo, unittest.TestCase):
    program = "echo_thread"


class Arguments(unittest.TestCase):
    def test_bad_ones_exit_2_with_the_usage(self):
        for words in (["x"], ["65536"], ["-1"], ["0", "0"], ["0", "1", "2"]):
            done = subprocess.run([os.path.join(BUILD, "http_server"), *words],
                                  stderr=subprocess.PIPE)

            self.assertEqual(done.returncode, 2)
            self.assertTrue(done.stderr.startswith(b"Usage: "))

    def test_a_port_in_use_is_one_line_and_exit_2(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = subprocess.run(
                [os.path.join(BUILD, "http_server"),
                 str(taken.getsockname()[1])], stderr=subprocess.PIPE)

        self.assertEqual(done.returncode, 2)
        self.assertTrue(done.stderr.endswith(b"Address already in use\n"))
        self.assertEqual(done.stderr.count(b"\n"), 1)


if __name__ == "__main__":
    BUILD, WRAPPER = sys.argv[1], sys.argv[2:]
    del sys.argv[1:]
    unittest.main()
