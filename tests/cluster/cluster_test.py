"""What is acknowledged survives the loss of a database's primary and of a gateway, and is there once.

A checking client sends notices through HAProxy, remembers every one that was acknowledged, and, as a
bank would, repeats what was not. Each round breaks something that the seed chooses, and heals it.
CHOPAY_CLUSTER_ROUNDS and CHOPAY_CLUSTER_SEED say how many and which.
"""

import http.client
import json
import os
import random
import shutil
import signal
import threading
import time
import unittest

import cluster
from notices import hmac_headers, sepay_body
from sandbox import MARKET_FILE, account_of, chopay, wait_until

ROUNDS = int(os.environ.get("CHOPAY_CLUSTER_ROUNDS", "4"))
SEED = int(os.environ.get("CHOPAY_CLUSTER_SEED", "20261129"))
SENDERS = 8
BROKEN_S = {"primary": 30, "gateway": 8, "sync": 10}  # how long it stays so
FAILOVER_S_MAX = 30
GATEWAY_FAILOVER_S_MAX = 3
FIGURES = {}  # of the last run, for bench.py
SECRET = "s3cret-of-the-cluster"
STALLS = ("A01", "A12", "B02", "C04")
CONFIG = """
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
"""


class CheckingClient:
    """Sends notices over several connections until it is told to stop."""

    def __init__(self, port):
        self.acknowledged = {}  # reference -> when
        self._port = port
        self._stopping = threading.Event()
        self._numbers = iter(range(1, 1 << 40))
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def longest_silence_since(self, begin):
        """Seconds, at most, between two acknowledgements from that moment on."""
        times = sorted(at for at in list(self.acknowledged.values()) if at >= begin)
        return max(b - a for a, b in zip([begin] + times, times)) if times else float("inf")

    def _send(self):
        connection = None
        while not self._stopping.is_set():
            with self._lock:
                number = next(self._numbers)
            bank, account = account_of(STALLS[number % len(STALLS)])
            reference = f"FT{number:012}"
            body = sepay_body(bank, account, 1_000 + number % 900_000, referenceCode=reference)
            while not self._stopping.is_set():
                try:
                    connection = connection or http.client.HTTPConnection(
                        "127.0.0.1", self._port, timeout=5)
                    connection.request("POST", "/callbacks/sepay-main", body,
                                       hmac_headers(SECRET, body))
                    answer = connection.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException):
                    connection = None
                    time.sleep(0.05)
                    continue
                if answer.status == 200:
                    self.acknowledged[reference] = time.monotonic()
                    break
                time.sleep(0.05)


@unittest.skipIf(cluster.missing(), "a cluster needs " + ", ".join(cluster.missing()))
class ClusterTest(unittest.TestCase):
    def setUp(self):
        self.cluster = self.enterContext(cluster.Cluster())
        folder = self.cluster.folder
        (folder / "sepay").write_text(SECRET + "\n")
        (folder / "sepay").chmod(0o600)
        market = json.loads(MARKET_FILE.read_text())
        market.pop("sandbox", None)
        (folder / "market.json").write_text(json.dumps(market))
        self.market = market["id"]
        first, second = (self.cluster.data(name) for name in self.cluster.gateway_ports)
        for data in (first, second):
            self.cluster.do("store", "use", "--url", self.cluster.url("chopay"), "--data", data)
        self.cluster.do("market", "open", folder / "market.json", "--data", first)
        self.cluster.start_gateways(CONFIG.format(folder=folder))
        serving = wait_until(self.cluster.serving, "a gateway")
        key = wait_until(lambda: next(iter(folder.glob("*-data/log.key")), None), "the log's key")
        other = next(name for name in self.cluster.gateway_ports if name != serving)
        self.cluster.machines[other].kill()
        shutil.copy(key, self.cluster.data(other) / "log.key")
        self.cluster.do("log", "trust-head", "--data", self.cluster.data(other), "--head-guard",
                        str(self.cluster.data(other)) + ".head")
        self.cluster.start_gateway(other)

    def stored(self):
        """How often each reference stands in the log."""
        lines = self.cluster.do("ledger", "export", "--data", self.cluster.data("gateway1"))
        count = {}
        for line in lines.splitlines():
            if (entry := json.loads(line)).get("kind") == "credit":
                count[entry["key"][3]] = count.get(entry["key"][3], 0) + 1
        return count

    @staticmethod
    def kill_and_heal(machine, broken_s):
        machine.kill()
        time.sleep(broken_s)
        machine.start()

    @staticmethod
    def pause_and_heal(machine, broken_s):
        machine.signal(signal.SIGSTOP)
        time.sleep(broken_s)
        machine.signal(signal.SIGCONT)

    def one_round(self, number, chance):
        """Breaks one thing; for how long nothing was acknowledged, by what was broken."""
        what, where = chance.choice([(self.kill_and_heal, "primary"), (self.pause_and_heal, "primary"),
                                     (self.kill_and_heal, "gateway"), (self.pause_and_heal, "gateway"),
                                     (self.kill_and_heal, "sync")])
        if number < 2:  # in every run, however short
            what, where = self.kill_and_heal, ("primary", "gateway")[number]
        name = (self.cluster.serving() if where == "gateway"
                else wait_until(lambda: next(iter(self.cluster.members(where)), None), where, 60))
        begin = time.monotonic()
        what(self.cluster.machines[name], BROKEN_S[where])
        healed = time.monotonic()
        wait_until(lambda: any(at > healed for at in
                               list(self.client.acknowledged.values())[-50:]), "service again", 90)
        silence = self.client.longest_silence_since(begin)
        print(f"round {number}: {what.__name__} {where} ({name}), "
              f"{len(self.client.acknowledged)} acknowledged, silent for {silence:.1f} s", flush=True)
        wait_until(self.cluster.is_settled, "one primary and two standbys again", 120)
        return where, what, silence

    def test_nothing_acknowledged_is_lost_or_doubled(self):
        chance = random.Random(SEED)
        print(f"seed {SEED}, {ROUNDS} rounds", flush=True)
        self.client = CheckingClient(self.cluster.port)
        self.addCleanup(self.client.stop)
        wait_until(lambda: len(self.client.acknowledged) > 100, "the first notices")
        rounds = [self.one_round(number, chance) for number in range(ROUNDS)]
        self.client.stop()
        stored = self.stored()
        lost = [name for name in self.client.acknowledged if name not in stored]
        doubled = [name for name, times in stored.items() if times > 1]
        verified = chopay("ledger", "verify", "--data", self.cluster.data("gateway1"))
        failover, gateway_failover = (
            max(silence for broken, what, silence in rounds
                if broken == place and what == self.kill_and_heal)
            for place in ("primary", "gateway"))
        FIGURES.update(rounds=ROUNDS, acknowledged=len(self.client.acknowledged), lost=len(lost),
                       doubled=len(doubled), failover_s=round(failover, 1),
                       gateway_failover_s=round(gateway_failover, 1))
        print(FIGURES, flush=True)
        self.assertEqual(lost, [])
        self.assertEqual(doubled, [])
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.assertLessEqual(failover, FAILOVER_S_MAX)
        self.assertLessEqual(gateway_failover, GATEWAY_FAILOVER_S_MAX)


if __name__ == "__main__":
    unittest.main()
