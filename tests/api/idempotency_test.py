"""What is asked with an Idempotency-Key is done once, however often it is sent."""

import itertools
import json
import pathlib
import shutil
import tempfile
import threading
import unittest

import vault
from notices import sepay_body
from privacy_test import open_market
from sandbox import (Connection, Sandbox, Served, account_of, answers_until_429, chopay,
                     wait_until)


class IdempotencyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def post(self, path, body, once, key=None):
        return self.sandbox.post(path, body, key or self.sandbox.board_key, Idempotency_Key=once)

    def invitations_of(self, stall, once, count=1):
        """What `count` posts of one invitation with one key are answered."""
        return [self.post("/v1/invitations", {"role": "helper", "stall": stall}, once,
                          self.sandbox.till_key) for _ in range(count)]

    def credit(self, amount, **changes):
        """A credit of money that fits nothing."""
        bank, account = account_of("A12")
        self.assertEqual(
            self.sandbox.post_notice(sepay_body(bank, account, amount, "x", **changes)).status, 200)
        rows = self.sandbox.get("/v1/stalls/A12/credits").json()["credits"]
        return next(row["seq"] for row in rows if row["amount"] == amount)

    def test_what_shows_a_secret_once_shows_the_same_one_to_who_asks_again(self):
        first, again = self.invitations_of("A12", "invite-1", 2)
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(first.body, again.body)
        self.assertNotIn("Idempotency-Replayed", first.headers)
        self.assertEqual(again.headers["Idempotency-Replayed"], "true")
        other, = self.invitations_of("A12", "invite-2")
        self.assertNotEqual(other.json()["url"], first.json()["url"])

    def test_the_same_key_with_another_body_is_refused(self):
        body = {"role": "helper", "stall": "A12"}
        self.assertEqual(self.post("/v1/invitations", body, "c", self.sandbox.till_key).status, 201)
        other = self.post("/v1/invitations", {**body, "name": "Mai"}, "c", self.sandbox.till_key)
        self.assertEqual((other.status, other.json()["code"]), (409, "idempotency_conflict"))

    def test_another_caller_has_other_keys(self):
        seq = self.credit(64_000)
        answers = [self.post(f"/v1/credits/{seq}/refunds", {"amount": 1_000}, "shared", key)
                   for key in (self.sandbox.till_key, self.sandbox.file["api_key"])]
        self.assertEqual([answer.status for answer in answers], [201, 201], answers)
        self.assertNotEqual(*(answer.json()["id"] for answer in answers))

    def test_a_refund_that_was_sent_twice_is_one(self):
        seq = self.credit(61_000)
        path, body = f"/v1/credits/{seq}/refunds", {"amount": 20_000}
        first, again = (self.post(path, body, "r", self.sandbox.file["api_key"]) for _ in range(2))
        self.assertEqual(first.status, 201, first)
        self.assertEqual(first.body, again.body)
        refunds = self.sandbox.get("/v1/refunds").json()["refunds"]
        self.assertEqual(len([row for row in refunds if row["credit"] == seq]), 1)

    def test_what_was_refused_may_be_asked_again_with_its_key(self):
        seq = self.credit(62_000)
        path, key = f"/v1/credits/{seq}/refunds", self.sandbox.file["api_key"]
        refused = self.post(path, {"amount": 62_001}, "f", key)
        self.assertEqual(refused.status // 100, 4, refused)
        self.assertEqual(self.post(path, {"amount": 62_000}, "f", key).status, 201)

    def test_a_key_of_more_than_255_characters_is_refused(self):
        answer, = self.invitations_of("A12", "k" * 256)
        self.assertEqual((answer.status, answer.json()["code"]), (400, "bad_idempotency_key"))
        self.assertEqual(self.invitations_of("A12", "k" * 255)[0].status, 201)

    def test_many_at_the_same_moment_are_done_once(self):
        seq = self.credit(63_000)
        answers = []

        def ask():
            headers = {**self.sandbox.bearer(), "Idempotency-Key": "at-once"}
            with Connection(self.sandbox.url) as connection:
                answers.append(connection.ask("POST", f"/v1/credits/{seq}/refunds",
                                              json.dumps({"amount": 1_000}), headers))

        threads = [threading.Thread(target=ask) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(answers), 16)
        for answer in answers:
            if answer.status != 201:
                self.assertEqual((answer.status, answer.json()["code"]),
                                 (409, "idempotency_in_progress"))
        self.assertEqual(len({answer.body for answer in answers if answer.status == 201}), 1)
        refunds = self.sandbox.get("/v1/refunds").json()["refunds"]
        self.assertEqual(len([row for row in refunds if row["credit"] == seq]), 1)


class AfterARestartTest(unittest.TestCase):
    """Each on a folder of its own: what the disk keeps is what counts."""

    def test_an_answer_outlives_the_process(self):
        with Sandbox() as sandbox:
            ask = ("/v1/keys", {"role": "viewer", "name": "shop"}, sandbox.board_key)
            first = sandbox.post(*ask, Idempotency_Key="k")
            self.assertEqual(first.status, 201, first)
            sandbox.kill()
            sandbox.restart()
            self.assertEqual(sandbox.post(*ask, Idempotency_Key="k").body, first.body)
            sandbox.kill()
            raw = (sandbox.data / "ledger.db").read_bytes()
            raw += (sandbox.data / "ledger.db-wal").read_bytes()
            self.assertNotIn(first.json()["key"].encode(), raw)

    def refund_of_a_surplus(self, sandbox):
        """What asks to give back 1,000 đồng that were paid too much: it could be asked again."""
        self.assertEqual(sandbox.pay(sandbox.open_request(30_000), 34_000).status, 200)
        seq = sandbox.get("/v1/stalls/A12/credits").json()["credits"][0]["seq"]
        return f"/v1/credits/{seq}/refunds", {"amount": 1_000}

    def test_what_a_dead_process_had_begun_is_not_done_again(self):
        with Sandbox() as sandbox:
            ask = self.refund_of_a_surplus(sandbox)
            self.assertEqual(sandbox.post(*ask, Idempotency_Key="k").status, 201)
            sandbox.stop()
            with vault.rows(sandbox.data, "answer/") as rows:
                for row in rows.values():
                    del row["answer"]
            sandbox.restart()
            again = sandbox.post(*ask, Idempotency_Key="k")
            self.assertEqual((again.status, again.json()["code"]), (409, "idempotency_unknown"))
            self.assertEqual(len(sandbox.get("/v1/refunds").json()["refunds"]), 1)

    def test_an_answer_counts_for_a_day(self):
        with Sandbox() as sandbox:
            ask = ("/v1/keys", {"role": "viewer", "name": "shop"}, sandbox.board_key)
            first = sandbox.post(*ask, Idempotency_Key="k")
            for hours, same in ((23, True), (25, False)):
                sandbox.stop()
                with vault.rows(sandbox.data, "answer/") as rows:
                    for row in rows.values():
                        row["at"] = vault.ago(hours=hours)
                sandbox.restart()
                again = sandbox.post(*ask, Idempotency_Key="k")
                self.assertEqual(again.body == first.body, same, again)

    def test_an_answer_of_another_day_is_erased_and_one_of_today_is_not(self):
        with Sandbox() as sandbox:
            for key in ("old", "new"):
                made = sandbox.post("/v1/keys", {"role": "viewer", "name": key},
                                    sandbox.board_key, Idempotency_Key=key)
                self.assertEqual(made.status, 201, made)
            sandbox.stop()
            with vault.rows(sandbox.data, "answer/") as rows:
                old, new = sorted(rows)
                rows[old]["at"] = vault.ago(hours=25)
            sandbox.restart()

            def names():
                with vault.looked_at(sandbox.data, "answer/") as rows:
                    return sorted(rows)

            wait_until(lambda: names() == [new], "the old answer's erasure")

    def test_an_answer_goes_after_its_day_where_messages_are_kept_for_ever(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-idempotency-"))
        self.addCleanup(shutil.rmtree, folder)
        data = open_market(folder)
        config = folder / "chopay.toml"
        config.write_text("kept_messages_days = 0\n" + config.read_text())
        key = chopay("key", "create", "--market", "cho-kin", "--role", "api", "--data", data)
        headers = {"Authorization": "Bearer " + key.stdout.strip(), "Idempotency-Key": "k"}
        with Served(folder) as gateway:
            answer = gateway.ask("POST", "/v1/codes/check", '{"payload": "x"}', headers)
            self.assertEqual(answer.status // 100, 2, answer)
            gateway.stop()
            with vault.rows(data, "answer/") as rows:
                row, = rows.values()
                row["at"] = vault.ago(hours=25)
            gateway.restart()

            def count():
                with vault.looked_at(data, "answer/") as rows:
                    return len(rows)

            wait_until(lambda: count() == 0, "the answer's erasure")

    def test_who_has_signed_in_anew_is_told_that_it_was_begun_and_nothing_is_done_twice(self):
        with Sandbox() as sandbox:
            ask = self.refund_of_a_surplus(sandbox)
            self.assertEqual(sandbox.post(*ask, Idempotency_Key="k").status, 201)
            sandbox.stop()
            with vault.rows(sandbox.data, "answer/") as rows:
                for row in rows.values():
                    row["owner"] = "0" * 64
            sandbox.restart()
            again = sandbox.post(*ask, Idempotency_Key="k")
            self.assertEqual((again.status, again.json()["code"]), (409, "idempotency_unknown"))
            self.assertEqual(len(sandbox.get("/v1/refunds").json()["refunds"]), 1)

    def test_two_keys_at_once_have_no_idempotency_key(self):
        with Sandbox() as sandbox:
            links = [sandbox.file[name].split("?key=")[1] for name in ("till", "board")]
            cookies = f"chopay_till_A12={links[0]}; chopay_board={links[1]}"
            body = json.dumps({"role": "helper", "stall": "A12"})
            answer = sandbox.ask("POST", "/v1/invitations", body,
                                 {"Cookie": cookies, "Sec-Fetch-Site": "same-origin",
                                  "Idempotency-Key": "k"})
            self.assertEqual((answer.status, answer.json()["code"]), (400, "bad_idempotency_key"))

    def test_who_sends_too_many_is_asked_to_wait_and_nothing_is_kept_for_them(self):
        with Sandbox() as sandbox:
            # Two come back a second.
            names = itertools.count()
            answers = answers_until_429(
                lambda: sandbox.post("/v1/codes/check", {"payload": "x"},
                                     Idempotency_Key=str(next(names))), 2_000)
            self.assertEqual(answers[-1].status, 429)
            self.assertGreater(len(answers), 120)
            self.assertEqual(answers[-1].headers["Retry-After"], "1")
            self.assertNotEqual(sandbox.post("/v1/codes/check", {"payload": "x"}).status, 429)


if __name__ == "__main__":
    unittest.main()
