"""What is acknowledged survives whatever breaks, and is there once.

A checking client sends notices through HAProxy, remembers every one that was acknowledged, and, as a
bank would, repeats what was not. Each round breaks something (faults.py), or two things at once, and
heals it; then all that was acknowledged must be stored, nothing twice, and every copy of the log must be
the same. CHOPAY_CLUSTER_ROUNDS, CHOPAY_CLUSTER_SEED and CHOPAY_CLUSTER_RATE say how many, which, and how
many notices a second; CHOPAY_CLUSTER_FAULTS, which faults alone: words of their names, with | in between.
"""

import http.client
import json
import os
import random
import time
import unittest

import cluster
from faults import FAULTS, cut_from, slow_disk
from load import CheckingClient, reference
from machines import Throttle
from notices import hmac_headers, sepay_body
from sandbox import MARKET_FILE, account_of, chopay, wait_until

ROUNDS = int(os.environ.get("CHOPAY_CLUSTER_ROUNDS", "4"))
SEED = int(os.environ.get("CHOPAY_CLUSTER_SEED", "20261129"))
RATE = int(os.environ.get("CHOPAY_CLUSTER_RATE", "500"))
ONLY = os.environ.get("CHOPAY_CLUSTER_FAULTS", "")
FIGURES = {}  # of the last run, for bench.py
LATE = []  # what was silent for longer than its fault promises
SECRET = "s3cret-of-the-cluster"
SOURCE = """
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
"""
CREDITS = ("SELECT convert_from(bytes, 'UTF8')::json->'key'->>3 FROM chopay.entry "
           "WHERE market = '{market}' AND seq > {after} AND seq <= {upto} "
           "AND convert_from(bytes, 'UTF8')::json->>'kind' = 'credit'")
WHOLE = ("SELECT sha256(string_agg(hash || sha256(bytes), ''::bytea ORDER BY seq)), count(*), "
         "(SELECT count(*) FROM chopay.credit_key WHERE market = '{market}') "
         "FROM chopay.entry WHERE market = '{market}' AND seq <= {upto}")
