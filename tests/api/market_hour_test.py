"""An hour at the market, with every trouble, against the running program: the final balances are the
generator's to the đồng, no request stands wrong, and the ledger verifies.

CHOPAY_MARKET_HOUR=full takes 500 stalls and 20,000 payments; the default is a sample of it.
"""

import csv
import io
import json
import os
import pathlib
import queue
import re
import shutil
import tempfile
import threading
import time
import unittest

from document_test import pdf_text, pointed, sheet_rows
from market_hour import COPIES, PAYER, SEPAY_SECRET, STANDARD_SECRET, MarketHour
from notices import vietnam_now
from sandbox import Connection, Served, chopay

FULL = os.environ.get("CHOPAY_MARKET_HOUR") == "full"
STALLS, PAYMENTS = (500, 20_000) if FULL else (60, 1_500)
SEED = 20261124
THREADS = 4
CONFIG = """
listen = "127.0.0.1:8080"
data = "{folder}/data"
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
[[source]]
id = "bank-x"
kind = "standard"
secret_file = "{folder}/standard"
"""


def in_parallel(url, work, do):
    """Does `do(connection, item)` for each, in about their order, over a few connections; what the
    calls gave, in the order of `work`."""
    waiting = queue.SimpleQueue()
    for numbered in enumerate(work):
        waiting.put(numbered)
    results, failures = {}, []

    def serve():
        try:
            with Connection(url) as connection:
                while not failures:
                    number, item = waiting.get_nowait()
                    results[number] = do(connection, item)
        except queue.Empty:
            pass
        except Exception as failure:  # the main thread raises it
            failures.append(failure)

    threads = [threading.Thread(target=serve) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [results[number] for number in sorted(results)]


class MarketHourTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-hour-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name, secret in (("sepay", SEPAY_SECRET), ("standard", STANDARD_SECRET)):
            path = self.folder / name
            path.write_text(secret + "\n")
            path.chmod(0o600)
        self.data = self.folder / "data"
        self.day = vietnam_now().date()
        self.hour = MarketHour(SEED, STALLS, PAYMENTS)
        (self.folder / "market.json").write_text(json.dumps(self.hour.file()))
        (self.folder / "chopay.toml").write_text(CONFIG.format(folder=self.folder))

    def do(self, *arguments):
        done = chopay(*arguments, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def open_requests(self):
        def ask(connection, sale):
            body = json.dumps({"stall": sale["stall"], "amount": sale["amount"]})
            answer = connection.ask("PUT", f"/v1/payment-requests/sale-{sale['number']}", body,
                                    self.key)
            self.assertEqual(answer.status, 201, answer)
            if sale["kind"] == "cancelled":
                path = f"/v1/payment-requests/sale-{sale['number']}/cancel"
                self.assertEqual(connection.ask("POST", path, b"{}", self.key).status, 200)
            return answer.json()
        sales = self.hour.asked()
        opened = in_parallel(self.gateway.url, sales, ask)
        return {sale["number"]: request for sale, request in zip(sales, opened)}

    def deliver(self):
        def send(connection, delivery):
            make, contradicts = delivery
            answer = connection.ask("POST", *make())
            expected = (200, 204, 409) if contradicts else (200, 204)
            self.assertIn(answer.status, expected, answer)
        deliveries = list(self.hour.deliveries())
        # Each transfer, and each contradiction, by both sources: none is told by one alone.
        self.assertEqual(len(deliveries), len(self.hour.transfers) * 2 * COPIES)
        begin = time.monotonic()
        in_parallel(self.gateway.url, deliveries, send)
        took = time.monotonic() - begin
        print(f"{PAYMENTS} payments at {STALLS} stalls, {len(deliveries)} deliveries: "
              f"{len(deliveries) / took:.0f} a second", flush=True)

    def figures(self):
        """By stall the sums and counts of the day and, for what comes behind midnight, the next."""
        gross, count, unmatched = {}, {}, [0, 0]
        for day in (self.day, self.day.fromordinal(self.day.toordinal() + 1)):
            answer = self.gateway.ask("GET", f"/v1/settlements/{day}", headers=self.key).json()
            for zone in answer["zones"]:
                for row in zone["stalls"]:
                    gross[row["stall"]] = gross.get(row["stall"], 0) + row["gross"]
                    count[row["stall"]] = count.get(row["stall"], 0) + row["count"]
            unmatched[0] += answer["totals"]["unmatched"]
            unmatched[1] += answer["totals"]["unmatched_count"]
        return gross, count, tuple(unmatched)

    def paper(self, ending, query=""):
        next_day = self.day.fromordinal(self.day.toordinal() + 1)  # as figures() has it
        period = f"{self.day}..{next_day}"
        answer = self.gateway.ask("GET", f"/v1/settlements/{period}.{ending}{query}",
                                  headers=self.key)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def check_papers(self):
        """Each stall's figures, and their sum, in every format of the reports."""
        truth = self.hour.truth
        wanted = {stall: (truth.count[stall], truth.gross[stall]) for stall in truth.gross
                  if truth.gross[stall]}
        total = sum(count for count, _ in wanted.values()), sum(sum_ for _, sum_ in wanted.values())
        rows = self.paper("json").json()["tables"]["stalls"]
        found = {"json": {row["stall"]: (row["count"], row["gross"]) for row in rows}}
        lines = csv.reader(io.StringIO(self.paper("csv").body.decode("utf-8-sig")), delimiter=";")
        found["csv"] = {row[3]: tuple(map(int, row[5:7])) for row in lines
                        if len(row) > 6 and row[0].isdecimal()}
        found["xlsx"] = {row[3]: tuple(map(int, row[5:7]))
                         for row in sheet_rows(self.paper("xlsx").body)
                         if len(row) > 6 and row[0].isdecimal()}
        for ending, figures in found.items():
            self.assertEqual({stall: figures[stall] for stall in wanted}, wanted, ending)
        text = pdf_text(self.paper("pdf").body)
        for stall, (count, gross) in wanted.items():
            self.assertRegex(text, rf"(?m) {stall} .* {count} +{pointed(gross)} ", stall)
        self.assertRegex(text, rf"TỔNG CỘNG +{pointed(total[0])} +{pointed(total[1])} ")
        for by in ("trade", "hour"):
            last = self.paper("json", "?by=" + by).json()["tables"][by + "s"][-1]
            self.assertEqual((last["count"], last["net"]), total, by)

    def check_statuses(self):
        def ask(connection, request):
            answer = connection.ask("GET", f"/v1/payment-requests/{request}", headers=self.key)
            return answer.json()["status"]
        wanted = self.hour.truth.status
        stand = in_parallel(self.gateway.url, wanted, ask)
        wrong = {request: (status, expected) for (request, expected), status
                 in zip(wanted.items(), stand) if status != expected}
        self.assertEqual(wrong, {})

    def check_log(self):
        """Nothing of an account, a payer or a secret is in what the server has said."""
        log = self.gateway.errors()
        self.assertIn('"serving"', log)
        private = {account for _, account in self.hour.account.values()}
        private |= {"88" + account[2:] for account in private}  # to whom nothing belongs
        private |= {PAYER, SEPAY_SECRET, STANDARD_SECRET, self.key["Authorization"].split()[1]}
        self.assertEqual({text for text in private if text in log}, set())
        runs = set(re.findall(r"\d{8,}", log))
        self.assertEqual(runs, set(), "digits long enough to be an account")

    def test_the_balances_are_the_generators_to_the_dong(self):
        self.do("market", "open", self.folder / "market.json")
        self.key = {"Authorization":
                    "Bearer " + self.do("key", "create", "--market", "cho-gio").strip()}
        memos = dict(re.findall(r"^  (S\d+) .* code (\S+)$", self.do("market", "show"), re.M))
        self.gateway = self.enterContext(Served(self.folder))
        opened = self.open_requests()
        for sale in self.hour.sales:
            self.hour.pay(sale, opened.get(sale["number"]), memos)
        self.deliver()
        gross, count, unmatched = self.figures()
        truth = self.hour.truth
        self.assertEqual({stall: gross[stall] for stall in gross if gross[stall]},
                         dict(truth.gross))
        self.assertEqual({stall: count[stall] for stall in count if count[stall]},
                         dict(truth.count))
        self.assertEqual(unmatched, (truth.unmatched, truth.unmatched_count))
        suspense = self.gateway.ask("GET", "/v1/suspense", headers=self.key).json()
        self.assertEqual((suspense["amount"], suspense["count"]), unmatched)
        self.check_statuses()
        self.check_papers()
        self.assertEqual(self.gateway.stop(), 0)
        self.check_log()
        verified = self.gateway.verify()
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()
