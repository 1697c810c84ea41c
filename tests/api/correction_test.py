"""What is registered wrongly of a stall is put right by the board, with an entry that says so."""

import json
import pathlib
import shutil
import tempfile
import unittest

from privacy_test import OPEN, entry_of, open_market
from sandbox import Served, chopay


class CorrectionTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-correction-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = ("--data", open_market(self.folder))
        self.key = {"Authorization": "Bearer " + self.make_key("board")}
        self.program = {"Authorization": "Bearer " + self.make_key("api")}
        self.gateway = self.enterContext(Served(self.folder))

    def make_key(self, role):
        return chopay("key", "create", "--market", "cho-kin", "--role", role,
                      *self.data).stdout.strip()

    def correct(self, body):
        return self.gateway.ask("POST", f"/v1/stalls/{OPEN}/correction", json.dumps(body), self.key)

    def stall(self):
        stalls = self.gateway.ask("GET", "/v1/stalls", headers=self.program).json()["stalls"]
        return next(stall for stall in stalls if stall["stall"] == OPEN)

    def test_a_correction_stands_in_the_log_without_tax_code_and_phone(self):
        before = self.stall()
        answer = self.correct({"household": "Hộ Đúng", "zone": "B",
                               "details": {"tax_code": "012345678901", "phone": "0912345678"}})
        self.assertEqual(answer.status, 204, answer)
        after = self.stall()
        self.assertEqual((after["household"], after["zone"]), ("Hộ Đúng", "B"))
        self.assertEqual((after["holder"], after["account"]),
                         (before["holder"], before["account"]))
        head = self.gateway.ask("GET", "/log/cho-kin/checkpoint").body.decode().splitlines()[1]
        receipt = self.gateway.ask("GET", f"/v1/receipts/cho-kin/{head}", headers=self.program)
        entry = entry_of(receipt.body.decode())
        self.assertEqual(entry["kind"], "stall_corrected")
        self.assertNotIn("0912345678", receipt.body.decode())

    def test_what_is_wrong_is_named_and_accounts_are_no_part_of_it(self):
        before = self.stall()
        for body in ({"zone": "Z9"}, {"name": ""},
                           {"area_dm2": -1}, {"account": "666"},
                           {"holder": "KE GIAN"},
                           {"details": {"phone": "12"}}):
            answer = self.correct(body)
            self.assertGreaterEqual(answer.status, 400, answer)
            self.assertLess(answer.status, 500, answer)
        self.assertEqual(self.stall(), before)

    def exported(self):
        done = chopay("market", "export", *self.data)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def test_the_boards_contact_is_put_right_outside_the_log_and_the_table_has_it(self):
        path = "/v1/market/correction"
        for body, status in (({"contact": "Chị Hoa, 0912345678"}, 204), ({}, 422),
                             ({"contact": "a\nb"}, 422), ({"contact": "x", "name": ""}, 422)):
            answer = self.gateway.ask("POST", path, json.dumps(body), self.key)
            self.assertEqual(answer.status, status, (body, answer))
        page = self.gateway.ask("GET", "/board/stalls", headers=self.key).body.decode()
        self.assertIn('value="Chị Hoa, 0912345678"', page)
        self.assertIn("Chợ Kín", page)
        log = self.gateway.ask("GET", "/log/cho-kin/entries", headers=self.program).body.decode()
        self.assertIn('"contact":true', log)
        self.assertNotIn("0912345678", log)
        same = self.gateway.ask("POST", path, json.dumps({"contact": "Chị Hoa, 0912345678"}), self.key)
        self.assertEqual(same.status, 204)
        again = self.gateway.ask("GET", "/log/cho-kin/entries", headers=self.program)
        self.assertEqual(again.body.decode(), log)
        self.gateway.stop()
        self.assertIn(";Chị Hoa, 0912345678;", self.exported())
        self.gateway.start()
        self.assertEqual(self.gateway.ask("POST", path, '{"contact":""}', self.key).status, 204)
        self.gateway.stop()
        self.assertNotIn("Chị Hoa", self.exported())

    def test_a_market_and_a_zone_are_called_otherwise_from_then_on_in_documents_too(self):
        for path, body, status in (
                ("/v1/market/correction", {"name": "Chợ Đúng"}, 204),
                ("/v1/zones/B/correction", {"name": "Khu Đúng"}, 204),
                ("/v1/zones/B/correction", {"name": "Khu Đúng"}, 204),
                ("/v1/zones/Z9/correction", {"name": "Khu"}, 404),
                ("/v1/zones/B/correction", {"name": ""}, 422),
                ("/v1/market/correction", {"name": "Chợ", "sandbox": True}, 400)):
            answer = self.gateway.ask("POST", path, json.dumps(body), self.key)
            self.assertEqual(answer.status, status, (path, answer))
        report = self.gateway.ask("GET", "/v1/settlements/2026-11-24.csv", headers=self.program)
        self.assertIn("Khu Đúng;R1", report.body.decode())
        page = self.gateway.ask("GET", "/board/stalls", headers=self.key)
        for name in ("Chợ Đúng", "Khu Đúng"):
            self.assertIn(name, page.body.decode())


if __name__ == "__main__":
    unittest.main()
