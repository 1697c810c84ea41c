"""Stopping, and what cannot be started."""

import json
import select
import signal
import socket
import time
import unittest
import urllib.parse

from notices import sepay_body, vietnam_now
from sandbox import DEADLINE_S, Sandbox, account_of, chopay

IN_FLIGHT = 200


def answers_on(connections, deadline_s=DEADLINE_S):
    """The bytes that came on each connection until the server closed it or was done."""
    came = {connection: b"" for connection in connections}
    is_open = set(connections)
    end = time.monotonic() + deadline_s
    while is_open and time.monotonic() < end:
        ready, _, _ = select.select(list(is_open), [], [], 0.5)
        for connection in ready:
            try:
                data = connection.recv(65_536)
            except ConnectionError:
                data = b""
            came[connection] += data
            if not data:
                is_open.discard(connection)
    assert not is_open, f"{len(is_open)} connections stay open behind a stopped server"
    return [came[connection] for connection in connections]


class StopTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())

    def check_refused(self, arguments, about):
        """Refused with exit code 2 and one line that says what about."""
        done = chopay(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(about, done.stderr)

    def connections(self, count):
        parts = urllib.parse.urlsplit(self.sandbox.url)
        opened = []
        for _ in range(count):
            opened.append(socket.create_connection((parts.hostname, parts.port), timeout=DEADLINE_S))
            self.addCleanup(opened[-1].close)
        return opened

    def raw_request(self, body):
        fields = {"Host": urllib.parse.urlsplit(self.sandbox.url).netloc,
                  "Content-Length": len(body), **self.sandbox.signed(body)}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"POST /callbacks/sandbox HTTP/1.1\r\n{head}\r\n".encode() + body

    def test_what_was_accepted_before_the_stop_is_answered(self):
        at = vietnam_now()
        account = account_of("A12")
        bodies = [sepay_body(*account, 1_000 + number, at=at) for number in range(IN_FLIGHT)]
        requests = [self.raw_request(body) for body in bodies]
        connections = self.connections(IN_FLIGHT)
        # A tenth is only begun before the stop: what was begun may still be finished.
        begun = IN_FLIGHT // 10
        for connection, request in zip(connections[:begun], requests):
            connection.sendall(request[:-20])
        for connection, request in zip(connections[begun:], requests[begun:]):
            connection.sendall(request)
        # On a busy machine the signal would overtake them all; the first answer comes with most in flight.
        self.assertTrue(select.select(connections, [], [], DEADLINE_S)[0], "nothing is answered")
        self.sandbox.process.send_signal(signal.SIGTERM)
        for connection, request in zip(connections[:begun], requests):
            try:
                connection.sendall(request[-20:])
            except ConnectionError:
                pass  # not accepted: then it must not be in the ledger
        came = answers_on(connections)
        self.assertEqual(self.sandbox.process.wait(DEADLINE_S), 0)
        answered = [answer.startswith(b"HTTP/1.1 200 ") for answer in came]
        for answer, whole in zip(came, answered):
            self.assertTrue(whole or answer == b"" or answer.startswith(b"HTTP/1.1 503 "), answer)
        print(f"\n{sum(answered)} of {IN_FLIGHT} notices in flight were answered 200, "
              f"{sum(answered[:begun])} of the {begun} that were only begun")
        self.assertGreater(sum(answered), 0)
        shown = chopay("settlement", "--data", self.sandbox.data, "--date", at.date())
        totals = json.loads(shown.stdout)["totals"]
        paid = sum(json.loads(body)["transferAmount"] for body, ok in zip(bodies, answered) if ok)
        self.assertEqual((totals["count"], totals["gross"]), (sum(answered), paid),
                         "what is in the ledger and what was answered 200 differ")
        verified = self.sandbox.verify()
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_a_stopped_sandbox_starts_again_as_it_was(self):
        earlier = self.sandbox.file
        head = self.sandbox.head()
        self.assertEqual(self.sandbox.stop(), 0)
        self.sandbox.restart()
        for name in ("api_key", "market", "stalls", "source", "till", "board"):
            self.assertEqual(self.sandbox.file[name], earlier[name])
        self.assertEqual(self.sandbox.head(), head + 1)  # its own request of 85,000 for show
        mode = (self.sandbox.data / "sandbox.json").stat().st_mode & 0o777
        self.assertEqual(mode, 0o600)

    def test_a_second_process_on_the_same_folder_is_refused(self):
        file = self.sandbox.data / "sandbox.json"
        before = file.read_text()
        self.check_refused(("sandbox", "--listen", "127.0.0.1:0", "--data", self.sandbox.data),
                           "another process has this ledger open")
        self.check_refused(("key", "create", "--market", "ha-long-1", "--data", self.sandbox.data),
                           "another process has this ledger open")
        self.assertEqual(self.sandbox.get("/v1/stalls").status, 200)
        self.assertTrue(file.exists(), "the refused process took away the running one's file")
        self.assertEqual(file.read_text(), before)

    def test_a_port_that_is_taken_is_said(self):
        listen = urllib.parse.urlsplit(self.sandbox.url).netloc
        with Sandbox() as other:
            earlier = other.file
            self.assertEqual(other.stop(), 0)
            self.check_refused(("sandbox", "--listen", listen, "--data", other.data),
                               "cannot listen on " + listen)
            other.start()
            self.assertEqual(other.file["source"], earlier["source"], "the secret was lost")
            self.assertEqual(other.file["api_key"], earlier["api_key"], "the key was lost")

    def test_what_is_not_understood_is_one_line_and_exit_code_2(self):
        for arguments in ((), ("nonsense",), ("serve",), ("sandbox", "--nonsense"),
                          ("sandbox", "--listen", "nowhere"), ("sandbox", "--listen", "127.0.0.1:x"),
                          ("serve", "--config", "/nowhere/chopay.toml"), ("qr",),
                          ("qr", "encode", "--bank", "970436"), ("pay",),
                          ("pay", "no-such-file.png", "--data", str(self.sandbox.data)),
                          ("pay", "code", "--data", "/nowhere"),
                          ("ledger", "verify", "--data", "/nowhere"),
                          ("settlement", "--data", str(self.sandbox.data), "--date", "yesterday")):
            with self.subTest(arguments):
                self.check_refused(arguments, "chopay")

    def test_help_is_no_error(self):
        for arguments in (("--help",), ("pay", "--help"), ("--help-all",), ("--version",)):
            done = chopay(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("chopay", done.stdout.lower() if arguments != ("pay", "--help")
                          else done.stdout)


if __name__ == "__main__":
    unittest.main()
