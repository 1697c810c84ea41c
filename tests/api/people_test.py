"""Who comes in, by which key, and how they are put out again."""

import json
import pathlib
import shutil
import tempfile
import unittest

from devices import choose_pin, cookie_of_device, take_up
from events import Stream
from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from privacy_test import open_market
from sandbox import Served, chopay


class PeopleTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-people-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = ("--data", open_market(self.folder))
        self.board = self.key("board")
        self.operator = self.key("operator", "--name", "Máy chợ")
        self.till = self.key("till", "--stall", "P01")
        self.gateway = self.enterContext(Served(self.folder))

    def key(self, role, *more):
        return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                      *self.data).stdout.strip()

    def ask(self, method, path, key, body=None):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + key})

    def invite(self, key, **body):
        return self.ask("POST", "/v1/invitations", key, body)

    def enrol(self, invitation):
        """What a phone does: looks at the page, agrees, chooses its PIN. Gives the headers of what
        its pages ask from then on."""
        headers = cookie_of_device(take_up(self.gateway, invitation))
        self.assertEqual(choose_pin(self.gateway, headers).status, 200)
        return headers

    def test_a_phone_takes_up_an_invitation_once_and_has_a_key_that_nobody_else_saw(self):
        invitation = self.invite(self.till, role="helper", stall="P01", name="Em Lan")
        self.assertEqual(invitation.status, 201, invitation.body)
        self.assertIn("<svg", json.loads(invitation.body)["qr_svg"])
        answer = take_up(self.gateway, invitation)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/lock"))
        cookie = answer.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertNotIn(cookie.split("=")[1].split(";")[0], invitation.body.decode())
        headers = cookie_of_device(answer)
        self.assertEqual(choose_pin(self.gateway, headers).status, 200)
        page = self.gateway.ask("GET", "/till/P01", headers=headers)
        self.assertEqual(page.status, 200)
        again = self.gateway.ask(
            "POST", "/enrol/" + json.loads(invitation.body)["url"].split("/enrol/")[1], "")
        self.assertEqual(again.status, 410)

    def test_anothers_page_cannot_make_a_phone_somebodys_device(self):
        invitation = self.invite(self.till, role="helper", stall="P01")
        path = "/enrol/" + json.loads(invitation.body)["url"].split("/enrol/")[1]
        for elsewhere in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            self.assertEqual(self.gateway.ask("POST", path, "", elsewhere).status, 403)
        own = self.gateway.ask("POST", path, "", {"Sec-Fetch-Site": "same-origin"})
        self.assertEqual(own.status, 303)

    def test_a_revoked_key_opens_nothing_at_once_and_after_a_restart(self):
        cookie = self.enrol(self.invite(self.till, role="helper", stall="P01"))
        self.assertEqual(self.gateway.ask("GET", "/v1/stalls/P01/credits", headers=cookie).status,
                         200)
        keys = json.loads(self.ask("GET", "/v1/keys", self.till).body)["keys"]
        helper = next(key for key in keys if key["role"] == "helper")
        self.assertIsNotNone(helper["used_at"])
        gone = self.ask("DELETE", "/v1/keys/" + helper["id"], self.till)
        self.assertEqual(gone.status, 204, gone.body)
        self.assertEqual(self.gateway.ask("GET", "/v1/stalls/P01/credits", headers=cookie).status,
                         401)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(self.gateway.ask("GET", "/v1/stalls/P01/credits", headers=cookie).status,
                         401)

    def test_a_helper_sees_the_newest_credits_and_no_more(self):
        cookie = self.enrol(self.invite(self.till, role="helper", stall="P01"))
        today = vietnam_now().date()
        for path in (f"/v1/settlements/{today}", f"/v1/reconciliations/{today}", "/v1/refunds",
                     "/v1/suspense", "/v1/keys"):
            self.assertEqual(self.gateway.ask("GET", path, headers=cookie).status, 403, path)
        for number in range(23):
            body = sepay_body("970436", "99110001", 10_000 + number)
            told = self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                    hmac_headers(SEPAY_SECRET, body))
            self.assertEqual(told.status, 200, told)

        def credits(headers):
            answer = self.gateway.ask("GET", "/v1/stalls/P01/credits?limit=200", headers=headers)
            return [credit["seq"] for credit in answer.json()["credits"]]
        all_of_them = credits({"Authorization": "Bearer " + self.till})
        newest = credits(cookie)
        self.assertEqual((len(all_of_them), newest), (23, all_of_them[:20]))
        # What the list does not show, no other way shows: by number, by receipt, by an old cursor.
        for path in ("/v1/credits/{}", "/v1/receipts/cho-kin/{}"):
            for key, seen in ((cookie, newest), ({"Authorization": "Bearer " + self.till}, all_of_them)):
                opened = [seq for seq in all_of_them
                          if self.gateway.ask("GET", path.format(seq), headers=key).status == 200]
                self.assertEqual(opened, seen, path)
        for headers, most in ((cookie, 20), ({"Authorization": "Bearer " + self.till}, 23)):
            recent = self.gateway.ask("GET", "/v1/stalls/P01/recent", headers=headers).json()
            self.assertEqual([credit["seq"] for credit in recent["credits"]], all_of_them[:most])
        with Stream(self.gateway.url, "/v1/stalls/P01/events",
                    cookie, last_id="cho-kin:0") as stream:
            self.assertEqual([stream.next().data["seq"] for _ in newest], newest[::-1])
            self.assertEqual(stream.waiting(), [])

    def test_a_board_gives_a_stall_its_first_key_and_no_second(self):
        self.assertEqual(self.invite(self.board, role="till", stall="Q77").status, 201)
        refused = self.invite(self.board, role="till", stall="P01")
        self.assertEqual((refused.status, json.loads(refused.body)["code"]),
                         (409, "stall_has_keys"))
        for body in ({"role": "api"}, {"role": "board"}, {"role": "operator"},
                     {"role": "helper", "stall": "P01"}):
            self.assertEqual(self.invite(self.board, **body).status, 403, body)
            self.assertEqual(self.ask("POST", "/v1/keys", self.board, body).status, 403, body)

    def test_whoever_makes_keys_cannot_be_both_sides_with_them(self):
        cookie = self.enrol(self.invite(self.operator, role="till", stall="Q77"))
        board = json.loads(self.ask("POST", "/v1/keys", self.operator, {"role": "board"}).body)
        self.assertFalse(board["settled"])
        change = {"bank": "970436", "account": "123456789", "holder": "KE GIAN"}
        for headers in (cookie, {"Authorization": "Bearer " + board["key"]}):
            answer = self.gateway.ask("POST", "/v1/stalls/Q77/payee-change", json.dumps(change),
                                      headers)
            self.assertEqual((answer.status, json.loads(answer.body)["code"]),
                             (403, "not_vouched_for"))
        answer = self.gateway.ask("POST", "/v1/stalls/Q77/consent", '{"granted":true}', cookie)
        self.assertEqual((answer.status, json.loads(answer.body)["code"]), (403, "not_vouched_for"))

    def test_a_till_keeps_the_keys_of_its_stall_alone(self):
        keys = json.loads(self.ask("GET", "/v1/keys", self.till).body)["keys"]
        self.assertEqual([(key["role"], key["own"]) for key in keys], [("till", True)])
        self.assertEqual(self.invite(self.till, role="till", stall="Q77").status, 403)
        everyone = json.loads(self.ask("GET", "/v1/keys", self.operator).body)["keys"]
        board = next(key for key in everyone if key["role"] == "board")
        self.assertEqual(self.ask("DELETE", "/v1/keys/" + board["id"], self.till).status, 404)
        self.assertEqual(self.ask("GET", "/v1/keys", self.board).status, 200)

    def test_the_command_line_lists_and_revokes(self):
        self.gateway.stop()
        listed = chopay("key", "list", "--market", "cho-kin", *self.data).stdout.splitlines()
        rows = {line.split("\t")[1]: line.split("\t") for line in listed}
        self.assertEqual(sorted(rows), ["board", "operator", "till"])
        self.assertEqual(rows["operator"][4:], ["-", "Máy chợ"])
        self.assertNotIn(self.operator, "".join(listed))
        done = chopay("key", "revoke", rows["operator"][0], "--market", "cho-kin", *self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        missing = chopay("key", "revoke", "0" * 12, "--market", "cho-kin", *self.data)
        self.assertEqual(missing.returncode, 2)
        self.gateway.start()
        self.assertEqual(self.ask("GET", "/v1/keys", self.operator).status, 401)
        self.assertEqual(self.ask("GET", "/v1/keys", self.board).status, 200)

    def test_when_a_key_was_last_used_is_known_after_a_restart_and_on_the_machine(self):
        def used_at(role):
            keys = self.ask("GET", "/v1/keys", self.operator).json()["keys"]
            return next(key["used_at"] for key in keys if key["role"] == role)

        self.assertIsNone(used_at("till"))
        self.assertEqual(self.ask("GET", "/v1/stalls/P01/credits", self.till).status, 200)
        used = used_at("till")
        self.gateway.stop()
        listed = chopay("key", "list", "--market", "cho-kin", *self.data).stdout.splitlines()
        self.assertEqual({line.split("\t")[1]: line.split("\t")[4] for line in listed}["till"], used)
        self.gateway.start()
        self.assertEqual(used_at("till"), used)
        self.assertIsNone(used_at("board"))

    def test_bad_wishes_are_told_and_make_nothing(self):
        for body in ({"role": "king"}, {"role": "helper"}, {"role": "helper", "stall": "ZZ9"},
                     {"role": "viewer", "name": "x" * 65}, {"role": "viewer", "age": 3}, {}):
            answer = self.invite(self.operator, **body)
            self.assertIn(answer.status, (400, 404, 422), (body, answer.body))
        answer = self.ask("POST", "/v1/keys", self.operator, {"role": "till", "stall": "P01"})
        self.assertEqual(json.loads(answer.body)["code"], "invite_instead")
        answer = self.invite(self.operator, role="api")
        self.assertEqual(json.loads(answer.body)["code"], "make_instead")


if __name__ == "__main__":
    unittest.main()