WHOLE_S = 900  # to read millions of rows


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
        self.cluster.start_gateways(folder / "market.json", SOURCE.format(folder=folder))
        self.stored = {}  # reference -> how often it stands in the log, up to `looked_to`
        self.looked_to = 0

    def newest(self):
        """The primary, and how far the log goes there; both by its own answer."""
        primary = self.cluster.primary()
        seq = primary and self.cluster.heads(primary).get(self.market)
        return (primary, seq) if seq else None

    def credits_since_last_look(self):
        """(their references, up to where): None where no primary answers."""
        newest = self.newest()
        if newest is None:
            return None
        primary, upto = newest
        rows = self.cluster.rows(primary, CREDITS.format(market=self.market, after=self.looked_to,
                                                         upto=upto))
        return None if rows is None else (rows, upto)

    def look_at_log(self):
        """Takes in the credits that were added since the last look, from the primary's own server."""
        names, self.looked_to = wait_until(self.credits_since_last_look, "a primary that answers", 120)
        for name in names:
            self.stored[name] = self.stored.get(name, 0) + 1

    def lost_and_doubled(self):
        self.client.look()
        acknowledged = [number for number, told in enumerate(self.client.acknowledged) if told]
        self.look_at_log()
        return ([number for number in acknowledged if reference(number) not in self.stored],
                [name for name, times in self.stored.items() if times > 1])

    def check_copies(self):
        """Every standby comes to have the primary's entry, and with it, by the chain, all before it."""
        primary, seq = wait_until(self.newest, "a primary that answers", 120)
        entry = f"SELECT hash FROM chopay.entry WHERE market = '{self.market}' AND seq = {seq}"
        expected = wait_until(lambda: self.cluster.sql(primary, entry), "the newest entry", 120)
        for name in cluster.DATABASES:
            found = wait_until(lambda name=name: self.cluster.sql(name, entry), f"the log's copy on {name}",
                               120)
            self.assertEqual(found, expected, f"{name} has another history")

    def check_whole_copies(self):
        """Each database's own copy from its first entry on, when nothing is added any more: all that was
        acknowledged is there once, and every byte is the same."""
        self.check_copies()
        _, upto = wait_until(self.newest, "a primary that answers", 120)
        acknowledged = {reference(number) for number, told in enumerate(self.client.acknowledged) if told}
        sums = set()
        for name in cluster.DATABASES:
            stored = self.cluster.rows(name, CREDITS.format(market=self.market, after=0, upto=upto),
                                       timeout_s=WHOLE_S)
            sums.add(self.cluster.sql(name, WHOLE.format(market=self.market, upto=upto),
                                      timeout_s=WHOLE_S))
            self.assertIsNotNone(stored, f"{name} does not answer")
            self.assertEqual(len(stored), len(set(stored)), f"{name} has a credit twice")
            self.assertEqual(sorted(acknowledged - set(stored)), [], f"{name} lacks what was acknowledged")
            print(f"{name}: all {len(stored)} credits read, {len(acknowledged)} were acknowledged", flush=True)
        self.assertEqual(len(sums), 1, sums)
        self.assertNotIn("", sums)

    def possible_faults(self):
        """All, but for what this machine cannot do, which is told."""
        why_not = Throttle(self.cluster.folder).why_not
        if why_not:
            print(f"left out, the slow disk: it needs {why_not}", flush=True)
        return [fault for fault in FAULTS if any(words in fault.name for words in ONLY.split("|"))
                and not (why_not and fault.what is slow_disk)]

    @staticmethod
    def chosen(number, faults, chance):
        if number < len(faults):  # in every run, in this order, as far as it goes
            return [faults[number]]
        return chance.sample(faults, 2 if len(faults) > 1 and chance.random() < 0.3 else 1)

    def one_round(self, number, possible, chance):
        faults = self.chosen(number, possible, chance)
        machines = [fault.where(self.cluster) for fault in faults]
        if len(set(machines)) < len(machines):
            faults, machines = faults[:1], machines[:1]
        begin = time.monotonic()
        heal = [fault.what(self.cluster.machines[name], self.cluster)
                for fault, name in zip(faults, machines)]
        time.sleep(max(fault.broken_s for fault in faults))
        for join in heal:
            join()
        healed = time.monotonic()
        wait_until(lambda: self.client.was_acknowledged_since(healed), "service again", 120)
        silence = self.client.longest_silence_since(begin)
        what = " and ".join(f"{fault.name} ({name})" for fault, name in zip(faults, machines))
        wait_until(self.cluster.is_settled, "one primary and two standbys again", 180)
        settling = self.client.longest_silence_since(begin)
        lost, doubled = self.lost_and_doubled()
        self.check_copies()
        print(f"round {number}: {what}: silent for {silence:.1f} s, at most {settling:.1f} s until all was "
              f"whole again, {self.client.count} acknowledged, {len(lost)} lost, {len(doubled)} doubled", flush=True)
        FIGURES.update(rounds=number + 1, lost=len(lost), doubled=len(doubled))  # also where it ends here
        self.assertEqual((lost, doubled), ([], []))
        return faults, silence

    def verify(self):
        verified = chopay("ledger", "verify", "--data", self.cluster.data("gateway1"), timeout=1800)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def notice(self, address, number):
        """Asks there once; the status, its Retry-After, and how many seconds it took."""
        bank, account = account_of("A12")
        body = sepay_body(bank, account, 1_000 + number, id=number, referenceCode=reference(number))
        began = time.monotonic()
        connection = http.client.HTTPConnection(address, cluster.HTTP_PORT, timeout=60)
        try:
            connection.request("POST", "/callbacks/sepay-main", body, hmac_headers(SECRET, body))
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer.status, answer.headers["Retry-After"], time.monotonic() - began

    def test_a_gateway_that_is_cut_off_from_the_one_that_leads_says_so_and_another_is_asked(self):
        leader = wait_until(self.cluster.serving, "a gateway that leads")
        lonely = wait_until(lambda: next(iter(self.cluster.passing()), None), "one that passes on")
        address = self.cluster.machines[lonely].address
        self.assertEqual(self.notice(address, 1)[0], 200)
        join = cut_from(cluster.GATEWAYS)(self.cluster.machines[leader], self.cluster)
        # Over the connection that was kept open, and over a new one; over more where the machine was busy.
        took_s = []
        while len(took_s) < 2 or (took_s[-1] >= 3 and len(took_s) < 5):
            number = min(2 + len(took_s), 3)
            status, retry_after, seconds = self.notice(address, number)
            took_s.append(seconds)
            print(f"a gateway that is cut off said so after {seconds:.1f} s", flush=True)
            self.assertEqual((status, retry_after), (503, "1"))
        self.assertLess(took_s[0], 10)
        self.assertLess(took_s[-1], 3)
        self.assertNotIn(lonely, self.cluster.passing())
        self.assertEqual(self.cluster.serving(), leader)  # it lives, so nobody takes its place
        self.assertEqual([self.notice(self.cluster.address, number)[0] for number in range(2, 12)],
                         10 * [200])
        join()
        wait_until(lambda: lonely in self.cluster.passing(), "the gateway that was cut off")
        self.assertEqual(self.notice(address, 12)[0], 200)

    def test_nothing_acknowledged_is_lost_or_doubled(self):
        chance = random.Random(SEED)
        print(f"seed {SEED}, {ROUNDS} rounds, {RATE} notices a second", flush=True)
        self.client = CheckingClient(self.cluster.address, cluster.HTTP_PORT, RATE, SECRET,
                                     self.cluster.folder / "acknowledged")
        self.addCleanup(self.client.stop)
        wait_until(lambda: self.client.look() > 100, "the first notices")
        began, before = time.monotonic(), self.client.count
        time.sleep(5)
        rate = (self.client.look() - before) / (time.monotonic() - began)
        print(f"{rate:.0f} acknowledged a second while nothing is broken", flush=True)
        faults = self.possible_faults()
        rounds = [self.one_round(number, faults, chance) for number in range(ROUNDS)]
        self.client.stop()
        lost, doubled = self.lost_and_doubled()
        self.check_whole_copies()
        self.verify()
        late = [f"{faults[0].name}: {silence:.1f} s" for faults, silence in rounds
                if len(faults) == 1 and silence > faults[0].silent_s_max]
        worst = {max_s: max((silence for faults, silence in rounds
                             if len(faults) == 1 and faults[0].silent_s_max == max_s), default=0)
                 for max_s in (3, 30)}
        FIGURES.update(rounds=ROUNDS, acknowledged=self.client.count, lost=len(lost),
                       doubled=len(doubled), rate=round(rate), failover_s=round(worst[30], 1),
                       gateway_failover_s=round(worst[3], 1))
        LATE.extend(late)  # for bench.py to judge: a busy machine is nobody's fault
        print(FIGURES, "longer than promised:", late or "nothing", flush=True)
        self.assertEqual((lost, doubled), ([], []))


if __name__ == "__main__":
    unittest.main()
