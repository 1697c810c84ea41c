"""Where a stall's money goes changes with two people and never with one, on every way in."""

import functools
import json
import pathlib
import re
import shutil
import tempfile
import unittest

from devices import enrolled_key
from market_hour import SEPAY_SECRET
from sandbox import Served, chopay
from two_sides import Manager, let_in

STALL = {"code": "A01", "name": "Cá tươi", "trade": "Hải sản", "household": "Hộ KD Nguyễn Văn An",
         "bank": "970436", "account": "1017595600", "holder": "HKD NGUYEN VAN AN"}
OTHER = {**STALL, "code": "A02", "account": "1017595601"}
MARKET = {"id": "cho-that", "name": "Chợ Thật", "province": "Quảng Ninh",
          "zones": [{"id": "A", "name": "Khu cá", "stalls": [STALL, OTHER]}]}
CONFIG = """
listen = "127.0.0.1:8080"
data = "{folder}/data"
payee_cool_off_hours = {hours}
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
"""
CHANGE = "/v1/stalls/A01/payee-change"
NEW = {"bank": "970422", "account": "0901234567", "holder": "HKD NGUYEN VAN AN"}


class PayeeChangeTest(unittest.TestCase):
    def serve(self, hours):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-payee-"))
        self.addCleanup(shutil.rmtree, self.folder)
        secret = self.folder / "sepay"
        secret.write_text(SEPAY_SECRET + "\n")
        secret.chmod(0o600)
        (self.folder / "chopay.toml").write_text(CONFIG.format(folder=self.folder, hours=hours))
        self.data = self.folder / "data"
        self.open_market(MARKET)
        self.board, households = let_in(self.folder, "A01", "A02")
        self.keys = {"api": self.key("api"), "till": households["A01"], "other": households["A02"]}
        self.gateway = self.enterContext(Served(self.folder))
        self.board.gateway = self.gateway

    def open_market(self, market):
        path = self.folder / "market.json"
        path.write_text(json.dumps(market))
        return chopay("market", "open", path, "--data", self.data)

    def key(self, role, *more):
        done = chopay("key", "create", "--market", "cho-that", "--role", role, *more,
                      "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def post(self, key, path, body=None):
        if key == "board":
            return self.board.post(path, body)
        return self.gateway.ask("POST", path, json.dumps(body or {}),
                                {"Authorization": "Bearer " + self.keys[key]})

    def stall(self):
        answer = self.gateway.ask("GET", "/v1/stalls",
                                  headers={"Authorization": "Bearer " + self.keys["api"]})
        return answer.json()["stalls"][0]

    def sticker_page(self, memo, issue):
        answer = self.gateway.ask("GET", f"/s/{memo}-{issue}")
        self.assertEqual(answer.status, 200, answer)
        return answer.body.decode()

    def verdict(self, payload):
        return self.post("till", "/v1/codes/check", {"payload": payload, "stall": "A01"}).json()

    def test_household_and_board_together_change_it_and_the_old_code_is_outdated(self):
        self.serve(hours=0)
        request = self.post("till", "/v1/payment-requests", {"stall": "A01", "amount": 1_000})
        old = request.json()["payload"]
        self.assertEqual(self.verdict(old)["verdict"], "genuine")
        asked = self.post("till", CHANGE, NEW)
        self.assertEqual((asked.status, asked.json()["status"]), (201, "waiting"))
        path = f"{CHANGE}/{asked.json()['id']}"
        approved = self.post("board", path + "/approve")
        self.assertEqual((approved.status, approved.json()["status"]), (200, "ready"))
        self.assertEqual(self.stall()["sticker_issue"], 1)
        self.assertEqual(self.post("board", path + "/complete").json()["status"], "done")
        stall = self.stall()
        self.assertEqual((stall["account"], stall["sticker_issue"]), ("••••4567", 2))
        self.assertEqual(self.verdict(old)["verdict"], "outdated")
        self.assertNotIn("0901234567", asked.body.decode())

    def test_the_address_of_the_old_sticker_says_that_it_is_outdated(self):
        self.serve(hours=0)
        path = f"{CHANGE}/{self.post('till', CHANGE, NEW).json()['id']}"
        self.post("board", path + "/approve")
        page = self.gateway.ask("GET", "/t/cho-that/A01").body.decode()
        memo = re.search(r"[A-Z]{3}[0-9A-Z]{8}", page).group()
        self.assertIn("Tem số 1 đang dùng", self.sticker_page(memo, 1))
        self.assertEqual(self.post("board", path + "/complete").json()["status"], "done")
        self.assertIn("Tem số 1 là tem cũ, đã thay", self.sticker_page(memo, 1))
        newest = self.sticker_page(memo, 2)
        self.assertIn("Tem số 2 đang dùng", newest)
        self.assertIn("••••4567", newest)
        self.assertNotIn("0901234567", newest)

    def test_the_cooling_off_is_waited_for(self):
        self.serve(hours=24)
        path = f"{CHANGE}/{self.post('board', CHANGE, NEW).json()['id']}"
        self.assertEqual(self.post("till", path + "/approve").json()["status"], "cooling")
        for key in ("board", *self.keys):
            refused = self.post(key, path + "/complete")
            self.assertIn(refused.status, (403, 409), refused)
        self.assertEqual(self.post("till", path + "/withdraw").json()["status"], "withdrawn")
        self.assertEqual(self.stall()["sticker_issue"], 1)

    def test_no_key_alone_changes_it_on_any_route(self):
        self.serve(hours=0)
        before = self.stall()
        for key, asks in (("api", 403), ("other", 403), ("till", 201), ("board", 201)):
            with self.subTest(key=key):
                asked = self.post(key, CHANGE, NEW)
                self.assertEqual(asked.status, asks, asked)
                path = f"{CHANGE}/{asked.json().get('id', 'pc_x')}"
                for step in ("/approve", "/complete", "/approve", "/complete"):
                    refused = self.post(key, path + step)
                    self.assertIn(refused.status, (403, 409), refused)
                if asks == 201:
                    self.assertEqual(self.post(key, path + "/withdraw").status, 200)
        self.assertEqual(self.stall(), before)

    def test_two_keys_of_one_side_are_not_both_sides(self):
        self.serve(hours=0)
        binh = Manager(self.gateway, "binh")
        binh.enrol(self.board.post("/v1/invitations", {"role": "board"}).json()["url"])
        self.keys["second till"] = enrolled_key(self.gateway, self.keys["till"], "till", "A01")
        for own, second in ((self.board.post, binh.post),
                            (functools.partial(self.post, "till"),
                             functools.partial(self.post, "second till"))):
            path = f"{CHANGE}/{own(CHANGE, NEW).json()['id']}"
            for post in (own, second):
                refused = post(path + "/approve")
                self.assertEqual((refused.status, refused.json()["code"]),
                                 (403, "needs_other_party"))
                self.assertEqual(post(path + "/complete").status, 409)
            self.assertEqual(second(path + "/withdraw").status, 200)

    def test_one_browser_with_both_keys_is_one_person(self):
        self.serve(hours=0)
        cookies = {"Cookie": f"chopay_till_A01={self.keys['till']}; {self.board.cookie}",
                   "Sec-Fetch-Site": "same-origin",
                   "X-CSRF-Token": self.board.sessions()["csrf_token"]}
        asked = self.gateway.ask("POST", CHANGE, json.dumps(NEW), cookies)
        self.assertEqual(asked.status, 201, asked)
        path = f"{CHANGE}/{asked.json()['id']}/approve"
        self.assertEqual(self.gateway.ask("POST", path, "{}", cookies).status, 403)
        swapped = {**cookies, "Cookie": f"chopay_till_A01={self.keys['till']}"}
        self.assertEqual(self.gateway.ask("POST", path, "{}", swapped).status, 200)

    def test_the_command_line_changes_it_not_at_all(self):
        self.serve(hours=0)
        before = self.stall()
        self.assertEqual(self.gateway.stop(), 0)
        changed = {**MARKET, "zones": [{"id": "A", "name": "Khu cá",
                                        "stalls": [{**STALL, **NEW}, OTHER]}]}
        self.assertEqual(self.open_market(changed).returncode, 2)
        self.gateway.restart()
        self.assertEqual(self.stall(), before)


if __name__ == "__main__":
    unittest.main()
