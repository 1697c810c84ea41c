"""Whoever has the machine makes credentials by every command, and with none of them is a side of a
payee change, nor agrees for a household: the market's people notice, and nothing moves."""

import contextlib
import json
import pathlib
import shutil
import sqlite3
import tempfile
import time
import unittest

from devices import enrolled_key
from people import STEP_S, Person, code_at
from privacy_test import open_market
from sandbox import Served, chopay
from two_sides import Manager, init, let_in
from vault import rows

CHANGE = "/v1/stalls/P01/payee-change"
NEW = {"bank": "970422", "account": "0901234567", "holder": "HKD MOI"}
BY = "Anh Minh, máy chủ"


class LoneHandTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-lone-hand-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        settings = self.folder / "chopay.toml"
        settings.write_text("payee_cool_off_hours = 0\n" + settings.read_text())
        self.lan, households = let_in(self.folder, "P01")
        self.till = households["P01"]
        self.gateway = Served(self.folder)
        self.addCleanup(self.gateway.close)

    def serve(self):
        self.gateway.start()
        self.lan.gateway = self.gateway

    def on_machine(self, *arguments, code=0):
        done = chopay(*arguments, "--market", "cho-kin", "--data", self.data)
        self.assertEqual(done.returncode, code, done)
        return done.stdout if code == 0 else done.stderr

    def key(self, role, *more):
        return self.on_machine("key", "create", "--role", role, *more).strip()

    def link(self, *arguments):
        said = self.on_machine("admin", *arguments, "--by", BY)
        return next(word for word in said.split() if "/enrol/" in word)

    def with_key(self, key, method, path, body=None):
        return self.gateway.ask(method, path, json.dumps(body or {}) if method == "POST" else None,
                                {"Authorization": "Bearer " + key})

    def poster(self, key):
        return lambda path, body=None: self.with_key(key, "POST", path, body)

    def assert_no_side(self, post):
        """Nothing of a change is done by it, whichever side has asked for one, nor a consent given."""
        for asks in (self.poster(self.till), self.lan.post):
            asked = asks(CHANGE, NEW)
            self.assertEqual(asked.status, 201, asked)
            path = f"{CHANGE}/{asked.json()['id']}"
            for step in ("/approve", "/complete"):
                self.assert_not_vouched_for(post(path + step))
            self.assertEqual(self.with_key(self.till, "GET", CHANGE).json()["status"], "waiting")
            # To stop it harms nobody.
            stopped = post(path + "/withdraw")
            self.assertEqual((stopped.status, stopped.json()["status"]), (200, "withdrawn"))
        self.assert_not_vouched_for(post(CHANGE, NEW))
        consent = post("/v1/stalls/P01/consent", {"granted": True})
        self.assertIn((consent.status, consent.json()["code"]),
                      ((403, "not_vouched_for"), (403, "forbidden")))
        back = post("/v1/stalls/P01/consent", {"granted": False})
        self.assertEqual(back.status, 200 if consent.json()["code"] == "not_vouched_for" else 403)

    def assert_not_vouched_for(self, answer):
        self.assertEqual((answer.status, answer.json()["code"]), (403, "not_vouched_for"), answer)

    def assert_needs_another(self, answer):
        self.assertEqual((answer.status, answer.json()["code"]), (403, "needs_other_party"), answer)

    def entries(self):
        done = chopay("ledger", "export", "--data", self.data, "--market", "cho-kin", "--out",
                      self.folder / "log")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = (self.folder / "log").read_text().splitlines()
        return [entry["data"] for entry in map(json.loads, lines)
                if entry.get("kind") == "person_invited"]

    def test_the_people_themselves_change_it_together(self):
        self.serve()
        asked = self.poster(self.till)(CHANGE, NEW).json()
        self.assertEqual(self.lan.post(f"{CHANGE}/{asked['id']}/approve").json()["status"], "ready")
        agreed = self.poster(self.till)("/v1/stalls/P01/consent", {"granted": True})
        self.assertEqual(agreed.status, 200, agreed)

    def test_no_key_of_the_command_line_is_a_side_nor_whom_it_lets_in(self):
        board, till = self.key("board"), self.key("till", "--stall", "P01")
        lone_till = self.key("till", "--stall", "Q77")
        operator = self.key("operator")
        self.serve()
        for key in (board, till, enrolled_key(self.gateway, till, "till", "P01"),
                    self.with_key(operator, "POST", "/v1/keys", {"role": "board"}).json()["key"],
                    enrolled_key(self.gateway, operator, "till", "P01")):
            self.assert_no_side(self.poster(key))
        # Of a stall that the board has let nobody into yet.
        for key in (lone_till, enrolled_key(self.gateway, board, "till", "Q78")):
            stall = "Q77" if key == lone_till else "Q78"
            path = f"/v1/stalls/{stall}/payee-change"
            self.assert_not_vouched_for(self.with_key(key, "POST", path, NEW))
            self.assert_not_vouched_for(
                self.with_key(key, "POST", f"/v1/stalls/{stall}/consent", {"granted": True}))
        invited = self.with_key(operator, "POST", "/v1/invitations", {"role": "board"}).json()
        robber = Manager(self.gateway, "minh")
        self.assertEqual(robber.enrol(invited["url"]).status, 303)
        self.assert_no_side(robber.post)
        self.gateway.stop()
        self.assertEqual([(one["role"], one["by"].partition(":")[0]) for one in self.entries()],
                         [("board", "chopay init"), ("board", "chopay key create"),
                          ("operator", "chopay key create"), ("board", "operator")])

    def test_who_is_invited_on_the_machine_is_no_side_nor_whom_they_let_in(self):
        url = self.link("invite", "--role", "board")
        self.serve()
        robber, second = Manager(self.gateway, "minh"), Manager(self.gateway, "hoa")
        self.assertEqual(robber.enrol(url).status, 303)
        self.assert_no_side(robber.post)
        self.assertEqual(second.enrol(
            robber.post("/v1/invitations", {"role": "board"}).json()["url"]).status, 303)
        self.assert_no_side(second.post)
        till = robber.household_key("Q77")
        self.assert_not_vouched_for(
            self.with_key(till, "POST", "/v1/stalls/Q77/payee-change", NEW))
        told = {one["sign_in_name"]: one["vouched_for"]
                for one in self.lan.ask("GET", "/v1/people").json()["people"]}
        self.assertEqual(told, {"lan": True, "minh": False, "hoa": False})

    def test_a_manager_who_has_signed_in_lets_in_another_who_is_one(self):
        self.serve()
        binh = Manager(self.gateway, "binh")
        binh.enrol(self.lan.post("/v1/invitations", {"role": "board"}).json()["url"])
        path = f"{CHANGE}/{self.poster(self.till)(CHANGE, NEW).json()['id']}/approve"
        # Who let the household's device in may hold it: now there is another who can look.
        self.assert_needs_another(self.lan.post(path))
        self.assertEqual(binh.post(path).json()["status"], "ready")

    def test_who_let_the_household_in_asks_for_no_change_that_its_device_then_agrees_to(self):
        self.serve()
        binh = Manager(self.gateway, "binh")
        binh.enrol(self.lan.post("/v1/invitations", {"role": "board"}).json()["url"])
        path = f"{CHANGE}/{self.lan.post(CHANGE, NEW).json()['id']}"
        self.assert_needs_another(self.poster(self.till)(path + "/approve"))
        self.assertEqual(self.lan.post(path + "/withdraw").status, 200)
        path = f"{CHANGE}/{binh.post(CHANGE, NEW).json()['id']}/approve"
        further = enrolled_key(self.gateway, self.till, "till", "P01")
        self.assertEqual(self.poster(further)(path).json()["status"], "ready")

    def test_what_a_device_asked_for_that_is_put_out_since_is_agreed_to_by_nobody(self):
        self.serve()
        further = enrolled_key(self.gateway, self.till, "till", "P01")
        path = f"{CHANGE}/{self.poster(further)(CHANGE, NEW).json()['id']}/approve"
        own = next(key["id"] for key in self.with_key(further, "GET", "/v1/keys").json()["keys"]
                   if key["own"])
        gone = self.with_key(self.till, "DELETE", "/v1/keys/" + own)
        self.assertEqual(gone.status, 204, gone)
        self.assert_needs_another(self.lan.post(path))

    def test_what_a_manager_asked_for_who_is_put_out_since_is_agreed_to_by_nobody(self):
        self.serve()
        path = f"{CHANGE}/{self.lan.post(CHANGE, NEW).json()['id']}/approve"
        self.gateway.stop()
        self.on_machine("admin", "put-out", "lan")
        self.gateway.start()
        self.assert_needs_another(self.poster(self.till)(path))

    def test_a_manager_without_the_app_comes_in_again_by_the_password_that_she_alone_knows(self):
        url = self.link("reset", "lan")
        self.serve()
        robber = Person(self.gateway, "lan", password="cá thu nướng than")
        for name in ("lan", "minh"):
            refused = robber.enrol(url, name=name)
            self.assertEqual(refused.status, 403)
            self.assertIn("mật khẩu đang dùng không đúng", refused.body.decode())
        self.gateway.stop()
        self.serve()
        anew = Manager(self.gateway, "lan")
        self.assertEqual(anew.enrol(url).status, 303)
        self.assertNotEqual(anew.secret, self.lan.secret)
        asked = self.poster(self.till)(CHANGE, NEW).json()
        self.assertEqual(anew.post(f"{CHANGE}/{asked['id']}/approve").json()["status"], "ready")

    def test_whoever_guesses_the_password_of_a_reset_waits(self):
        url = self.link("reset", "lan")
        self.serve()
        robber = Person(self.gateway, "lan", password="cá thu nướng than")
        robber.enrol(url)
        # The wait doubles, so that however slow the machine is it is met.
        for _ in range(40):
            code = code_at(robber.secret, int(time.time()) // STEP_S)
            if robber.enrol(url, code=code).status == 429:
                return
        self.fail("nobody had to wait")

    def test_no_second_first_manager_is_made_whoever_is_put_out(self):
        self.assertIn("had its first manager", init(self.folder, code=2))
        self.on_machine("admin", "put-out", "lan")
        self.assertIn("had its first manager", init(self.folder, code=2))

    def test_of_two_links_for_the_first_manager_one_lets_in(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-first-"))
        self.addCleanup(shutil.rmtree, folder)
        open_market(folder)
        first, second = init(folder), init(folder)
        gateway = self.enterContext(Served(folder))
        lan, robber = Manager(gateway, "lan"), Manager(gateway, "minh")
        secret = gateway.ask("GET", "/enrol/" + second.split("/enrol/")[1])
        self.assertEqual(secret.status, 200)
        self.assertEqual(lan.enrol(first).status, 303)
        path = "/enrol/" + second.split("/enrol/")[1]
        for answer in (gateway.ask("GET", path), robber.form(path, name="minh")):
            self.assertEqual(answer.status, 410)
        self.assertTrue(lan.ask("GET", "/v1/people").json()["people"][0]["vouched_for"])

    def test_no_table_and_no_market_file_has_another_account_for_a_stall(self):
        table = self.folder / "market.csv"
        # Two stalls of the market share an account; a table wants one holder of it.
        exported = self.on_machine("market", "export").replace("HKD Cùng", "HKD Chung")
        table.write_text(exported.replace("99110001", "0901234567"))
        for more in ((), ("--correct",)):
            done = chopay("market", "import", table, "--data", self.data, *more)
            self.assertEqual(done.returncode, 1, done)
            self.assertIn("Số tài khoản: it is registered otherwise", done.stdout)
        market = json.loads((self.folder / "market.json").read_text())
        market["zones"][0]["stalls"][0]["account"] = "0901234567"
        (self.folder / "other.json").write_text(json.dumps(market))
        done = chopay("market", "open", self.folder / "other.json", "--data", self.data)
        self.assertEqual(done.returncode, 2, done)

    def test_an_owner_of_two_stalls_asks_by_this_ones_device_in_whatever_order_cookies_come(self):
        self.serve()
        binh = Manager(self.gateway, "binh")
        binh.enrol(self.lan.post("/v1/invitations", {"role": "board"}).json()["url"])
        other = binh.household_key("Q77")
        cookies = [f"chopay_till_P01={self.till}", f"chopay_till_Q77={other}"]
        for order in (cookies, cookies[::-1]):
            headers = {"Cookie": "; ".join(order), "Sec-Fetch-Site": "same-origin"}
            asked = self.gateway.ask("POST", CHANGE, json.dumps(NEW), headers)
            self.assertEqual(asked.status, 201, asked)
            path = f"{CHANGE}/{asked.json()['id']}"
            self.assert_needs_another(self.lan.post(path + "/approve"))
            self.assertEqual(self.lan.post(path + "/withdraw").status, 200)
            asked = self.lan.post(CHANGE, NEW).json()
            refused = self.gateway.ask("POST", f"{CHANGE}/{asked['id']}/approve", "{}", headers)
            self.assert_needs_another(refused)
            self.assertEqual(self.lan.post(f"{CHANGE}/{asked['id']}/withdraw").status, 200)

    def test_nothing_entered_in_a_copy_comes_back_to_a_market_that_goes_on(self):
        copy = self.folder / "copy"
        market = ("--market", "cho-kin")

        def bring(source, target, code):
            done = chopay("ledger", "import", source / "ledger.db", *market, "--data", target)
            self.assertEqual(done.returncode, code, done)
            return done.stderr

        bring(self.data, copy / "data", 0)
        bring(copy / "data", self.data, 0)  # nothing to add
        bring(self.data, copy / "data", 0)
        shutil.copy(self.folder / "market.json", copy)
        init(copy, "Anh Minh")
        entries = self.entries()
        self.assertIn("people and keys are there", bring(copy / "data", self.data, 1))
        done = chopay("ledger", "import", copy / "data" / "ledger.db", "--data", self.data)
        self.assertEqual(done.returncode, 1, done)
        self.assertEqual(self.entries(), entries)

    def forget_who_vouches(self):
        """The vault as a program of before such was kept has left it."""
        for prefix in ("account/", "key/"):
            with rows(self.data, prefix) as found:
                for name, row in found.items():
                    found[name] = {key: row[key] for key in row if key != "vouched_by"}
        with contextlib.closing(sqlite3.connect(self.data / "ledger.db")) as base, base:
            base.execute("DELETE FROM vault WHERE name LIKE 'first_manager/%'")

    def test_people_of_before_go_on_and_nobody_becomes_the_first_manager_again(self):
        made = self.key("till", "--stall", "P01")
        self.forget_who_vouches()
        self.assertIn("had its first manager", init(self.folder, code=2))
        self.serve()
        path = f"{CHANGE}/{self.poster(self.till)(CHANGE, NEW).json()['id']}"
        self.assert_not_vouched_for(self.with_key(made, "POST", path + "/approve"))
        self.assertEqual(self.lan.post(path + "/approve").json()["status"], "ready")
        further = enrolled_key(self.gateway, self.till, "till", "P01")
        agreed = self.poster(further)("/v1/stalls/P01/consent", {"granted": True})
        self.assertEqual(agreed.status, 200, agreed)
        self.gateway.stop()
        self.on_machine("admin", "put-out", "lan")
        self.assertIn("had its first manager", init(self.folder, code=2))

    def test_a_market_whose_board_the_machine_let_in_has_a_first_manager_only_once_they_are_out(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-staffed-"))
        self.addCleanup(shutil.rmtree, folder)
        self.data = open_market(folder)
        url = self.link("invite", "--role", "board")
        with Served(folder) as gateway:
            self.assertEqual(Manager(gateway, "minh").enrol(url).status, 303)
            gateway.stop()
        self.forget_who_vouches()
        self.assertIn("a first manager comes before all others", init(folder, code=2))
        self.on_machine("admin", "put-out", "minh")
        init(folder)

    def test_a_sandbox_gives_no_keys_to_a_market_that_is_none(self):
        made = json.loads((pathlib.Path(__file__).parents[2]
                           / "config/sandbox_market.json").read_text())
        real = {**made, "sandbox": False}
        (self.folder / "real.json").write_text(json.dumps(real))
        done = chopay("market", "open", self.folder / "real.json", "--data", self.data)
        self.assertEqual(done.returncode, 0, done)
        done = chopay("sandbox", "--data", self.data, "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 2, done)
        self.assertIn("no sandbox's", done.stderr)
        self.assertFalse((self.data / "sandbox.json").exists())


if __name__ == "__main__":
    unittest.main()
