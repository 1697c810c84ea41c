"""Whose money is it, and how it goes back: suspense, allocations, refunds, through the real program."""

import unittest

from notices import sepay_body, vietnam_now
from sandbox import Sandbox, account_of

REQUESTS = "/v1/payment-requests"


class CreditTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())

    def unexplained(self, amount, content="mua ca"):
        """A credit on the account that B03 and B04 share; its row on the suspense list."""
        bank, account = account_of("B03")
        self.assertEqual(self.sandbox.post_notice(sepay_body(bank, account, amount, content)).status,
                         200)
        rows = self.sandbox.get("/v1/suspense").json()["credits"]
        return [row for row in rows if row["amount"] == amount][-1]

    def allocate(self, seq, parts, key=None):
        return self.sandbox.post(f"/v1/credits/{seq}/allocations", {"parts": parts}, key)

    def stall(self, code):
        zones = self.sandbox.settlement(vietnam_now().date())["zones"]
        return next(row for zone in zones for row in zone["stalls"] if row["stall"] == code)

    def verified(self):
        self.assertEqual(self.sandbox.stop(), 0)
        done = self.sandbox.verify()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_unexplained_money_is_listed_suggested_split_and_taken_back(self):
        one = self.sandbox.open_request(30_000, "B03")
        two = self.sandbox.open_request(45_000, "B04")
        three = self.sandbox.open_request(75_000, "B04")
        row = self.unexplained(75_000)
        best = row["suggestions"][0]
        self.assertEqual((best["stall"], best["request"]), ("B04", three["id"]))
        self.assertEqual(best["hints"], ["exact_amount", "near_time"])
        self.assertEqual(self.sandbox.settlement(vietnam_now().date())["totals"]["unmatched"],
                         75_000)
        parts = [{"stall": "B03", "request": one["id"], "amount": 30_000},
                 {"stall": "B04", "request": two["id"], "amount": 45_000}]
        refused = self.allocate(row["seq"], parts[:1])
        self.assertEqual((refused.status, refused.json()["code"]), (422, "bad_parts"))
        done = self.allocate(row["seq"], parts)
        self.assertEqual(done.status, 201, done)
        self.assertEqual([self.sandbox.request(each)["status"] for each in (one, two)],
                         ["paid", "paid"])
        self.assertEqual(self.sandbox.get("/v1/suspense").json()["count"], 0)
        self.assertEqual((self.stall("B03")["gross"], self.stall("B04")["gross"]), (30_000, 45_000))
        entry = done.json()["allocations"][-1]
        undone = self.sandbox.post(f"/v1/credits/{row['seq']}/allocations/{entry}/undo", {})
        self.assertEqual((undone.status, undone.json()["parts"]), (200, []))
        self.assertEqual(self.sandbox.request(one)["status"], "pending")
        self.assertEqual((self.stall("B03")["gross"], self.stall("B03")["count"]), (0, 0))
        self.assertEqual(self.sandbox.settlement(vietnam_now().date())["totals"]["unmatched"],
                         75_000)
        self.verified()

    def test_a_refund_waits_for_the_bank_and_pays_the_account_that_paid(self):
        request = self.sandbox.open_request(85_000)
        self.sandbox.pay(request, 95_000)
        seq = self.sandbox.get("/v1/stalls/A12/credits").json()["credits"][0]["seq"]
        self.assertEqual(self.sandbox.request(request)["amount_surplus"], 10_000)
        ask = f"/v1/credits/{seq}/refunds"
        self.assertEqual(self.sandbox.post(ask, {"amount": 95_001}).json()["code"],
                         "bad_refund_amount")
        refund = self.sandbox.post(ask, {"amount": 10_000, "why": "thừa"}, self.sandbox.till_key)
        self.assertEqual(refund.status, 201, refund)
        refund = refund.json()
        self.assertIn("Chỉ hoàn về đúng tài khoản đã chuyển", refund["warning"])
        payer = self.sandbox.get(f"/v1/refunds/{refund['id']}/payer").json()
        self.assertIsNone(payer["payload"])  # SePay does not name the payer's account
        self.assertEqual(self.sandbox.request(request)["status"], "over")
        bank, account = account_of("A12")
        out = sepay_body(bank, account, 10_000, refund["memo"], transferType="out")
        for _ in range(2):
            self.assertEqual(self.sandbox.post_notice(out).status, 200)
        self.assertEqual(self.sandbox.get(f"/v1/refunds/{refund['id']}").json()["status"], "paid")
        self.assertEqual(self.sandbox.request(request)["status"], "paid")
        stall = self.stall("A12")
        self.assertEqual((stall["gross"], stall["refunds"], stall["net"]),
                         (95_000, 10_000, 85_000))
        self.assertEqual(self.sandbox.get("/v1/refunds").json()["refunds"], [])
        self.verified()

    def test_who_may_say_whose_money_it_is(self):
        sandbox = self.sandbox
        row = self.unexplained(12_000)
        parts = [{"stall": "B03", "amount": 12_000}]
        self.assertEqual(sandbox.get("/v1/suspense", sandbox.till_key).status, 403)
        self.assertEqual(self.allocate(row["seq"], parts, sandbox.till_key).status, 403)
        self.assertEqual(sandbox.get(f"/v1/credits/{row['seq']}", sandbox.till_key).status, 404)
        self.assertEqual(sandbox.get("/v1/suspense", sandbox.board_key).status, 200)
        done = self.allocate(row["seq"], parts, sandbox.board_key)
        self.assertEqual(done.status, 201, done)
        self.assertEqual(sandbox.post(f"/v1/credits/{row['seq']}/refunds", {"amount": 1},
                                      sandbox.till_key).status, 404)
        for body in ({"parts": "x"}, {"parts": [1]}, {"part": []}, {"parts": [{"amount": 1.5}]}):
            with self.subTest(body=body):
                refused = sandbox.post(f"/v1/credits/{row['seq']}/allocations", body)
                self.assertIn(refused.status, (400, 422), refused)

    def test_a_closed_day_stays_as_it_was_and_every_dong_is_explained(self):
        sandbox = self.sandbox
        today = vietnam_now().date()
        tomorrow = today.fromordinal(today.toordinal() + 1)
        sandbox.pay(sandbox.open_request(85_000))
        row = self.unexplained(12_000)
        late = sepay_body(*account_of("A12"), 7_000)
        self.assertEqual(sandbox.post(f"/v1/days/{tomorrow}/close", {}).json()["code"],
                         "day_not_over")
        self.assertEqual(sandbox.post(f"/v1/days/{today}/close", {}, sandbox.till_key).status, 403)
        closed = sandbox.post(f"/v1/days/{today}/close", {}, sandbox.board_key)
        self.assertEqual(closed.status, 200, closed)
        signed = sandbox.settlement(today)["zones"]
        self.assertEqual(sandbox.post_notice(late).status, 200)
        self.assertEqual(sandbox.settlement(today)["zones"], signed)
        here = sandbox.get(f"/v1/reconciliations/{today}").json()
        self.assertTrue(here["closed"])
        self.assertEqual((here["at_banks"], here["sales"], here["unmatched"], here["difference"]),
                         (97_000, 85_000, 12_000, 0))
        self.assertEqual([each["seq"] for each in here["unexplained"]], [row["seq"]])
        there = sandbox.get(f"/v1/reconciliations/{tomorrow}").json()
        self.assertEqual([(each["amount"], each["mark"]) for each in there["late"]],
                         [(7_000, "Ghi nhận muộn")])
        self.allocate(row["seq"], [{"stall": "B03", "amount": 12_000}])
        here = sandbox.get(f"/v1/reconciliations/{today}").json()
        self.assertEqual((here["unexplained"], here["explained_elsewhere"], here["difference"]),
                         ([], 12_000, 0))
        self.verified()

    def test_the_customer_says_it_is_paid(self):
        self.sandbox.pay(self.sandbox.open_request(5_000, "B03"))
        self.unexplained(7_000)
        self.sandbox.pay(self.sandbox.open_request(6_000, "B04"))
        recent = self.sandbox.get("/v1/stalls/B03/recent").json()
        self.assertEqual([(row["amount"], row["stall"]) for row in recent["credits"]],
                         [(7_000, None), (5_000, "B03")])
        self.assertIsNotNone(recent["last_credit_at"])
        self.assertGreaterEqual(recent["bank_heard_at"], recent["last_credit_at"][:19])


if __name__ == "__main__":
    unittest.main()
