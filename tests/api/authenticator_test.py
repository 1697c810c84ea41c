"""Somebody who signs in takes another authenticator app; the one before opens nothing any more."""

import json
import pathlib
import re
import shutil
import tempfile
import time
import unittest

from people import Person, code_at, cookie_of, hidden
from privacy_test import open_market
from sandbox import Served, chopay


class AuthenticatorTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-authenticator-"))
        self.addCleanup(shutil.rmtree, self.folder)
        data = ("--data", open_market(self.folder))
        self.operator = chopay("key", "create", "--market", "cho-kin", "--role", "operator",
                               *data).stdout.strip()
        self.gateway = self.enterContext(Served(self.folder))

    def person(self, name):
        invitation = self.gateway.ask("POST", "/v1/invitations", json.dumps({"role": "board"}),
                                      {"Authorization": "Bearer " + self.operator})
        person = Person(self.gateway, name)
        self.assertEqual(person.enrol(invitation.json()["url"]).status, 303)
        return person

    def test_another_app_ends_the_one_before_and_every_other_session(self):
        lan = self.person("lan")
        old_secret, other = lan.secret, lan.cookie
        lan.cookie = None
        self.assertEqual(lan.sign_in().status, 303)
        token = lan.sessions()["csrf_token"]
        offer = lan.ask("POST", "/v1/sessions/authenticator", "", token)
        self.assertEqual(offer.status, 200, offer)
        self.assertNotEqual(offer.json()["secret"], old_secret)
        confirm = "/v1/sessions/authenticator/confirm"
        for wrong in (lan.code(), "000000", ""):
            answer = lan.ask("POST", confirm, json.dumps({"code": wrong}), token)
            self.assertEqual((answer.status, answer.json()["code"]), (403, "wrong_proof"))
        lan.secret, lan._last_step = offer.json()["secret"], 0  # an app of its own
        answer = lan.ask("POST", confirm, json.dumps({"code": lan.code()}), token)
        self.assertEqual(answer.status, 200, answer)
        lan.cookie = cookie_of(answer)
        self.assertEqual(len(lan.sessions()["sessions"]), 1)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(self.gateway.ask("GET", "/v1/sessions",
                                          headers={"Cookie": other}).status, 401)
        new_code = lan.code()
        lan.secret, kept = old_secret, lan.secret
        self.assertEqual(lan.sign_in(code=lan.code()).status, 403)
        lan.secret = kept
        self.assertEqual(lan.sign_in(code=new_code).status, 303)

    def test_the_page_takes_another_app_with_the_password_and_a_code_of_both(self):
        lan = self.person("lan")
        old = lan.cookie
        page = lan.ask("GET", "/account/authenticator")
        self.assertEqual(page.status, 200, page)
        shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page.body.decode())[1].replace(" ", "")
        now = code_at(shown, int(time.time()) // 30)
        fields = {"csrf": hidden(page, "csrf"), "password": lan.password, "code": lan.code(),
                  "new_code": now}
        path = "/account/authenticator"
        self.assertEqual(lan.form(path, lan.cookie, **{**fields, "new_code": "000000"}).status, 422)
        self.assertEqual(lan.form(path, lan.cookie, **{**fields, "password": "sai rồi"}).status, 403)
        self.assertIn(lan.form(path, lan.cookie, **{**fields, "csrf": "x"}).status, (303, 401, 403))
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 200)
        answer = lan.form(path, lan.cookie, **fields)
        self.assertEqual(answer.status, 303, answer)
        self.assertEqual(answer.headers["Location"], "/account")
        lan.cookie = cookie_of(answer)
        self.assertEqual(self.gateway.ask("GET", "/v1/sessions", headers={"Cookie": old}).status,
                         401)
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 200)


if __name__ == "__main__":
    unittest.main()
