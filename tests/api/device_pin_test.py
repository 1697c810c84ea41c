"""A till locks itself with a PIN, and its key opens nothing until the PIN was given."""

import json
import pathlib
import shutil
import tempfile
import unittest

from devices import PIN, choose_pin, enrolled_key
from events import Stream
from privacy_test import open_market
from sandbox import Served, chopay
from two_sides import let_in
from vault import ago, rows


class DevicePinTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-pin-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = ("--data", open_market(self.folder))
        self.till = self.key("till", "--stall", "P01")
        self.helper = self.key("helper", "--stall", "P01")
        self.board = self.key("board")
        self.gateway = self.enterContext(Served(self.folder))

    def key(self, role, *more):
        return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                      *self.data).stdout.strip()

    def ask(self, method, path, body=None, key=None):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + (key or self.till)})

    def cookie(self, **more):
        return {"Cookie": "chopay_till_P01=" + self.till, "Sec-Fetch-Site": "same-origin", **more}

    def form(self, body):
        return self.gateway.ask("POST", "/lock", body, self.cookie(
            **{"Content-Type": "application/x-www-form-urlencoded"}))

    def code(self, answer):
        return answer.status, answer.json()["code"]

    def set_pin(self):
        answer = self.ask("POST", "/v1/devices/pin", {"pin": PIN})
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def lock(self):
        self.assertEqual(self.ask("POST", "/v1/devices/lock", {}).json()["locked"], True)

    def test_a_locked_till_opens_nothing_but_its_unlocking_after_a_restart_too(self):
        self.assertEqual(self.set_pin(), {"stall": "P01", "role": "till", "pin": True,
                                          "pin_required": False,
                                          "locked": False, "locks_after_s": 900})
        self.lock()
        for _ in range(2):
            for path in ("/v1/stalls/P01/credits", "/v1/stalls/P01/events", "/v1/keys",
                         "/v1/devices/pin", "/v1/refunds"):
                self.assertEqual(self.code(self.ask("GET", path)), (401, "device_locked"), path)
            sale = {"stall": "P01", "amount": 1_000}
            self.assertEqual(self.ask("POST", "/v1/payment-requests", sale).status, 401)
            self.gateway.stop()
            self.gateway.start()
        self.assertEqual(self.ask("GET", "/v1/stalls/P01/credits", key=self.helper).status, 200)
        self.assertEqual(self.ask("POST", "/v1/devices/unlock", {"pin": PIN}).status, 200)
        self.assertEqual(self.ask("POST", "/v1/payment-requests", sale).status, 201)

    def test_a_stream_that_is_open_tells_nothing_once_the_device_is_locked(self):
        self.set_pin()
        with Stream(self.gateway.url, "/v1/stalls/P01/events",
                    {"Authorization": "Bearer " + self.till}) as stream:
            self.assertEqual(stream.status, 200)
            self.lock()
            sale = self.ask("POST", "/v1/payment-requests", {"stall": "P01", "amount": 1_000},
                            self.helper)
            self.assertEqual(sale.status, 201)
            self.assertTrue(stream.ended.wait(60))
            self.assertEqual(stream.waiting(0), [])

    def test_ten_wrong_pins_revoke_the_key_and_the_fourth_already_has_to_wait(self):
        self.set_pin()
        self.lock()
        for left in (9, 8, 7, 6):
            answer = self.ask("POST", "/v1/devices/unlock", {"pin": "1379"})
            self.assertEqual(self.code(answer), (403, "wrong_pin"))
            self.assertIn(str(left), answer.json()["detail"])
        waits = self.ask("POST", "/v1/devices/unlock", {"pin": PIN})
        self.assertEqual(self.code(waits), (429, "too_many_tries"))
        self.assertGreaterEqual(int(waits.headers["Retry-After"]), 1)
        self.gateway.stop()
        with rows(self.folder / "data", "pin/") as found:
            for name, row in found.items():
                self.assertEqual(row["wrong"], 4)
                found[name] = {**row, "wrong": 8}  # a wait that is longer than a restart
        self.gateway.start()
        self.assertEqual(self.ask("POST", "/v1/devices/unlock", {"pin": PIN}).status, 429)
        self.aged("pin/", wrong=9, wrong_at=ago(hours=1))
        gone = self.ask("POST", "/v1/devices/unlock", {"pin": "1379"})
        self.assertEqual(self.code(gone), (403, "device_revoked"))
        for _ in range(2):
            answer = self.ask("POST", "/v1/devices/unlock", {"pin": PIN})
            self.assertEqual(self.code(answer), (401, "unauthorized"))
            self.gateway.stop()
            with rows(self.folder / "data", "pin") as found:
                self.assertEqual(found, {})
            self.gateway.start()

    def aged(self, prefix, **changes):
        """Makes the rows say something else, beside a stopped server."""
        self.gateway.stop()
        with rows(self.folder / "data", prefix) as found:
            for name, row in found.items():
                found[name] = {**row, **changes} if changes else ago(minutes=16)
        self.gateway.start()

    def test_a_till_that_nobody_used_is_locked_and_one_that_somebody_used_is_not(self):
        self.set_pin()
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(self.ask("GET", "/v1/stalls/P01/credits").status, 200)
        self.aged("pin_used/")
        self.assertEqual(self.ask("GET", "/v1/stalls/P01/credits").status, 401)

    def test_the_page_asks_for_the_pin_without_script(self):
        self.set_pin()
        page = self.gateway.ask("GET", "/lock", headers=self.cookie())
        self.assertIn("Khóa máy", page.body.decode())
        locked = self.form("lock=yes")
        self.assertIn('name="pin"', locked.body.decode())
        till = self.gateway.ask("GET", "/till/P01", headers=self.cookie())
        self.assertEqual((till.status, till.headers["Location"]), (303, "/lock"))
        wrong = self.form("pin=1379")
        self.assertEqual(wrong.status, 403)
        self.assertIn("Còn 9 lần thử", wrong.body.decode())
        right = self.form("pin=" + PIN)
        self.assertEqual((right.status, right.headers["Location"]), (303, "/till/P01"))
        self.assertEqual(self.gateway.ask("GET", "/till/P01", headers=self.cookie()).status, 200)
        self.assertEqual(self.gateway.ask("GET", "/lock").status, 401)

    def test_consent_a_payee_change_and_letting_in_ask_for_the_pin_however_open_the_till_is(self):
        self.gateway.stop()
        for line in chopay("key", "list", "--market", "cho-kin", *self.data).stdout.splitlines():
            chopay("key", "revoke", line.split("\t")[0], "--market", "cho-kin", *self.data)
        _, households = let_in(self.folder, "P01")
        self.till = households["P01"]
        self.gateway.start()
        self.set_pin()
        self.gateway.stop()
        self.gateway.start()
        change = {"bank": "970422", "account": "0901234567", "holder": "HKD MOI"}
        deeds = (("/v1/stalls/P01/consent", {"granted": True}),
                 ("/v1/stalls/P01/payee-change", change),
                 ("/v1/invitations", {"role": "till", "stall": "P01"}),
                 ("/v1/invitations", {"role": "helper", "stall": "P01"}))
        own = self.ask("GET", "/v1/keys").json()["keys"][0]["id"]
        self.assertEqual(self.code(self.ask("DELETE", "/v1/keys/" + own)), (403, "proof_needed"))
        for path, body in deeds:
            self.assertEqual(self.code(self.ask("POST", path, body)), (403, "proof_needed"), path)
        self.assertEqual(self.ask("GET", "/v1/stalls/P01/consent").json()["granted"], False)
        self.assertEqual(self.code(self.ask("POST", "/v1/devices/unlock", {"pin": "1379"})),
                         (403, "wrong_pin"))
        self.assertEqual(self.code(self.ask("POST", *deeds[0])), (403, "proof_needed"))
        self.assertEqual(self.ask("POST", "/v1/devices/unlock", {"pin": PIN}).status, 200)
        for path, body in deeds:
            self.assertIn(self.ask("POST", path, body).status, (200, 201), path)
        self.assertEqual(self.ask("DELETE", "/v1/keys/" + own).status, 204)

    def test_of_two_tills_in_one_browser_the_pin_is_judged_for_the_one_that_is_named(self):
        self.gateway.stop()
        other = self.key("till", "--stall", "Q77")
        self.gateway.start()
        browser = {"Cookie": f"chopay_till_P01={self.till}; chopay_till_Q77={other}",
                   "Sec-Fetch-Site": "same-origin"}

        def device(path, **body):
            return self.gateway.ask("POST", "/v1/devices/" + path, json.dumps(body), browser)

        def state(stall):
            return self.gateway.ask("GET", "/v1/devices/pin?stall=" + stall, headers=browser).json()
        pins = {"P01": PIN, "Q77": "9753"}
        for stall, pin in pins.items():
            self.assertEqual(device("pin", pin=pin, stall=stall).json()["stall"], stall)
        for stall, pin in pins.items():
            wrong = pins["Q77" if stall == "P01" else "P01"]
            self.assertEqual(self.code(device("unlock", pin=wrong, stall=stall)),
                             (403, "wrong_pin"))
            right = device("unlock", pin=pin, stall=stall)
            self.assertEqual((right.status, right.json()["stall"]), (200, stall))
        self.assertEqual(device("lock", stall="Q77").json()["locked"], True)
        self.assertEqual(state("P01")["locked"], False)
        # The locked one is not in the way of the open one.
        self.assertEqual(device("unlock", pin=PIN, stall="P01").json()["stall"], "P01")
        self.assertEqual(device("unlock", pin=pins["Q77"], stall="Q77").json()["locked"], False)
        self.assertEqual(device("pin/remove", current=pins["Q77"], stall="Q77").json()["pin"], False)
        self.assertTrue(state("P01")["pin"])
        self.assertIn(device("unlock", pin=PIN, stall="Q78").status, (401, 403))
        self.assertEqual(device("pin", pin=pins["Q77"], stall="Q77").status, 200)
        self.assertEqual(device("lock", stall="P01").status, 200)
        self.assertEqual(device("lock", stall="Q77").status, 200)
        page = self.gateway.ask("GET", "/lock", headers=browser).body.decode()
        self.assertIn('name="stall" value="P01"', page)
        # As the page of the second, which was shown before the first had locked itself.
        opened = self.gateway.ask("POST", "/lock", "stall=Q77&pin=" + pins["Q77"], {
            **browser, "Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual((opened.status, opened.headers["Location"]), (303, "/till/Q77"))
        self.assertTrue(state("Q77")["pin"])
        self.assertEqual(self.code(self.ask("GET", "/v1/devices/pin")), (401, "device_locked"))

    def test_a_pin_is_changed_and_taken_away_by_whoever_knows_it(self):
        self.set_pin()
        for body in ({"pin": "9753"}, {"pin": "9753", "current": "1379"}):
            self.assertEqual(self.code(self.ask("POST", "/v1/devices/pin", body)),
                             (403, "wrong_pin"))
        self.assertEqual(self.ask("POST", "/v1/devices/pin/remove", {}).status, 403)
        # No try is spent on a change that cannot be: after a fourth wrong PIN one has to wait.
        for pin, code in (("123", "bad_pin"), ("1234", "obvious_pin"), ("123", "bad_pin")):
            self.assertEqual(self.code(self.ask("POST", "/v1/devices/pin",
                                                {"pin": pin, "current": "1379"})), (422, code))
        changed = self.ask("POST", "/v1/devices/pin", {"pin": "9753", "current": PIN})
        self.assertEqual(changed.status, 200, changed)
        gone = self.ask("POST", "/v1/devices/pin/remove", {"current": "9753"})
        self.assertEqual(gone.json()["pin"], False)
        self.assertEqual(self.code(self.ask("POST", "/v1/devices/lock", {})), (409, "no_pin"))

    def test_a_bad_pin_sets_none_and_only_a_stalls_device_has_one(self):
        for pin, code in (("123", "bad_pin"), ("abcd", "bad_pin"), ("1234", "obvious_pin"),
                          ("", "bad_pin"), ("000000", "obvious_pin")):
            self.assertEqual(self.code(self.ask("POST", "/v1/devices/pin", {"pin": pin})),
                             (422, code))
        self.assertEqual(self.ask("POST", "/v1/devices/pin", {"pin": 2580}).status, 400)
        self.assertEqual(self.ask("GET", "/v1/devices/pin").json()["pin"], False)
        self.assertEqual(self.ask("POST", "/v1/devices/pin", {"pin": PIN}, self.board).status, 403)
        self.assertEqual(self.ask("POST", "/v1/devices/active", {}).status, 204)

    def test_a_revoked_till_takes_its_pin_along(self):
        self.set_pin()
        self.lock()
        other = self.ask("GET", "/v1/keys", key=self.key_of_operator()).json()["keys"]
        till = next(key for key in other if key["role"] == "till")
        done = self.ask("DELETE", "/v1/keys/" + till["id"], key=self.operator)
        self.assertEqual(done.status, 204, done)
        self.assertEqual(self.code(self.ask("GET", "/v1/devices/pin")), (401, "unauthorized"))

    def key_of_operator(self):
        self.gateway.stop()
        self.operator = self.key("operator")
        self.gateway.start()
        return self.operator


class FirstPinTest(unittest.TestCase):
    """A device that comes in by an invitation has a PIN before anything else, unless the market
    says that it need not."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-first-pin-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        self.till = self.key("till", "--stall", "P01")
        self.gateway = self.enterContext(Served(self.folder))
        key = enrolled_key(self.gateway, self.till, "helper", "P01")
        self.device = {"Cookie": "chopay_helper_P01=" + key, "Sec-Fetch-Site": "same-origin"}

    def key(self, role, *more):
        return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                      "--data", self.data).stdout.strip()

    def get(self, path):
        return self.gateway.ask("GET", path, headers=self.device)

    def form(self, body):
        return self.gateway.ask("POST", "/lock", body, {
            **self.device, "Content-Type": "application/x-www-form-urlencoded"})

    def restart(self):
        self.gateway.stop()
        self.gateway.start()

    def test_the_page_asks_for_the_first_pin_twice_without_script_and_then_opens_the_till(self):
        till = self.get("/till/P01")
        self.assertEqual((till.status, till.headers["Location"]), (303, "/lock"))
        page = self.get("/lock").body.decode()
        self.assertIn('name="again"', page)
        for body, word in (("pin=123&again=123", "4 đến 8"), ("pin=1234&again=1234", "dễ đoán"),
                           ("pin=2580&again=2581", "không giống"), ("pin=2580", "không giống"),
                           ("lock=yes", "4 đến 8")):
            refused = self.form(body)
            self.assertEqual(refused.status, 422, body)
            self.assertIn(word, refused.body.decode())
            self.assertEqual(self.get("/v1/stalls/P01/credits").status, 401)
        done = self.form("pin=2580&again=2580")
        self.assertEqual((done.status, done.headers["Location"]), (303, "/till/P01"))
        self.assertEqual(self.get("/till/P01").status, 200)
        self.assertEqual(self.get("/v1/stalls/P01/credits").status, 200)

    def test_without_a_pin_it_opens_nothing_after_a_restart_either_and_unlocking_is_no_way_round(self):
        for _ in range(2):
            answer = self.get("/v1/stalls/P01/credits")
            self.assertEqual((answer.status, answer.json()["code"]), (401, "pin_needed"))
            for path in ("unlock", "pin/remove", "lock", "active"):
                answer = self.gateway.ask("POST", "/v1/devices/" + path, '{"pin":"2580"}',
                                          self.device)
                self.assertEqual((answer.status, answer.json()["code"]), (401, "pin_needed"), path)
            self.restart()
        self.assertEqual(choose_pin(self.gateway, self.device).json()["pin_required"], True)
        self.restart()
        self.assertEqual(self.get("/v1/stalls/P01/credits").status, 200)

    def test_its_pin_is_changed_and_never_taken_away(self):
        choose_pin(self.gateway, self.device)
        gone = self.gateway.ask("POST", "/v1/devices/pin/remove", '{"current":"2580"}', self.device)
        self.assertEqual((gone.status, gone.json()["code"]), (409, "pin_required"))
        for current, status in (("1379", 403), (PIN, 200)):
            body = json.dumps({"pin": "9753", "current": current})
            self.assertEqual(self.gateway.ask("POST", "/v1/devices/pin", body, self.device).status,
                             status)

    def test_another_page_cannot_choose_the_pin_of_a_new_device(self):
        elsewhere = {**self.device, "Sec-Fetch-Site": "cross-site"}
        self.assertEqual(choose_pin(self.gateway, elsewhere).status, 401)
        self.assertEqual(self.gateway.ask("POST", "/lock", "pin=2580&again=2580",
                                          elsewhere).status, 401)
        self.assertEqual(self.get("/v1/stalls/P01/credits").json()["code"], "pin_needed")

    def test_a_market_may_leave_the_pin_to_each_device_and_ask_for_it_again(self):
        settings = self.folder / "chopay.toml"
        before = settings.read_text()
        self.gateway.stop()
        settings.write_text("device_pin_required = false\n" + before)
        self.gateway.start()
        self.assertEqual(self.get("/till/P01").status, 200)
        self.assertEqual(self.get("/v1/devices/pin").json()["pin_required"], False)
        self.gateway.stop()
        settings.write_text(before)
        self.gateway.start()
        self.assertEqual(self.get("/v1/stalls/P01/credits").json()["code"], "pin_needed")
        # A key that was made on the machine was never invited.
        self.assertEqual(self.gateway.ask("GET", "/v1/stalls/P01/credits", headers={
            "Authorization": "Bearer " + self.till}).status, 200)


if __name__ == "__main__":
    unittest.main()
