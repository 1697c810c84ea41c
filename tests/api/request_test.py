"""Payment requests, keys and the shopper's page, through the real program."""

import http.client
import socket
import types
import unittest
import urllib.parse

from events import Stream
from notices import sepay_body, vietnam_now
from sandbox import DEADLINE_S, Answer, Sandbox, account_of

REQUESTS = "/v1/payment-requests"


class RequestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def open(self, body, key=None, **headers):
        return self.sandbox.post(REQUESTS, body, key, **headers)

    def test_what_is_no_request_is_refused_with_its_reason(self):
        refused = [({"stall": "A12", "amount": 0}, 422, "bad_amount"),
                   ({"stall": "A12", "amount": 500_000_000}, 422, "bad_amount"),
                   ({"stall": "A12", "amount": -1}, 422, "bad_amount"),
                   ({"stall": "A12", "amount": "85000"}, 422, "bad_amount"),
                   ({"stall": "A12", "amount": 85_000.5}, 422, "bad_amount"),
                   ({"stall": "Z99", "amount": 85_000}, 404, "unknown_stall"),
                   ({"amount": 85_000}, 404, "unknown_stall"),
                   ({"stall": "A12", "amount": 1, "note": "x" * 201}, 422, "bad_text")]
        for body, status, code in refused:
            with self.subTest(body=body):
                answer = self.open(body)
                self.assertEqual((answer.status, answer.json()["code"]), (status, code), answer)
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")

    def test_a_cancelled_request_stays_cancelled(self):
        request = self.sandbox.open_request(40_000)
        path = f"{REQUESTS}/{request['id']}/cancel"
        for _ in range(2):
            answer = self.sandbox.post(path, {})
            self.assertEqual((answer.status, answer.json()["status"]), (200, "cancelled"))
        self.assertEqual(self.sandbox.request(request)["status"], "cancelled")

    def test_a_paid_request_is_not_cancelled(self):
        request = self.sandbox.open_request(40_000)
        self.assertEqual(self.sandbox.pay(request).status, 200)
        answer = self.sandbox.post(f"{REQUESTS}/{request['id']}/cancel", {})
        self.assertEqual((answer.status, answer.json()["code"]), (409, "not_pending"))

    def test_the_same_key_gives_the_same_request_and_never_another(self):
        body = {"stall": "A12", "amount": 85_000, "note": "a"}
        first = self.open(body, Idempotency_Key="till-1:42")
        again = self.open(body, Idempotency_Key="till-1:42")
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(first.body, again.body)
        for change in ({"amount": 85_001}, {"note": "b"}, {"stall": "A01"}):
            other = self.open({**body, **change}, Idempotency_Key="till-1:42")
            self.assertEqual((other.status, other.json()["code"]), (409, "idempotency_conflict"))
        without = self.open(body)
        self.assertNotEqual(without.json()["id"], first.json()["id"])

    def put(self, name, body, key=None):
        return self.sandbox.put(f"{REQUESTS}/{name}", body, key)

    def test_a_request_with_a_chosen_id_is_one_however_often_it_is_put(self):
        body = {"stall": "A12", "amount": 85_000, "note": "a"}
        first = self.put("order-17", body)
        again = self.put("order-17", body)
        self.assertEqual((first.status, again.status), (201, 200))
        self.assertEqual(first.json()["id"], "order-17")
        self.assertEqual(first.body, again.body)
        self.assertEqual(self.sandbox.get(f"{REQUESTS}/order-17").body, first.body)
        for field, value in (("amount", 85_001), ("note", "b"), ("stall", "A01")):
            other = self.put("order-17", {**body, field: value})
            self.assertEqual((other.status, other.json()["code"]), (409, "request_conflict"))
            self.assertIn(field, other.json()["detail"])
        self.assertEqual(self.put("pr_x", body).json()["code"], "bad_request_id")
        self.assertEqual(self.put("order-18", {**body, "stall": "A01"},
                                  self.sandbox.till_key).status, 403)
        self.assertEqual(self.sandbox.ask("GET", "/pay/order-17").status, 404)
        self.assertEqual(self.sandbox.pay(first.json()).status, 200)
        self.assertEqual(self.sandbox.get(f"{REQUESTS}/order-17").json()["status"], "paid")

    def test_what_is_missing_gets_a_code_of_its_own(self):
        request = self.sandbox.open_request(85_000)
        path = f"{REQUESTS}/{request['id']}/rest"
        early = self.sandbox.post(path, {})
        self.assertEqual((early.status, early.json()["code"]), (409, "not_short"))
        self.assertEqual(self.sandbox.pay(request, 80_000).status, 200)
        rest = self.sandbox.post(path, {}).json()
        self.assertEqual((rest["status"], rest["asks"], rest["amount_missing"]),
                         ("short", 5_000, 5_000))
        self.assertNotEqual(rest["reference"], request["reference"])
        self.assertEqual(self.sandbox.pay(rest, 5_000).status, 200)
        self.assertEqual(self.sandbox.request(request)["status"], "paid")

    def test_head_answers_as_get_without_the_body(self):
        request = self.sandbox.open_request(10_000)
        for path in (f"/pay/{request['id']}/qr.svg", f"{REQUESTS}/{request['id']}", "/healthz"):
            got = self.sandbox.get(path)
            head = self.sandbox.ask("HEAD", path, headers=self.sandbox.bearer())
            self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(head.headers["Content-Length"], got.headers["Content-Length"])

    def test_keys_open_what_they_are_for(self):
        sandbox = self.sandbox
        request = sandbox.open_request(10_000, "A01")
        settlement = f"/v1/settlements/{vietnam_now().date()}"
        body = {"stall": "A12", "amount": 5_000}
        self.assertEqual(self.open(body, sandbox.till_key).status, 201)
        self.assertEqual(sandbox.get(settlement, sandbox.board_key).status, 200)
        self.assertEqual(sandbox.get("/v1/stalls/A12/credits", sandbox.till_key).status, 200)
        forbidden = {
            "a till sees no settlement": sandbox.get(settlement, sandbox.till_key),
            "a board does not sell": self.open(body, sandbox.board_key),
            "a till sells for no other stall": self.open({**body, "stall": "A01"},
                                                         sandbox.till_key),
            "a till follows no other stall": sandbox.get("/v1/stalls/A01/events",
                                                         sandbox.till_key),
            "a till has no code of another stall": sandbox.get("/v1/stalls/A01/code.svg",
                                                               sandbox.till_key),
            "a till cancels for no other stall": sandbox.post(f"{REQUESTS}/{request['id']}/cancel",
                                                              {}, sandbox.till_key)}
        for promise, answer in forbidden.items():
            with self.subTest(promise):
                self.assertIn(answer.status, (403, 404), answer)
        self.assertEqual(sandbox.request(request)["status"], "pending")

    def test_without_a_key_nothing_is_shown(self):
        paths = (f"/v1/settlements/{vietnam_now().date()}", "/v1/stalls", "/v1/stalls/A12/events",
                 "/v1/stalls/A12/code.png", REQUESTS + "/pr_unknown")
        for headers in ({}, {"Authorization": "Bearer ck_wrong"}, {"Authorization": "Basic YTpi"}):
            for path in paths:
                with self.subTest(path=path, headers=headers):
                    answer = self.sandbox.ask("GET", path, headers=headers)
                    self.assertEqual((answer.status, answer.headers["WWW-Authenticate"]),
                                     (401, "Bearer"), answer)
            sold = self.sandbox.ask("POST", REQUESTS, b'{"stall":"A12","amount":1}', headers)
            self.assertEqual(sold.status, 401)

    def test_the_shopper_sees_the_payment_arrive(self):
        request = self.sandbox.open_request(85_000)
        page = self.sandbox.ask("GET", f"/pay/{request['id']}")
        self.assertEqual(page.status, 200)
        self.assertIn("85.000", page.body.decode())
        self.assertIn("Trả thử", page.body.decode())
        with Stream(self.sandbox.url, f"/pay/{request['id']}/events") as shopper:
            self.assertEqual(shopper.headers["content-type"], "text/event-stream")
            self.assertEqual(shopper.next_of("status").data["status"], "pending")
            self.assertEqual(self.sandbox.pay(request, 80_000).status, 200)
            short = shopper.next_of("status").data
            self.assertEqual((short["status"], short["amount_received"]), ("short", 80_000))
            self.assertEqual(self.sandbox.pay(request, 5_000).status, 200)
            self.assertEqual(shopper.next_of("status").data["status"], "paid")
        self.assertEqual(self.sandbox.ask("GET", "/pay/pr_unknown").status, 404)
        self.assertEqual(self.sandbox.ask("GET", "/pay/pr_unknown/events").status, 404)

    def test_the_sandbox_lets_the_shopper_try_every_trouble(self):
        expected = {"exact": "paid", "short": "short", "over": "over", "twice": "paid"}
        for how, status in expected.items():
            with self.subTest(how):
                request = self.sandbox.open_request(85_000)
                answer = self.sandbox.post(f"/pay/{request['id']}/try", {"how": how})
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual({one["status"] for one in answer.json()["answers"]}, {200})
                self.assertEqual(self.sandbox.request(request)["status"], status)

    def test_a_late_try_sets_the_sandboxs_clock_and_no_bank_time_ahead_of_it(self):
        with Sandbox() as sandbox:
            request = sandbox.open_request(85_000)
            with Stream(sandbox.url, f"/pay/{request['id']}/events") as shopper:
                self.assertEqual(shopper.next_of("status").data["status"], "pending")
                answer = sandbox.post(f"/pay/{request['id']}/try", {"how": "late"})
                self.assertEqual(answer.status, 200, answer)
                seen = {shopper.next_of("status").data["status"]}
                if "late" not in seen:
                    seen.add(shopper.next_of("status").data["status"])
                self.assertIn("late", seen)
            clock = sandbox.ask("GET", "/sandbox/clock", headers=sandbox.bearer()).json()
            self.assertGreater(clock["now"], request["expires_at"])
            credit, = sandbox.get(f"/v1/stalls/{request['stall']}/credits").json()["credits"]
            self.assertLessEqual(credit["occurred_at"], credit["recorded_at"])


