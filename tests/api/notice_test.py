"""Notices of the bank, good and bad, through the real program."""

import datetime
import json
import threading
import time
import unittest

from notices import hmac_headers, sepay_body, vietnam_now
from sandbox import Connection, Sandbox, account_of, chopay


class NoticeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def setUp(self):
        self.bank, self.account = account_of("A12")

    def body(self, amount=85_000, content="chuyen tien", **changes):
        return sepay_body(self.bank, changes.pop("account", self.account), amount, content,
                          **changes)

    def status(self, request):
        shown = self.sandbox.request(request)
        return shown["status"], shown["amount_received"]

    def check_nothing_posted(self, answers):
        """What these answers were given to left the ledger as it was and the server alive."""
        before = self.sandbox.head()
        for name, (send, statuses) in answers.items():
            with self.subTest(name):
                answer = send()
                self.assertIn(answer.status, statuses, answer)
                if answer.status >= 400:
                    self.assertTrue(answer.json(), "no word about why")
                self.assertEqual(self.sandbox.head(), before)
                self.assertEqual(self.sandbox.ask("GET", "/healthz").status, 200)

    def test_a_notice_that_fits_no_account_is_kept_before_it_is_acknowledged(self):
        body = self.body(account="123456", content="tien cua ai")
        for _ in range(2):
            self.assertEqual(self.sandbox.post_notice(body, self.sandbox.signed(body)).status, 200)
        shown = chopay("callback", "kept", "--data", self.sandbox.data)
        rows = [json.loads(line) for line in shown.stdout.splitlines()]
        kept = [row for row in rows if "tien cua ai" in row["body"]]
        self.assertEqual(len(kept), 1, "kept once, however often it is sent")
        self.assertEqual(kept[0]["body"], body if isinstance(body, str) else body.decode())
        self.assertEqual(kept[0]["reason"], "no market has the receiving account")

    def test_the_identical_notice_fifty_times_at_once_is_one_entry(self):
        request = self.sandbox.open_request(85_000)
        body = self.body(content=request["reference"])
        headers = self.sandbox.signed(body)
        day = vietnam_now().date()
        before, head = self.sandbox.settlement(day)["totals"], self.sandbox.head()
        together = threading.Barrier(50, timeout=30)
        answers = []

        def deliver():
            with Connection(self.sandbox.url) as connection:
                connection.connect()
                together.wait()
                answers.append(self.sandbox.post_notice(body, headers, connection))

        threads = [threading.Thread(target=deliver) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual([(a.status, a.body) for a in answers], [(200, b'{"success":true}')] * 50)
        after = self.sandbox.settlement(day)["totals"]
        self.assertEqual((after["count"], after["gross"]),
                         (before["count"] + 1, before["gross"] + 85_000))
        self.assertEqual(self.sandbox.head(), head + 1)
        self.assertEqual(self.status(request), ("paid", 85_000))
        self.assertEqual(self.sandbox.verify().returncode, 0)

    def test_short_over_late_and_again_are_told_apart(self):
        request = self.sandbox.open_request(85_000)
        self.assertEqual(self.sandbox.pay(request, 80_000).status, 200)
        self.assertEqual(self.status(request), ("short", 80_000))
        self.assertEqual(self.sandbox.pay(request, 5_000).status, 200)
        self.assertEqual(self.status(request), ("paid", 85_000))
        self.assertEqual(self.sandbox.pay(request).status, 200)
        newest = self.sandbox.get("/v1/stalls/A12/credits?limit=1").json()["credits"][0]
        self.assertEqual(newest["verdict"], "again")
        self.assertEqual(self.status(request), ("over", 170_000))

        request = self.sandbox.open_request(85_000)
        self.assertEqual(self.sandbox.pay(request, 85_001).status, 200)
        self.assertEqual(self.status(request), ("over", 85_001))

        request = self.sandbox.open_request(85_000)
        late = datetime.datetime.fromisoformat(request["expires_at"]) + datetime.timedelta(minutes=1)
        self.assertEqual(self.sandbox.pay(request, at=late).status, 200)
        self.assertEqual(self.status(request), ("late", 85_000))

    def test_a_code_is_found_however_the_bank_wrote_around_it(self):
        for content in ("MBVCB.4125261053.047334.{}.CT tu 0071000999999 toi 9903000000112",
                        "REM TFR AC:9903000000112 O@L_047334 B/O 0071 DTLS {} CRE 002",
                        "{}"):
            for change in (str.upper, str.lower):
                request = self.sandbox.open_request(20_000)
                text = content.format(change(request["reference"]))
                with self.subTest(text):
                    self.assertEqual(
                        self.sandbox.post_notice(self.body(20_000, text)).status, 200)
                    self.assertEqual(self.status(request), ("paid", 20_000))

    def test_money_without_a_code_goes_to_the_stall_of_its_account_else_to_suspense(self):
        day = vietnam_now().date()
        before = self.sandbox.settlement(day)["totals"]
        self.assertEqual(self.sandbox.post_notice(self.body(11_000, "")).status, 200)
        newest = self.sandbox.get("/v1/stalls/A12/credits?limit=1").json()["credits"][0]
        self.assertEqual((newest["verdict"], newest["amount"]), ("static", 11_000))
        bank, account = account_of("B03")  # B04 has the same account: whose money is it?
        self.assertEqual(self.sandbox.post_notice(sepay_body(bank, account, 12_000)).status, 200)
        after = self.sandbox.settlement(day)["totals"]
        self.assertEqual((after["gross"] - before["gross"], after["unmatched"] - before["unmatched"]),
                         (11_000, 12_000))

    def test_what_is_not_for_us_is_taken_and_not_posted(self):
        post = self.sandbox.post_notice
        self.check_nothing_posted({
            "unknown account": (lambda: post(self.body(account="123456")), {200}),
            "outgoing": (lambda: post(self.body(transferType="out")), {200})})

    def test_who_cannot_sign_is_refused(self):
        post, body, now = self.sandbox.post_notice, self.body(), time.time()
        secret = self.sandbox.secret
        other = self.body(86_000)
        good = self.sandbox.signed(body)
        cut = {**good, "X-SePay-Signature": good["X-SePay-Signature"][:-1]}
        self.check_nothing_posted({
            "wrong secret": (lambda: post(body, hmac_headers("wrong", body)), {401}),
            "another body": (lambda: post(other, good), {401}),
            "stale": (lambda: post(body, hmac_headers(secret, body, now - 400)), {401}),
            "from the future": (lambda: post(body, hmac_headers(secret, body, now + 400)), {401}),
            "cut": (lambda: post(body, cut), {401}),
            "no timestamp": (lambda: post(body, {"X-SePay-Signature": "sha256=" + "0" * 64}), {401}),
            "no signature": (lambda: post(body, {}), {401}),
            "wrong API key": (lambda: post(body, {"Authorization": "Apikey wrong"}), {401}),
            "a wrong signature beside the right API key":
                (lambda: post(body, {**cut, "Authorization": "Apikey " + secret}), {401}),
            "unknown source": (lambda: self.sandbox.ask("POST", "/callbacks/nobody", body, good),
                               {404})})

    def test_the_api_key_is_taken_too(self):
        head = self.sandbox.head()
        answer = self.sandbox.post_notice(self.body(),
                                          {"Authorization": "Apikey " + self.sandbox.secret})
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.sandbox.head(), head + 1)

    def test_bad_input_gets_a_clear_answer_and_posts_nothing(self):
        def send(body):
            return (lambda: self.sandbox.post_notice(body)), {400, 413, 422}

        def number(text):
            return send(self.body(123_456_789).replace(b"123456789", text.encode()))

        whole = self.body()
        self.check_nothing_posted({
            "truncated": send(whole[:-9]), "empty": send(b""), "not an object": send(b"[]"),
            "amount as text": send(self.body("85000")), "no amount": send(self.body(None)),
            "fraction": number("85000.5"), "10^19": number("10000000000000000000"),
            "1e19": number("1e19"), "2^63": number("9223372036854775808"),
            "2^63 - 1": number("9223372036854775807"), "negative": number("-85000"),
            "zero": number("0"), "leading zero": number("085000"), "NaN": number("NaN"),
            "invalid UTF-8": send(whole.replace(b"chuyen", b"ch\xff\xfen")),
            "a lone surrogate": send(whole.replace(b"chuyen", b"\\ud800")),
            "a field twice": send(whole[:-1] + b',"transferAmount":1}'),
            "no account": send(self.body(accountNumber=None)),
            "no such day": send(self.body(transactionDate="2026-02-30 10:00:00")),
            "65 KiB": send(self.body(content="x" * 65 * 1024)),
            "very deep": send(b"[" * 20_000 + b"]" * 20_000)})

    def test_the_largest_body_that_is_taken_is_64_kib(self):
        whole = self.body(description="")
        padding = 64 * 1024 - len(whole)
        fits = whole.replace(b'"description": ""', b'"description": "' + b"x" * padding + b'"')
        self.assertEqual(len(fits), 64 * 1024)
        self.assertEqual(self.sandbox.post_notice(fits).status, 200)
        self.assertEqual(self.sandbox.post_notice(fits + b" ").status, 413)

    def test_another_amount_under_the_same_key_is_a_conflict_on_record(self):
        at = vietnam_now()
        day = at.date()
        first = self.body(85_000, at=at, referenceCode="FT-SAME")
        self.assertEqual(self.sandbox.post_notice(first).status, 200)
        before, head = self.sandbox.settlement(day)["totals"], self.sandbox.head()
        other = self.body(86_000, at=at, referenceCode="FT-SAME")
        for _ in range(2):
            answer = self.sandbox.post_notice(other)
            self.assertEqual(answer.status, 409, answer)
        self.assertEqual(self.sandbox.settlement(day)["totals"], before)
        self.assertEqual(self.sandbox.head(), head + 1, "one rejection, also when sent again")
        again = json.loads(first)
        again["id"] += 1  # the aggregator's own number says nothing about the transfer
        self.assertEqual(self.sandbox.post_notice(json.dumps(again).encode()).status, 200)
        self.assertEqual(self.sandbox.head(), head + 1)


if __name__ == "__main__":
    unittest.main()
