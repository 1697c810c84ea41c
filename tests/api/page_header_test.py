"""What every page tells the browser to forbid, as it arrives."""

import unittest
import urllib.parse

from sandbox import Sandbox, answers_until_429


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
                          ("/board/stalls", board),
                          ("/documents/ha-long-1/dl_none", None),
                          ("/board/stalls/A12", board), ("/board/people", board),
                          ("/enrol/none", None)):
            yield path, self.page(path, key)

    def test_each_page_forbids_what_it_does_not_need(self):
        for path, answer in self.pages():
            with self.subTest(path):
                rules = dict(rule.strip().partition(" ")[::2] for rule in
                             answer.headers["Content-Security-Policy"].split(";"))
                self.assertEqual(rules["default-src"], "'none'")
                self.assertEqual(rules["frame-ancestors"], "'none'")
                self.assertEqual(rules["base-uri"], "'none'")
                self.assertEqual(rules["script-src"], "'self'")
                self.assertNotIn("unsafe", answer.headers["Content-Security-Policy"])
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
                self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "same-origin")
                self.assertIn("no-store", answer.headers["Cache-Control"])
                self.assertNotIn("Server", answer.headers)

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


if __name__ == "__main__":
    unittest.main()