class FrontDoorTest(unittest.TestCase):
    """What every answer under /v1 carries."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def left(self, answer):
        return int(answer.headers["RateLimit-Remaining"])

    def test_an_answer_that_the_client_has_is_not_sent_again(self):
        for path in ("/v1/stalls", "/v1/suspense", "/v1/settlements/2026-01-01",
                     "/v1/settlements/2026-01-01.csv"):
            with self.subTest(path):
                first = self.sandbox.get(path)
                self.assertEqual(first.status, 200)
                known = {"If-None-Match": first.headers["ETag"], **self.sandbox.bearer()}
                again = self.sandbox.ask("GET", path, headers=known)
                self.assertEqual((again.status, again.body), (304, b""))
                self.assertEqual(again.headers["ETag"], first.headers["ETag"])
        before = self.sandbox.get("/v1/suspense").headers["ETag"]
        self.sandbox.post_notice(sepay_body(*account_of("B03"), 12_000))
        changed = self.sandbox.ask("GET", "/v1/suspense", headers={
            "If-None-Match": before, **self.sandbox.bearer()})
        self.assertEqual(changed.status, 200)

    def test_each_key_has_a_bucket_of_its_own_though_all_share_an_address(self):
        first = self.sandbox.get("/v1/stalls")
        self.assertLess(self.left(first), int(first.headers["RateLimit-Limit"]))
        for _ in range(50):
            self.sandbox.get("/v1/stalls", self.sandbox.till_key)
        other = self.sandbox.get("/v1/settlements/2026-01-01", self.sandbox.board_key)
        self.assertEqual(self.left(other), int(other.headers["RateLimit-Limit"]) - 1)
        stranger = self.sandbox.get("/v1/stalls", "ck_" + "x" * 43)
        self.assertEqual(stranger.status, 401)
        self.assertLess(int(stranger.headers["RateLimit-Limit"]),
                        int(other.headers["RateLimit-Limit"]))

    def asked_at_once(self, path, count):
        """The answers to so many questions, of which a hundred at a time are sent ahead: more come than
        are let in anew, a hundred a second, however slow the machine is."""
        host = urllib.parse.urlsplit(self.sandbox.url).netloc
        address, _, port = host.partition(":")
        question = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        for _ in range(count // 5_000):  # a connection is not for ever
            with socket.create_connection((address, int(port)), timeout=DEADLINE_S) as client, \
                    client.makefile("rb") as lines:
                for number in range(5_000):
                    if number % 100 == 0:
                        client.sendall(question * 100)
                    status = int(lines.readline().split()[1])
                    headers = http.client.parse_headers(lines)
                    body = lines.read(int(headers["Content-Length"]))
                    yield Answer(types.SimpleNamespace(status=status, headers=headers), body)

    def test_who_has_no_key_is_held_back_and_those_with_one_are_not(self):
        answer = next((one for one in self.asked_at_once("/v1/stalls", 20_000) if one.status == 429),
                      None)
        self.assertIsNotNone(answer, "nobody was held back")
        self.assertEqual(answer.json()["code"], "too_many_requests")
        self.assertTrue(answer.headers["Retry-After"])
        self.assertEqual(self.sandbox.get("/v1/stalls").status, 200)


if __name__ == "__main__":
    unittest.main()
