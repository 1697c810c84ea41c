"""`chopay listen`: a market's events on a terminal, and at a program on the same machine."""

import base64
import hashlib
import hmac
import http.server
import json
import re
import subprocess
import tempfile
import threading
import unittest

from sandbox import CHOPAY, DEADLINE_S, Sandbox, chopay, wait_until


class Receiver(http.server.BaseHTTPRequestHandler):
    got = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class ListenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def test_what_happened_is_printed_one_event_a_line_and_only_of_the_stall(self):
        opened = self.sandbox.open_request(52_000)
        self.sandbox.open_request(1_000, stall="A01")
        self.assertEqual(self.sandbox.pay(opened).status, 200)
        listened = chopay("listen", "--data", self.sandbox.data, "--stall", "A12", "--after", 0,
                          "--once")
        self.assertEqual(listened.returncode, 0, listened.stderr)
        events = [json.loads(line) for line in listened.stdout.splitlines()]
        self.assertEqual({one["stall"] for one in events}, {"A12"})
        of_request = [one["type"] for one in events
                      if one["data"].get("payment_request") == opened["id"]]
        self.assertEqual(of_request, ["payment_request.opened", "credit.received",
                                      "payment_request.paid"])

    def test_what_happens_is_forwarded_with_a_signature_that_holds(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        errors = self.enterContext(tempfile.TemporaryFile("w+"))
        process = subprocess.Popen(
            [CHOPAY, "listen", "--data", self.sandbox.data, "--forward",
             f"http://127.0.0.1:{server.server_port}/hook"],
            stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            def secret():
                errors.seek(0)
                return re.search(r"whsec_(\S+)", errors.read())
            key = base64.b64decode(wait_until(secret, "the secret").group(1))
            def forwarded():
                # It begins at the log's end, so what came before it was there is not told.
                self.sandbox.open_request(3_000)
                return Receiver.got
            headers, body = wait_until(forwarded, "an event")[0]
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            self.assertEqual(headers["webhook-signature"], "v1," + mac)
            self.assertEqual(json.loads(body)["type"], "payment_request.opened")
            process.terminate()
            self.assertEqual(process.wait(DEADLINE_S), 0)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def test_a_wrong_line_says_what_is_missing(self):
        for arguments in ((), ("--url", self.sandbox.url), ("--data", "/nowhere")):
            listened = chopay("listen", *arguments)
            self.assertEqual(listened.returncode, 2, arguments)
            self.assertTrue(listened.stderr)


if __name__ == "__main__":
    unittest.main()
