"""A test notice of a source: its settings read it, and it can never become money."""

import unittest

import source_test
from sandbox import Served, answers_until_429, chopay


class SourceTrialTest(unittest.TestCase):
    setUp = source_test.SourceTest.setUp
    write = source_test.SourceTest.write
    configure = source_test.SourceTest.configure
    serve = source_test.SourceTest.serve
    get = source_test.SourceTest.get
    post = source_test.SourceTest.post
    deliveries = source_test.SourceTest.deliveries
    totals = source_test.SourceTest.totals

    def head(self):
        return self.gateway.ask("GET", "/log/cho-that/checkpoint").body

    def test_it_is_answered_and_logged_and_nothing_is_written_to_the_ledger(self):
        # The account is a stall's own: not even then is anything posted.
        self.configure(("bank", "sepay", "one", 'bank = "970436"\naccount = "1017595600"'),
                       ("mms", "mb-mms", "one", 'bank = "970422"'),
                       ("key", "sepay", "one", 'scheme = "api_key"'))
        self.serve()
        before = self.head()
        for source in ("bank", "mms", "key"):
            with self.subTest(source):
                answer = self.post(f"/v1/sources/{source}/test")
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.json()["result"], "understood", answer)
                [logged] = self.deliveries(source)
                self.assertEqual((logged["outcome"], logged["status"]), ("test", 200))
                self.assertIsNone(logged["entry"])
                self.assertIsNone(logged["kept"])
        self.assertEqual(self.head(), before)
        self.assertEqual(self.totals()["count"], 0)
        self.assertEqual(self.totals()["unmatched"], 0)
        self.assertEqual(self.gateway.ask("GET", "/v1/bank-delays").json()["banks"], [])

    def test_a_source_that_was_only_tried_was_not_heard(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        self.post("/v1/sources/bank/test")
        [source] = self.get("/v1/sources")["sources"]
        self.assertEqual((source["heard_at"], source["last_received_at"]), (None, None))
        self.assertEqual(source["last_day"], {"test": 1})

    def test_a_test_cannot_be_taken_after_all(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        self.post("/v1/sources/bank/test")
        replayed = self.post("/v1/sources/bank/deliveries/1/replay")
        self.assertEqual((replayed.status, replayed.json()["code"]), (409, "nothing_kept"))

    def test_a_secret_that_cannot_be_right_is_told_and_a_bank_s_own_key_is_not_guessed(self):
        self.configure(("mb", "mb", "one", ""), ("vietin", "vietinbank", "pem", ""))
        self.write("pem", "-----BEGIN PUBLIC KEY-----\n").chmod(0o600)
        self.serve()
        refused = self.post("/v1/sources/mb/test").json()
        self.assertEqual(refused["result"], "refused")
        self.assertTrue(refused["why"])
        self.assertEqual(self.post("/v1/sources/vietin/test").json()["result"], "not_signable")

    def test_the_page_is_for_the_board_and_the_operator_and_for_no_stall(self):
        self.configure(("bank", "sepay", "one", ""))
        chopay("market", "open", self.folder / "market.json", "--data", self.data)
        roles = (("board", (), 200), ("viewer", (), 200), ("operator", (), 200),
                 ("till", ("--stall", "A01"), 303), ("ward", (), 303))
        keys = {role: chopay("key", "create", "--market", "cho-that", "--data", self.data,
                             "--role", role, *more).stdout.strip() for role, more, _ in roles}
        self.gateway = self.enterContext(Served(self.folder))
        for role, _, status in roles:
            with self.subTest(role):
                page = self.gateway.ask("GET", "/board/sources",
                                        headers={"Authorization": "Bearer " + keys[role]})
                self.assertEqual(page.status, status)
                runs = 'data-may="yes"' in page.body.decode()
                self.assertEqual(runs, role in ("board", "operator"))

    def test_somebody_who_keeps_pressing_is_stopped(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        answers = answers_until_429(lambda: self.post("/v1/sources/bank/test"), 60)
        self.assertEqual([answer.status for answer in answers[:6]], [200] * 6)
        self.assertEqual(answers[-1].status, 429)
        self.assertEqual(self.post("/v1/sources/none/test").status, 404)


if __name__ == "__main__":
    unittest.main()
