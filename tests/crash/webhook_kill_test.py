"""Webhooks to a receiver that often fails, while the program is killed again and again.

The receiver answers a fifth of the deliveries with 500 and lets a twentieth time out. Every event
must arrive, and of each stall in the log's order: none before the one ahead of it was taken.
1,000 events; with CHOPAY_LONG=1 it is 10,000.
"""

import base64
import collections
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import random
import tempfile
import threading
import time
import unittest

from notices import sepay_body
from sandbox import Connection, Sandbox, account_of, wait_until

LONG = os.environ.get("CHOPAY_LONG") == "1"
EVENTS = 10_000 if LONG else 1_000
KILLS = 8 if LONG else 4
SENDERS = 5
TIMEOUT_MS = 300
STALLS = ("A01", "A12", "B02", "C04", "A02", "A03")
KEY = bytes(range(32))


class Receiver(http.server.ThreadingHTTPServer):
    """Notes what it took, in order, and fails by chance."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.random = random.Random(5)
        self.arrived = collections.defaultdict(list)  # by stall: (seq, whether it was taken)
        self.taken = {}  # id -> how often
        self.failures = collections.Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def fate(self):
        with self.lock:
            draw = self.random.random()
        return "error" if draw < 0.20 else "timeout" if draw < 0.25 else "taken"

    def note(self, event, fate):
        with self.lock:
            self.arrived[event["stall"]].append((event["seq"], fate == "taken"))
            self.failures[fate] += 1
            if fate == "taken":
                self.taken[event["id"]] = self.taken.get(event["id"], 0) + 1


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        mac = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert self.headers["webhook-signature"] == "v1," + mac
        fate = self.server.fate()
        self.server.note(json.loads(body), fate)
        if fate == "timeout":
            time.sleep(TIMEOUT_MS / 1_000 + 0.7)  # the program looks at its deadlines now and then
            return
        self.send_response(500 if fate == "error" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class HookedSandbox(Sandbox):
    """A sandbox with one webhook to the receiver."""

    def __init__(self, folder, receiver):
        super().__init__()
        secret = folder / "secret"
        secret.write_text("whsec_" + base64.b64encode(KEY).decode())
        secret.chmod(0o600)
        self._config = folder / "chopay.toml"
        self._config.write_text(
            f'[[webhook]]\nid = "flaky"\nurl = "{receiver.url}"\nmarket = "ha-long-1"\n'
            f'events = ["credit.received"]\nsecret_file = "{secret}"\nallow_private = true\n'
            f'timeout_ms = {TIMEOUT_MS}\nretries_ms = {[50] * 20}\n')

    def arguments(self, listen):
        return (*super().arguments(listen), "--config", self._config)


class WebhookKillTest(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        self.sandbox = self.enterContext(HookedSandbox(folder, self.receiver))
        self.random = random.Random(7)

    def send(self, count):
        """Notices over several connections; all are answered 200."""
        def send_some():
            with Connection(self.sandbox.url) as connection:
                for _ in range(count // SENDERS):
                    body = sepay_body(*account_of(self.random.choice(STALLS)), 10_000)
                    answer = self.sandbox.post_notice(body, connection=connection)
                    self.assertEqual(answer.status, 200)
        threads = [threading.Thread(target=send_some) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

    def events(self):
        """Every credit.received of the log, as GET /v1/events pages through it."""
        events, after = [], 0
        while True:
            page = self.sandbox.get(f"/v1/events?after={after}&limit=1000").json()
            events += [one for one in page["events"] if one["type"] == "credit.received"]
            if page["next"] == after:
                return events
            after = page["next"]

    def check_order(self, events):
        """No event was sent before the one ahead of it, of the same stall, was taken."""
        ahead = {}
        for stall, arrived in self.receiver.arrived.items():
            seqs = [one["seq"] for one in events if one["stall"] == stall]
            ahead.update(zip(seqs[1:], seqs))
            done = set()
            for seq, taken in arrived:
                self.assertIn(seq, seqs)
                self.assertIn(ahead.get(seq, seq), done | {seq}, f"{stall}: {seq} came too early")
                if taken:
                    done.add(seq)

    def test_every_event_arrives_and_in_order_whatever_is_killed(self):
        begun = time.monotonic()
        for _ in range(KILLS):
            taken = len(self.receiver.taken)
            self.send(EVENTS // KILLS)  # perhaps as slowly as they are taken
            wait_until(lambda taken=taken: len(self.receiver.taken) > taken + EVENTS // 50, "some")
            time.sleep(self.random.random() / 2)
            self.sandbox.kill()
            self.sandbox.restart()
        events = self.events()
        self.assertEqual(len(events), EVENTS // KILLS // SENDERS * SENDERS * KILLS)
        wanted = {one["id"] for one in events}
        wait_until(lambda: wanted <= set(self.receiver.taken), "every event", deadline_s=240)
        self.assertEqual(set(self.receiver.taken), wanted)
        self.check_order(events)
        status = wait_until(self.level, "the cursor at the end")
        twice = sum(count - 1 for count in self.receiver.taken.values())
        print(f"\n{KILLS} kills, {len(events)} events, all there and in order; "
              f"{self.receiver.failures['error']} answered 500, "
              f"{self.receiver.failures['timeout']} timed out, {twice} came twice; "
              f"{time.monotonic() - begun:.0f} s; state {status['state']}")

    def level(self):
        status = self.sandbox.get("/v1/webhooks").json()["webhooks"][0]
        return status if status["waiting"] == 0 and status["cursor"] == status["newest"] else None


if __name__ == "__main__":
    unittest.main()
