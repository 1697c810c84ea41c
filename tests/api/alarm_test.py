"""Alarms over HTTP: who is told of what, and nothing of a stall's sales without its household."""

import json
import pathlib
import shutil
import tempfile
import unittest

from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body
from privacy_test import OPEN, SHY, open_market
from sandbox import Served, chopay
from two_sides import let_in


class AlarmTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-alarm-"))
        self.addCleanup(shutil.rmtree, self.folder)
        data = ("--data", open_market(self.folder))
        _, households = let_in(self.folder, SHY, OPEN)

        def key(role, *more):
            return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                          *data).stdout.strip()
        self.keys = {"api": key("api"), "board": key("board"),
                     "own": households[SHY], "other": households[OPEN]}
        self.gateway = self.enterContext(Served(self.folder))

    def pay(self, body):
        answer = self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                  hmac_headers(SEPAY_SECRET, body))
        self.assertIn(answer.status, (200, 409), answer)

    def alarms(self, who):
        answer = self.gateway.ask("GET", "/v1/alarms",
                                  headers={"Authorization": "Bearer " + self.keys[who]})
        self.assertEqual(answer.status, 200, answer)
        return [(alarm["code"], alarm["stall"]) for alarm in answer.json()["alarms"]]

    def test_a_tiny_credit_is_told_to_its_stall_and_to_the_board_only_with_consent(self):
        self.pay(sepay_body("970436", "99110077", 999))
        tiny = [("tiny_amount", SHY)]
        self.assertEqual(self.alarms("api"), tiny)
        self.assertEqual(self.alarms("own"), tiny)
        self.assertEqual(self.alarms("other"), [])
        self.assertEqual(self.alarms("board"), [])
        consent = self.gateway.ask("POST", f"/v1/stalls/{SHY}/consent",
                                   json.dumps({"granted": True}),
                                   {"Authorization": "Bearer " + self.keys["own"]})
        self.assertEqual(consent.status, 200, consent)
        self.assertEqual(self.alarms("board"), tiny)

    def test_a_contradiction_and_a_payee_change_are_told_to_the_board(self):
        body = sepay_body("970436", "99110077", 50_000, referenceCode="FT-TWICE")
        self.pay(body)
        self.pay(sepay_body("970436", "99110077", 500_000, referenceCode="FT-TWICE"))
        change = self.gateway.ask(
            "POST", f"/v1/stalls/{SHY}/payee-change",
            json.dumps({"bank": "970436", "account": "99119999", "holder": "HKD Kin"}),
            {"Authorization": "Bearer " + self.keys["own"]})
        self.assertEqual(change.status, 201, change)
        self.assertEqual(self.alarms("board"), [("payee_change", SHY), ("contradiction", None)])
        events = self.gateway.ask("GET", "/v1/events?after=0",
                                  headers={"Authorization": "Bearer " + self.keys["api"]}).json()
        told = [event["data"]["code"] for event in events["events"]
                if event["type"] == "alarm.raised"]
        self.assertEqual(told, ["contradiction", "payee_change"])


if __name__ == "__main__":
    unittest.main()
