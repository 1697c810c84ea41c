"""The power fails during a stream of notices, again and again, on the same ledger.

Every round sends 1,000 notices over several connections and kills the server in the middle. What
was answered 200 must be in the ledger, and as a bank would, the sender repeats what was not
answered. CHOPAY_LONG=1 kills 20 times during 20,000 notices; else it is 4 times.
"""

import http.client
import json
import os
import queue
import random
import threading
import time
import unittest

from notices import sepay_body, vietnam_now
from sandbox import Connection, Sandbox, account_of, chopay

ROUNDS = 20 if os.environ.get("CHOPAY_LONG") == "1" else 4
NOTICES = 1_000
SENDERS = 8
# B03's account is also B04's: its money is nobody's, and must survive all the same.
STALLS = ("A01", "A12", "B02", "B03", "C04")


class Stream:
    """Sends notices over several connections until all are answered or the server is gone."""

    def __init__(self, sandbox, bodies):
        self.answered = []
        self.others = []  # answers that are not 200
        self._sandbox = sandbox
        self._left = queue.SimpleQueue()
        self._lock = threading.Lock()
        for body in bodies:
            self._left.put(body)
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, count):
        """Until so many are answered; sooner if the senders are done."""
        while len(self.answered) < count and any(t.is_alive() for t in self._threads):
            time.sleep(0.0005)

    def finish(self):
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a sender hangs"

    def _send(self):
        with Connection(self._sandbox.url) as connection:
            try:
                while True:
                    body = self._left.get_nowait()
                    answer = self._sandbox.post_notice(body, connection=connection)
                    with self._lock:
                        (self.answered if answer.status == 200 else self.others).append(body)
            except (queue.Empty, OSError, http.client.HTTPException):
                pass  # done, or the server is gone


class KillTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())
        self.at = vietnam_now()  # one day, also when midnight comes in between
        self.acknowledged = []
        self.random = random.Random(20_261_124)

    def bodies(self):
        return [sepay_body(*account_of(self.random.choice(STALLS)),
                           self.random.randrange(1_000, 500_000), at=self.at)
                for _ in range(NOTICES)]

    def totals(self):
        """How many credits the ledger has of the day, and their sum; read from the folder."""
        shown = chopay("settlement", "--data", self.sandbox.data, "--date", self.at.date())
        self.assertEqual(shown.returncode, 0, shown.stderr)
        totals = json.loads(shown.stdout)["totals"]
        return (totals["count"] + totals["unmatched_count"],
                totals["gross"] + totals["unmatched"])

    def check_ledger(self):
        verified = self.sandbox.verify()
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def send_all(self, bodies):
        stream = Stream(self.sandbox, bodies)
        stream.finish()
        self.assertEqual((len(stream.answered), stream.others), (len(bodies), []))

    def kill_during(self, bodies):
        """Kills in the middle of the stream; what was answered 200."""
        stream = Stream(self.sandbox, bodies)
        stream.wait_for(self.random.randrange(NOTICES // 20, NOTICES * 19 // 20))
        time.sleep(self.random.random() / 500)
        self.sandbox.kill()
        stream.finish()
        self.assertEqual(stream.others, [])
        return stream.answered

    def one_round(self, number):
        bodies = self.bodies()
        answered = self.kill_during(bodies)
        self.check_ledger()  # as the power left it, before anything repairs it
        found, _ = self.totals()
        known = len(self.acknowledged)
        self.assertGreaterEqual(found, known + len(answered), "an answered notice is lost")
        self.assertLessEqual(found, known + len(answered) + SENDERS)

        self.sandbox.restart()
        self.send_all(answered)
        self.assertEqual(self.totals()[0], found, "an answered notice was not in the ledger")
        done = set(answered)
        self.send_all([body for body in bodies if body not in done])
        self.acknowledged += bodies
        self.check_complete()
        print(f"round {number}: killed after {len(answered)} answers, "
              f"{found - known - len(answered)} more were in the ledger; "
              f"{len(self.acknowledged)} notices, all there", flush=True)

    def check_complete(self):
        paid = sum(json.loads(body)["transferAmount"] for body in self.acknowledged)
        self.assertEqual(self.totals(), (len(self.acknowledged), paid))

    def test_every_notice_that_was_answered_survives_every_kill(self):
        begun = time.monotonic()
        print(flush=True)
        for number in range(1, ROUNDS + 1):
            self.one_round(number)
        self.send_all(self.acknowledged)  # once more, from the first round on
        self.check_complete()
        self.check_ledger()
        self.assertEqual(self.sandbox.stop(), 0)
        self.check_ledger()
        print(f"{ROUNDS} kills, {len(self.acknowledged)} notices, nothing lost, nothing twice; "
              f"{time.monotonic() - begun:.0f} s; {self.sandbox.verify().stdout.strip()}")

    def test_a_kill_during_the_start_does_not_hurt(self):
        bodies = self.bodies()[:50]
        self.send_all(bodies)
        self.acknowledged += bodies
        earlier = self.sandbox.file
        for _ in range(10):
            self.sandbox.kill()
            starting = threading.Timer(self.random.random() / 20, self.sandbox.kill)
            starting.start()
            try:
                self.sandbox.restart()
            except AssertionError:
                pass  # it was killed before it was up
            starting.join()
            self.check_ledger()
        self.sandbox.kill()
        self.sandbox.restart()
        self.assertEqual(self.sandbox.file["source"], earlier["source"], "the secret was lost")
        self.assertEqual(self.sandbox.file["api_key"], earlier["api_key"], "the key was lost")
        self.send_all(bodies)
        self.check_complete()


if __name__ == "__main__":
    unittest.main()
