"""What every page tells the browser to forbid, as it arrives."""

import json
import unittest
import urllib.parse
import xml.etree.ElementTree

from people import Person
from sandbox import Sandbox, answers_until_429
from set_up_test import FirstRun

EVIL = {"Origin": "https://evil.example"}


class PageHeaderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Sandbox())

    def page(self, path, key=None):
        answer = self.gateway.ask("GET", path, headers=key and self.gateway.bearer(key))
        self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8", path)
        return answer

    def pages(self):
        """Every kind of page: (path, answer)."""
        shopper = urllib.parse.urlsplit(self.gateway.file["shopper"])
        board = self.gateway.board_key
        for path, key in (("/", None), ("/docs", None), ("/sign-in", None), ("/lock", None),
                          ("/till/A12", self.gateway.till_key), (shopper.path, None),
                          ("/board", board), ("/board/month", board), ("/board/patrol", board),
                          ("/board/audit", board), ("/board/sources", board), ("/hall", board),
                          ("/t/ha-long-1/A12", None), ("/s/none", None),
                          ("/board/payee-changes", board), ("/board/alarms", board),
                          ("/board/reconcile", board), ("/board/import", board),
                          ("/board/charges", board), (shopper.path + "/receipt", None),
                          ("/board/stalls", board),
                          ("/documents/ha-long-1/dl_none", None),
                          ("/board/stalls/A12", board), ("/board/people", board),
                          ("/enrol/none", None)):
            yield path, self.page(path, key)

    def rules_of(self, answer):
        """The policy of an answer that nobody may frame, with nothing unsafe in it."""
        policy = answer.headers["Content-Security-Policy"]
        self.assertNotIn("unsafe", policy)
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        self.assertEqual(rules["default-src"], "'none'")
        self.assertEqual(rules["frame-ancestors"], "'none'")
        self.assertEqual(rules["base-uri"], "'none'")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertNotIn("Server", answer.headers)
        return rules

    def assert_forbids(self, path, answer):
        with self.subTest(path):
            self.assertIn(self.rules_of(answer).get("script-src", "'self'"), ("'self'", "'none'"))
            self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "same-origin")
            self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_each_page_forbids_what_it_does_not_need(self):
        for path, answer in self.pages():
            self.assert_forbids(path, answer)

    def test_the_pages_of_who_has_signed_in_forbid_it_too(self):
        offered = self.gateway.post("/v1/invitations", {"role": "viewer"}, self.gateway.board_key)
        person = Person(self.gateway, "hoa")
        self.assertEqual(person.enrol(offered.json()["url"]).status, 303)
        for path in ("/account", "/account/authenticator", "/board"):
            answer = person.ask("GET", path)
            self.assertEqual(answer.status, 200, path)
            self.assert_forbids(path, answer)

    def test_the_way_out_is_on_the_account_and_one_press_from_the_board(self):
        offered = self.gateway.post("/v1/invitations", {"role": "viewer"}, self.gateway.board_key)
        person = Person(self.gateway, "minh")
        self.assertEqual(person.enrol(offered.json()["url"]).status, 303)
        self.assertIn('href="/account"', person.ask("GET", "/board").body.decode())
        self.assertIn('action="/sign-out"', person.ask("GET", "/account").body.decode())

    def test_the_pages_that_set_a_market_up_forbid_it_too(self):
        with FirstRun() as gateway:
            link = gateway.link("setup")
            self.assert_forbids("/setup/…", gateway.ask("GET", link))
            taken = gateway.ask("POST", link)
            cookie = {"Cookie": taken.headers["Set-Cookie"].split(";")[0]}
            form = gateway.ask("GET", "/setup", headers=cookie)
            self.assertEqual(form.status, 200)
            self.assert_forbids("/setup", form)
            self.assert_forbids("/setup/done", gateway.ask("GET", "/setup/done", headers=cookie))

    def test_a_picture_with_words_has_no_styles_that_a_policy_would_have_to_allow(self):
        key = self.gateway.bearer(self.gateway.board_key)
        card = "/image/970436-0123456789-print.svg?accountName=NGUYEN%20VAN%20A&amount=50000"
        for path, headers in ((card, None), ("/v1/stalls/A12/sticker.svg", key),
                              ("/v1/stalls/A12/sticker.svg?paper=square_80", key)):
            with self.subTest(path):
                answer = self.gateway.ask("GET", path, headers=headers)
                self.assertEqual(answer.headers["Content-Type"], "image/svg+xml")
                self.assertNotIn("style-src", self.rules_of(answer))
                self.assertNotIn(b"style", answer.body)
                self.assertNotIn(b"<script", answer.body)
                xml.etree.ElementTree.fromstring(answer.body)  # no attribute twice

    def test_other_sites_may_read_the_public_pictures_and_nothing_else(self):
        for path, key, open_to_all in (("/image/970436-0123456789-compact.png", None, True),
                                       ("/v1/credits", self.gateway.board_key, False),
                                       ("/v1/sessions", None, False), ("/board", None, False),
                                       ("/healthz", None, False)):
            for method in ("GET", "OPTIONS"):
                with self.subTest(path, method=method):
                    headers = {**EVIL, **(self.gateway.bearer(key) if key else {})}
                    answer = self.gateway.ask(method, path, headers=headers)
                    allowed = answer.headers.get("Access-Control-Allow-Origin")
                    self.assertIn(allowed, ("*",) if open_to_all and method == "GET"
                                  else ("*", None) if open_to_all else (None,))
                    self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)
        sent = self.gateway.ask("POST", "/v1/payment-requests",
                                json.dumps({"stall": "A12", "amount": 1000}),
                                {**EVIL, **self.gateway.bearer(self.gateway.till_key)})
        self.assertNotIn("Access-Control-Allow-Origin", sent.headers)

    def test_the_camera_is_for_the_patrol_alone_and_nothing_else_for_anybody(self):
        for path, answer in self.pages():
            with self.subTest(path):
                allowed = "camera=(self)" if path == "/board/patrol" else "camera=()"
                self.assertEqual(answer.headers["Permissions-Policy"].split(", "),
                                 [allowed, "microphone=()", "geolocation=()", "display-capture=()",
                                  "payment=()", "usb=()"])

    def test_who_looks_up_without_a_key_is_counted_and_a_receipt_reads_much(self):
        for path in ("/s/none", "/t/ha-long-1/A12", "/documents/ha-long-1/dl_none"):
            self.assertEqual(self.page(path).headers["RateLimit-Limit"], "6000", path)
        # Of receipts two a second come back; of look-ups it would take 6000.
        asked = answers_until_429(lambda: self.gateway.ask("GET", "/pay/pr_none/receipt"), 2_000)
        self.assertEqual((asked[0].status, asked[-1].status), (404, 429))

    def test_who_guesses_codes_is_counted_by_address_and_readers_there_go_on(self):
        asked = answers_until_429(lambda: self.gateway.ask("POST", "/enrol/none", "",
                                                           {"Sec-Fetch-Site": "same-origin"}), 2_000)
        self.assertEqual(asked[-1].status, 429)
        self.assertGreaterEqual(len(asked), 600)
        self.assertEqual(self.page("/sign-in").status, 200)
        self.assertEqual(self.gateway.ask("GET", "/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
