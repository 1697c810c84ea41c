"""The sandbox's bank pays a code in every provider's format, through the real program."""

import json
import signal
import time
import unittest

from notices import vietnam_now
from sandbox import Sandbox, chopay, wait_until

PROVIDERS = ("sepay", "casso-v1", "casso", "payos", "vietqr", "mb", "mb-mms", "bidv", "pay2s",
             "tingee", "standard", "stripe", "rfc9421", "camt054")


class ProviderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        began = time.monotonic()
        cls.sandbox = cls.enterClassContext(Sandbox())
        opened = cls.sandbox.open_request(85_000)
        cls.first = chopay("pay", opened["pay_url"], "--data", cls.sandbox.data)
        cls.first_status = cls.sandbox.request(opened)["status"]
        cls.first_s = time.monotonic() - began

    def pay(self, provider, *options, amount=50_000):
        """Pays a new request; it as it is then, and what the command said."""
        opened = self.sandbox.open_request(amount)
        paid = chopay("pay", opened["pay_url"], "--provider", provider, *options, "--data",
                      self.sandbox.data)
        return self.sandbox.request(opened), paid

    def test_the_first_simulated_payment_is_made_within_ten_seconds_of_the_start(self):
        self.assertEqual((self.first.returncode, self.first_status), (0, "paid"), self.first.stderr)
        self.assertLess(self.first_s, 10)

    def test_every_provider_s_format_turns_the_request_paid(self):
        for provider in PROVIDERS:
            with self.subTest(provider):
                request, paid = self.pay(provider)
                self.assertEqual(paid.returncode, 0, paid.stdout + paid.stderr)
                self.assertEqual(request["status"], "paid", paid.stdout)

    def test_short_over_twice_late_and_mangled_are_what_they_say_in_every_format(self):
        for provider in PROVIDERS:
            for options, status, received in (
                    (("--short", 1_000), "short", 49_000), (("--over", 1_000), "over", 51_000),
                    (("--twice",), "paid", 50_000), (("--late", "20m"), "late", 50_000),
                    (("--mangle", "bidv"), "paid", 50_000)):
                with self.subTest(provider=provider, options=options):
                    request, paid = self.pay(provider, *options)
                    self.assertEqual(paid.returncode, 0, paid.stdout + paid.stderr)
                    self.assertEqual((request["status"], request["amount_received"]),
                                     (status, received), paid.stdout)

    def test_traffic_is_a_market_day_that_the_same_seed_repeats(self):
        days = []
        for _ in range(2):
            with Sandbox() as sandbox:
                done = chopay("traffic", "--sales", 40, "--per-second", 200, "--seed", 7, "--data",
                              sandbox.data)
                self.assertEqual(done.returncode, 0, done.stderr)
                told = json.loads(done.stdout)
                self.assertEqual((told["sales"], told["refused"]), (40, 0))
                totals = sandbox.settlement(vietnam_now().date())["totals"]
                days.append((totals["count"], totals["gross"]))
                self.assertEqual(sandbox.stop(), 0)
                self.assertEqual(sandbox.verify().returncode, 0)
        self.assertEqual(days[0], days[1])
        self.assertEqual(days[0][0], 40)

    def test_what_the_sandbox_cannot_write_is_told(self):
        opened = self.sandbox.open_request(1_000)
        for options in (("--provider", "nobody"), ("--provider", "vietinbank"),
                        ("--late", "soon"), ("--late", "3d")):
            with self.subTest(options):
                paid = chopay("pay", opened["pay_url"], *options, "--data", self.sandbox.data)
                self.assertEqual(paid.returncode, 2)
                self.assertTrue(paid.stderr.startswith("chopay: "))

    def test_each_message_is_in_its_source_s_log(self):
        self.pay("casso")
        sources = {row["id"]: row for row in self.sandbox.get("/v1/sources").json()["sources"]}
        self.assertTrue(all(row["sandbox"] for row in sources.values()))
        log = self.sandbox.get("/v1/sources/casso-v2-970418/deliveries").json()
        bank = json.dumps(log["deliveries"][0])
        self.assertIn('"outcome": "accepted"', bank)

    def test_every_source_is_there_still_after_a_reload(self):
        def sources():
            return sorted(row["id"] for row in self.sandbox.get("/v1/sources").json()["sources"])
        before = sources()
        self.sandbox.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.sandbox.logged("reloaded"), "the reload")
        self.assertEqual(sources(), before)


if __name__ == "__main__":
    unittest.main()
