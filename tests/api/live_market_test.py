"""A market with real money: opened from a file, fed by two sources, closed to play money."""

import base64
import datetime
import json
import pathlib
import shutil
import tempfile
import unittest

from notices import hmac_headers, sepay_body, standard_message, vietnam_now
from sandbox import Served, chopay, wait_until

MARKET = {"id": "cho-that", "name": "Chợ Thật", "province": "Quảng Ninh", "zones": [
    {"id": "A", "name": "Khu cá", "stalls": [
        {"code": "A01", "name": "Cá tươi", "trade": "Hải sản", "household": "Hộ KD Nguyễn Văn An",
         "bank": "970436", "account": "1017595600", "holder": "HKD NGUYEN VAN AN"},
        {"code": "A02", "name": "Tôm", "trade": "Hải sản", "household": "Hộ KD Lê Thị Bình",
         "bank": "970422", "account": "0901234567", "holder": "HKD LE THI BINH"}]}]}
STANDARD_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
CONFIG = """
listen = "127.0.0.1:8080"
data = "{folder}/data"
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
[[source]]
id = "bank-x"
kind = "standard"
secret_file = "{folder}/standard"
bank = "970422"
[[source]]
id = "play"
kind = "sepay"
secret_file = "{folder}/play"
sandbox = true
"""


class LiveMarketTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-live-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name, secret in (("sepay", "s3cret-of-sepay"), ("standard", STANDARD_SECRET),
                             ("play", "play-money")):
            self.write(name, secret + "\n").chmod(0o600)
        self.write("market.json", json.dumps(MARKET))
        self.write("chopay.toml", CONFIG.format(folder=self.folder))
        self.data = self.folder / "data"

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def do(self, *arguments):
        done = chopay(*arguments, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def serve(self):
        self.do("market", "open", self.folder / "market.json")
        self.key = self.do("key", "create", "--market", "cho-that").strip()
        self.till_key = self.do("key", "create", "--market", "cho-that", "--role", "till",
                                "--stall", "A01").strip()
        self.gateway = self.enterContext(Served(self.folder))
        return self.gateway

    def get(self, path):
        answer = self.gateway.ask("GET", path, headers={"Authorization": "Bearer " + self.key})
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def totals(self):
        settlement = self.get(f"/v1/settlements/{vietnam_now().date()}")
        self.assertIs(settlement["sandbox"], False)
        return settlement["totals"]

    def post_sepay(self, source, secret, **changes):
        body = sepay_body("970436", "1017595600", changes.pop("amount", 50_000), **changes)
        return self.gateway.ask("POST", "/callbacks/" + source, body, hmac_headers(secret, body))

    def standard(self, event_id, kind="bank.credit", **changes):
        data = {"txn_id": "T1", "account": "0901234567", "amount": 70_000, "content": "tom",
                "time": vietnam_now().isoformat(timespec="seconds"), "reference": "REF-1", "payer_name": "Nguyen Van A", "payer_bank": "MBBank"}
        body, headers = standard_message(STANDARD_SECRET, event_id, {**data, **changes}, kind)
        return self.gateway.ask("POST", "/callbacks/bank-x", body, headers)

    def test_a_request_is_paid_through_sepay(self):
        gateway = self.serve()
        opened = gateway.ask("POST", "/v1/payment-requests", b'{"stall":"A01","amount":50000}',
                             {"Authorization": "Bearer " + self.till_key})
        self.assertEqual(opened.status, 201, opened)
        request = opened.json()
        answer = self.post_sepay("sepay-main", "s3cret-of-sepay", content=request["reference"])
        self.assertEqual((answer.status, answer.body), (200, b'{"success":true}'))
        self.assertEqual(self.get("/v1/payment-requests/" + request["id"])["status"], "paid")
        page = gateway.ask("GET", f"/pay/{request['id']}").body.decode()
        self.assertNotIn("Trả thử", page)
        tried = gateway.ask("POST", f"/pay/{request['id']}/try", b'{"how":"exact"}')
        self.assertEqual(tried.status, 404, tried)

    def test_a_bank_without_a_format_of_its_own_is_heard(self):
        self.serve()
        first, again = self.standard("evt_1"), self.standard("evt_1")
        self.assertEqual((first.status, again.status), (204, 204))
        self.assertEqual((self.totals()["count"], self.totals()["gross"]), (1, 70_000))
        conflict = self.standard("evt_2", amount=71_000)
        self.assertEqual(conflict.status, 409, conflict)
        listed = self.gateway.ask("GET", "/v1/stalls/A02/credits",
                                  headers={"Authorization": "Bearer " + self.key}).json()
        self.assertEqual([one["payer_bank"] for one in listed["credits"]], ["MBBank"])
        self.assertNotIn("Nguyen", str(listed))
        heard = {one["id"]: one["heard_at"] for one in self.get("/v1/sources")["sources"]}
        self.assertEqual(set(heard), {"sepay-main", "bank-x"})
        self.assertIsNone(heard["sepay-main"])
        self.assertIsNotNone(heard["bank-x"])
        out = self.standard("evt_3", "bank.debit", txn_id="T2", reference="REF-2")
        self.assertEqual(out.status, 204, out)
        self.assertEqual(self.totals()["gross"], 70_000)
        self.assertEqual(self.standard("evt_4", amount="70000", reference="REF-4").status, 400)
        body, headers = standard_message(STANDARD_SECRET, "evt_5", {})
        headers["webhook-id"] = "evt_6"
        refused = self.gateway.ask("POST", "/callbacks/bank-x", body, headers)
        self.assertEqual(refused.status, 401, refused)

    def test_play_money_never_enters_a_live_market(self):
        self.serve()
        answer = self.post_sepay("play", "play-money")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual((self.totals()["count"], self.totals()["unmatched"]), (0, 0))
        crossed = self.post_sepay("sepay-main", "play-money")
        self.assertEqual(crossed.status, 401, crossed)
        self.assertEqual(self.totals()["count"], 0)

    def test_a_day_that_nobody_closed_is_closed_at_its_hour_once(self):
        path = self.folder / "chopay.toml"
        self.write("chopay.toml", "day_close_hour = 0\n" + path.read_text())
        gateway = self.serve()
        yesterday = vietnam_now().date() - datetime.timedelta(days=1)
        day = f"/v1/reconciliations/{yesterday}"
        wait_until(lambda: self.get(day)["closed"], "yesterday is closed by itself")
        today = f"/v1/reconciliations/{yesterday + datetime.timedelta(days=1)}"
        self.assertFalse(self.get(today)["closed"])
        self.assertEqual(gateway.stop(), 0)
        gateway.restart()
        wait_until(lambda: self.get(day)["closed"], "yesterday stays closed")
        self.assertEqual(gateway.stop(), 0)
        lines = self.do("ledger", "export", "--market", "cho-that", "--format", "jsonl")
        closed = [line for line in lines.splitlines() if '"kind":"day_closed"' in line]
        self.assertEqual(len(closed), 1)
        self.assertIn('"by":"automatic"', closed[0])

    def test_everything_is_there_after_a_restart(self):
        gateway = self.serve()
        self.assertEqual(self.post_sepay("sepay-main", "s3cret-of-sepay").status, 200)
        before = self.totals()
        self.assertEqual(gateway.stop(), 0)
        shown = json.loads(self.do("settlement", "--date", vietnam_now().date()))
        self.assertEqual(shown["totals"], before)
        self.assertEqual(gateway.verify().returncode, 0)
        gateway.restart()
        self.assertEqual(self.totals(), before)

    def test_a_market_is_opened_once_and_keys_only_for_what_is_there(self):
        self.do("market", "open", self.folder / "market.json")
        refused = {
            "no such market": ("key", "create", "--market", "cho-khac"),
            "no such stall": ("key", "create", "--market", "cho-that", "--role", "till",
                              "--stall", "Z99"),
            "a till without its stall": ("key", "create", "--market", "cho-that", "--role", "till"),
            "no such file": ("market", "open", self.folder / "nowhere.json"),
            "no market": ("market", "open", self.folder / "chopay.toml")}
        for name, arguments in refused.items():
            with self.subTest(name):
                done = chopay(*arguments, "--data", self.data)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("A01  Cá tươi", self.do("market", "show"))

    def test_a_configuration_that_cannot_be_meant_is_refused(self):
        config = (self.folder / "chopay.toml").read_text()
        changes = {"unknown key": ('kind = "standard"', 'kind = "standard"\ncolour = "red"'),
                   "unknown kind": ('"standard"', '"carrier-pigeon"'),
                   "a live source without proof": ('kind = "sepay"',
                                                   'kind = "sepay"\nscheme = "none"'),
                   "a source twice": ('id = "bank-x"', 'id = "sepay-main"'),
                   "no secret file": ("/standard", "/nowhere"),
                   "no TOML": ("[[source]]", "[[source")}
        for name, (old, new) in changes.items():
            with self.subTest(name):
                self.write("chopay.toml", config.replace(old, new, 1))
                done = chopay("serve", "--config", self.folder / "chopay.toml")
                self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done)
        self.write("chopay.toml", config)
        (self.folder / "play").chmod(0o644)
        done = chopay("serve", "--config", self.folder / "chopay.toml")
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done)


if __name__ == "__main__":
    unittest.main()
