"""People sign in with a name, a password and a code, and are put out again."""

import concurrent.futures
import json
import pathlib
import re
import shutil
import tempfile
import unittest
import urllib.parse

from people import Person, code_at, cookie_of, hidden
from privacy_test import open_market
from sandbox import Served, answers_until_429, chopay
from two_sides import let_in
from vault import ago, rows

CHANGE = {"bank": "970436", "account": "123456789", "holder": "HKD MOI"}


class SignInTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-sign-in-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = ("--data", open_market(self.folder))
        self.operator = chopay("key", "create", "--market", "cho-kin", "--role", "operator",
                               *self.data).stdout.strip()
        self.gateway = self.enterContext(Served(self.folder))

    def with_key(self, method, path, body=None):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + self.operator})

    def invite(self, **body):
        answer = self.with_key("POST", "/v1/invitations", body)
        self.assertEqual(answer.status, 201, answer)
        return answer.json()["url"]

    def person(self, name, role="board", **changes):
        person = Person(self.gateway, name, **changes)
        answer = person.enrol(self.invite(role=role))
        self.assertEqual(answer.status, 303, answer)
        return person

    def test_an_invited_board_chooses_a_password_and_sees_its_board(self):
        lan = Person(self.gateway, "lan.bql")
        answer = lan.enrol(self.invite(role="board", name="Chị Lan"))
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/board"))
        self.assertRegex(answer.headers["Set-Cookie"],
                         r"^chopay_session=cs_[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=")
        self.assertEqual(lan.ask("GET", "/board").status, 200)
        people = self.with_key("GET", "/v1/people").json()["people"]
        self.assertEqual([(one["sign_in_name"], one["role"], one["name"], one["sessions"])
                          for one in people], [("lan.bql", "board", "Chị Lan", 1)])
        self.assertEqual(self.gateway.ask("GET", "/board").headers["Location"], "/sign-in")

    def test_an_operator_is_invited_too_and_lands_where_there_is_something_to_see(self):
        minh = Person(self.gateway, "minh")
        answer = minh.enrol(self.invite(role="operator"))
        self.assertEqual(answer.headers["Location"], "/account")
        page = minh.ask("GET", "/account")
        self.assertIn("Người vận hành", page.body.decode())
        self.assertEqual(minh.ask("GET", "/v1/keys").status, 200)

    def test_an_invitation_is_spent_by_an_account_alone_and_survives_a_restart(self):
        url = self.invite(role="viewer")
        self.gateway.stop()
        self.gateway.start()
        lan = Person(self.gateway, "lan")
        for changes, word in (({"name": "Chị Lan"}, "Tên đăng nhập có 3–32 ký tự"),
                              ({"password": "ngắn", "again": "ngắn"}, "ít nhất 10 ký tự"),
                              ({"password": "matkhau2026", "again": "matkhau2026"}, "dễ đoán"),
                              ({"again": "mực hai nắng"}, "không giống nhau"),
                              ({"code": "000000"}, "Mã 6 số không đúng")):
            answer = lan.enrol(url, **{"code": "000000", **changes})
            self.assertEqual(answer.status, 422, changes)
            self.assertIn(word, answer.body.decode())
        self.assertEqual(lan.enrol(url).status, 303)
        self.assertEqual(self.gateway.ask("GET", "/enrol/" + url.split("/enrol/")[1]).status, 410)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(self.gateway.ask("GET", "/enrol/" + url.split("/enrol/")[1]).status, 410)
        taken = Person(self.gateway, "lan").enrol(self.invite(role="viewer"))
        self.assertIn("Chọn tên khác", taken.body.decode())

    def test_a_session_outlives_a_restart_and_ends_with_the_sign_out(self):
        lan = self.person("lan")
        self.gateway.stop()
        self.gateway.start()
        page = lan.ask("GET", "/account")
        self.assertEqual(page.status, 200)
        without = lan.form("/sign-out", lan.cookie)
        self.assertEqual(without.status, 303)
        self.assertEqual(lan.ask("GET", "/account").status, 200, "signed out without its token")
        out = lan.form("/sign-out", lan.cookie, csrf=hidden(page, "csrf"))
        self.assertEqual((out.status, out.headers["Location"]), (303, "/sign-in"))
        self.assertIn("Max-Age=0", out.headers["Set-Cookie"])
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 401)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 401)
        self.assertEqual(lan.sign_in().headers["Location"], "/board")
        self.assertEqual(lan.ask("GET", "/board").status, 200)

    def test_who_came_and_who_was_refused_is_in_the_log_and_nothing_of_what_was_typed(self):
        lan = self.person("lan")
        lan.sign_in()
        self.assertRegex(self.gateway.logged("signed_in"), "^lan [0-9a-f]{12}$")
        Person(self.gateway, "a-password-in-the-wrong-field").sign_in(code="000000")
        self.assertEqual(self.gateway.logged("sign_in_wrong"), "127.0.0.1")
        for typed in ("a-password-in-the-wrong-field", lan.password, "000000"):
            self.assertNotIn(typed, self.gateway.errors())

    def test_a_sign_in_makes_a_new_session_and_ends_the_one_before(self):
        lan = self.person("lan")
        before = lan.cookie
        self.assertEqual(lan.sign_in().status, 303)
        self.assertNotEqual(lan.cookie, before)
        self.assertEqual(len(lan.sessions()["sessions"]), 1)
        old = self.gateway.ask("GET", "/v1/sessions", headers={"Cookie": before})
        self.assertEqual(old.status, 401)

    def test_a_code_opens_nothing_twice(self):
        lan = self.person("lan")
        code = lan.code()
        self.assertEqual(lan.sign_in(code=code).status, 303)
        again = lan.sign_in(code=code)
        self.assertEqual(again.status, 403)
        self.assertIn("Mỗi mã chỉ dùng được một lần", again.body.decode())

    def test_what_is_wrong_is_said_in_the_same_words_whoever_it_is(self):
        lan = self.person("lan")
        nobody = Person(self.gateway, "khong-ai")
        nobody.secret = lan.secret
        answers = [lan.sign_in(password="mực hai nắng"), lan.sign_in(code="000000"),
                   nobody.sign_in(code="000000"), nobody.sign_in(password="x" * 500, code="1")]
        words = {answer.body.decode().split('role="alert">')[1].split("<")[0]
                 for answer in answers}
        self.assertEqual([answer.status for answer in answers], [403] * 4)
        self.assertEqual(len(words), 1, words)

    def test_whoever_guesses_is_made_to_wait_even_with_the_right_words(self):
        lan = self.person("lan")
        page = self.gateway.ask("GET", "/sign-in")

        def give(name, code):
            return lan.form("/sign-in", cookie_of(page), csrf=hidden(page, "csrf"), name=name,
                            password=lan.password, code=code)
        right = lan.code()
        for name in ("khong-ai", "lan"):
            # The wait doubles, so that however slow the machine is it is met.
            answers = answers_until_429(lambda name=name: give(name, "000000"), 40)
            self.assertGreaterEqual(len(answers), 7, name)
            self.assertEqual(answers[-1].status, 429, name)
            self.assertGreaterEqual(int(answers[-1].headers["Retry-After"]), 1)
            self.assertIn("Sai quá nhiều lần", answers[-1].body.decode())
        self.assertEqual(give("lan", right).status, 429)

    def test_nobody_is_asked_for_a_hint_or_for_what_others_know_of_them(self):
        asked = {"/sign-in": {"csrf", "name", "password", "code"},
                 self.invite(role="viewer"): {"name", "password", "again", "code"}}
        for address, fields in asked.items():
            page = self.gateway.ask("GET", urllib.parse.urlsplit(address).path).body.decode()
            self.assertEqual(set(re.findall(r'<input [^>]*name="([^"]+)"', page)), fields)

    def test_a_form_of_another_visit_signs_nobody_in(self):
        lan = self.person("lan")
        page = self.gateway.ask("GET", "/sign-in")
        fields = {"name": "lan", "password": lan.password, "code": lan.code()}
        for cookie, token in ((None, hidden(page, "csrf")), (cookie_of(page), ""),
                              ("chopay-visit=other", hidden(page, "csrf"))):
            answer = lan.form("/sign-in", cookie, csrf=token, **fields)
            self.assertEqual(answer.status, 403)
            self.assertIn("Trang đã cũ", answer.body.decode())
        good = lan.form("/sign-in", cookie_of(page), csrf=hidden(page, "csrf"), **fields)
        self.assertEqual(good.status, 303)

    def test_a_session_changes_nothing_without_its_token(self):
        lan = self.person("lan")
        token = lan.sessions()["csrf_token"]
        body = json.dumps({"role": "viewer"})
        for wrong in (None, "0" * 64, token[:-1]):
            self.assertEqual(lan.ask("POST", "/v1/invitations", body, wrong).status, 401)
        self.assertEqual(lan.ask("POST", "/v1/invitations", body, token).status, 201)

    def test_one_sees_and_ends_the_sessions_of_ones_own_alone(self):
        lan = self.person("lan")
        first = lan.cookie
        lan.cookie = None
        self.assertEqual(lan.sign_in().status, 303)
        minh = self.person("minh")
        rows = lan.sessions()["sessions"]
        self.assertEqual([row["own"] for row in rows], [True, False])
        token = lan.sessions()["csrf_token"]
        others = minh.sessions()["sessions"][0]["id"]
        self.assertEqual(lan.ask("DELETE", "/v1/sessions/" + others, token=token).status, 404)
        path = "/v1/sessions/" + rows[1]["id"]
        self.assertEqual(lan.ask("DELETE", path).status, 401)
        self.assertEqual(lan.ask("DELETE", path, token=token).status, 204)
        for _ in range(2):
            gone = self.gateway.ask("GET", "/board", headers={"Cookie": first})
            self.assertEqual(gone.status, 303)
            self.gateway.stop()
            self.gateway.start()
        self.assertEqual(self.with_key("GET", "/v1/sessions").status, 403)

    def test_the_page_ends_another_session_without_script(self):
        lan = self.person("lan")
        first = lan.cookie
        lan.cookie = None
        lan.sign_in()
        page = lan.ask("GET", "/account")
        answer = lan.form("/account/end", lan.cookie, csrf=hidden(page, "csrf"),
                          id=hidden(page, "id"))
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/account"))
        self.assertEqual(self.gateway.ask("GET", "/board", headers={"Cookie": first}).status, 303)
        self.assertEqual(lan.ask("GET", "/board").status, 200)

    def test_whoever_is_put_out_is_out_at_once_and_for_good(self):
        lan = self.person("lan")
        minh = self.person("minh", role="viewer")
        token = lan.sessions()["csrf_token"]
        self.assertEqual(minh.ask("DELETE", "/v1/people/lan",
                                  token=minh.sessions()["csrf_token"]).status, 404)
        self.assertEqual(lan.ask("DELETE", "/v1/people/minh", token=token).status, 204)
        self.assertEqual(minh.ask("GET", "/board").status, 303)
        self.assertEqual(minh.sign_in().status, 403)
        self.assertEqual(self.with_key("DELETE", "/v1/people/lan").status, 204)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(lan.ask("GET", "/board").status, 303)
        self.assertEqual(self.with_key("DELETE", "/v1/people/lan").status, 404)

    def test_a_proof_is_given_again_and_gives_a_new_session(self):
        lan = self.person("lan")
        before = lan.cookie
        token = lan.sessions()["csrf_token"]
        wrong = json.dumps({"password": "mực hai nắng", "code": "000000"})
        refused = lan.ask("POST", "/v1/sessions/proof", wrong, token)
        self.assertEqual((refused.status, refused.json()["code"]), (403, "wrong_proof"))
        right = json.dumps({"password": lan.password, "code": lan.code()})
        self.assertEqual(lan.ask("POST", "/v1/sessions/proof", right).status, 401)
        answer = lan.ask("POST", "/v1/sessions/proof", right, token)
        self.assertEqual(answer.status, 200, answer)
        lan.cookie = cookie_of(answer)
        self.assertNotEqual(lan.cookie, before)
        self.assertEqual(lan.sessions()["csrf_token"], answer.json()["csrf_token"])
        self.assertEqual(self.gateway.ask("GET", "/v1/sessions",
                                          headers={"Cookie": before}).status, 401)

    def test_another_password_ends_every_other_session_and_opens_by_itself_alone(self):
        lan = self.person("lan")
        other = lan.cookie
        lan.cookie = None
        self.assertEqual(lan.sign_in().status, 303)
        before = lan.cookie
        token = lan.sessions()["csrf_token"]
        for weak in ("ngắn", "matkhau2026", "lan2026"):
            answer = lan.ask("POST", "/v1/sessions/password", json.dumps({"password": weak}), token)
            self.assertEqual((answer.status, answer.json()["code"]), (422, "weak_password"))
        body = json.dumps({"password": "cá thu nướng"})
        self.assertEqual(lan.ask("POST", "/v1/sessions/password", body).status, 401)
        answer = lan.ask("POST", "/v1/sessions/password", body, token)
        self.assertEqual(answer.status, 200, answer)
        lan.cookie = cookie_of(answer)
        self.assertEqual(len(lan.sessions()["sessions"]), 1)
        self.gateway.stop()
        self.gateway.start()
        for cookie in (other, before):
            gone = self.gateway.ask("GET", "/board", headers={"Cookie": cookie})
            self.assertEqual(gone.status, 303)
        self.assertEqual(lan.ask("GET", "/board").status, 200)
        code = lan.code()
        self.assertEqual(lan.sign_in(code=code).status, 403)
        self.assertEqual(lan.sign_in(code=code, password="cá thu nướng").status, 303)

    def test_a_board_that_an_operator_invited_is_no_side_of_a_payee_change(self):
        lan = self.person("lan")
        answer = lan.ask("POST", "/v1/stalls/P01/payee-change", json.dumps(CHANGE),
                         lan.sessions()["csrf_token"])
        self.assertEqual((answer.status, answer.json()["code"]), (403, "not_vouched_for"))

    def test_behind_https_the_cookies_are_bound_to_the_host(self):
        self.gateway.stop()
        with open(self.folder / "chopay.toml", "r+", encoding="utf-8") as config:
            text = config.read()
            config.seek(0)
            config.write('public_url = "https://pay.example.vn"\nhsts_subdomains = false\n' + text)
        address = self.gateway.url
        self.gateway.restart()
        self.gateway.url = address  # what it says now is the address of its proxy
        lan = self.person("lan")
        self.assertRegex(lan.cookie, "^__Host-chopay_session=cs_")
        page = self.gateway.ask("GET", "/sign-in")
        self.assertEqual(page.headers["Strict-Transport-Security"], "max-age=63072000")
        answer = lan.sign_in()
        for cookie in (page.headers["Set-Cookie"], answer.headers["Set-Cookie"]):
            self.assertRegex(cookie, "^__Host-.*; Path=/; .*; Secure$")
            self.assertNotIn("Domain", cookie)
        self.assertEqual(lan.ask("GET", "/board").status, 200)

    def test_a_key_in_an_address_opens_nothing_where_money_is_real(self):
        self.gateway.stop()
        key = chopay("key", "create", "--market", "cho-kin", "--role", "board",
                     *self.data).stdout.strip()
        self.gateway.start()
        for page in ("/board", "/board/audit", "/board/stalls"):
            answer = self.gateway.ask("GET", f"{page}?key={key}")
            self.assertNotIn("Set-Cookie", answer.headers, page)
            self.assertNotEqual(answer.status, 200, page)
            answer = self.gateway.ask("GET", page, headers={"Authorization": "Bearer " + key})
            self.assertEqual(answer.status, 200, page)

    def test_a_storm_of_sign_ins_is_answered_and_turned_away_in_words(self):
        page = self.gateway.ask("GET", "/sign-in")
        one = Person(self.gateway, "khong-ai")
        with concurrent.futures.ThreadPoolExecutor(40) as threads:
            answers = list(threads.map(
                lambda i: one.form("/sign-in", cookie_of(page), csrf=hidden(page, "csrf"),
                                   name=f"khong-ai-{i}", password="mực một nắng", code="000000"),
                range(40)))
        for answer in answers:
            self.assertIn(answer.status, (403, 429, 503))
            self.assertIn('role="alert"', answer.body.decode())
            self.assertEqual(answer.status == 403, answer.headers["Retry-After"] is None)

    def aged(self, prefix, **changes):
        """Makes the rows say that they are older, beside a stopped server."""
        self.gateway.stop()
        with rows(self.folder / "data", prefix) as found:
            self.assertTrue(found, prefix)
            for name, row in found.items():
                found[name] = {**row, **changes} if changes else ago(minutes=31)
        self.gateway.start()

    def test_a_session_ends_when_it_is_idle_and_when_it_is_old(self):
        lan = self.person("lan")
        self.assertEqual(lan.ask("GET", "/board").status, 200)
        self.aged("session/", made_at=ago(hours=11), proved_at=ago(minutes=40))
        self.assertEqual(lan.ask("GET", "/board").status, 200)
        self.aged("session_seen/")
        self.assertEqual(lan.ask("GET", "/board").status, 303)
        minh = self.person("minh")
        self.aged("session/", made_at=ago(hours=13), proved_at=ago(minutes=1))
        self.assertEqual(minh.ask("GET", "/board").status, 303)
        self.assertEqual(minh.sign_in().status, 303)  # nobody is made to choose another password

    def test_what_counts_needs_password_and_code_of_the_last_five_minutes(self):
        self.gateway.stop()
        lan, _ = let_in(self.folder)
        self.gateway.start()
        lan.gateway = self.gateway
        self.aged("session/", made_at=ago(minutes=6), proved_at=ago(minutes=6))
        token = lan.sessions()["csrf_token"]
        change = "/v1/stalls/P01/payee-change"
        for method, path, body in (("POST", change, CHANGE), ("POST", change + "/pc_x/approve", {}),
                                   ("POST", change + "/pc_x/complete", {}),
                                   ("POST", "/v1/invitations", {"role": "viewer"}),
                                   ("POST", "/v1/sessions/password", {"password": "x"}),
                                   ("DELETE", "/v1/people/lan", None)):
            text = None if body is None else json.dumps(body)
            answer = lan.ask(method, path, text, token)
            self.assertEqual((answer.status, answer.json()["code"]), (403, "proof_needed"), path)
        self.assertEqual(lan.ask("GET", change).status, 404)
        proof = json.dumps({"password": lan.password, "code": lan.code()})
        proved = lan.ask("POST", "/v1/sessions/proof", proof, token)
        lan.cookie = cookie_of(proved)
        token = proved.json()["csrf_token"]
        asked = lan.ask("POST", change, json.dumps(CHANGE), token)
        self.assertEqual(asked.status, 201, asked)
        self.assertEqual(asked.json()["asked_by"], "board")
        # The board alone is not two, however it comes.
        own = lan.ask("POST", f"{change}/{asked.json()['id']}/approve", "{}", token)
        self.assertEqual((own.status, own.json()["code"]), (403, "needs_other_party"))
        self.assertLessEqual(lan.sessions()["sessions"][0]["made_at"], ago(minutes=5))

    def test_the_ledger_tells_nothing_of_passwords_sessions_and_invitations(self):
        url = self.invite(role="board")
        lan = Person(self.gateway, "lan")
        lan.enrol(url)
        lan.sign_in()
        self.gateway.stop()
        said = self.gateway.errors()
        kept = b"".join(path.read_bytes() for path in (self.folder / "data").iterdir()
                        if path.is_file())
        for secret in (lan.password, lan.cookie.split("=")[1], url.split("/enrol/")[1]):
            self.assertNotIn(secret.encode(), kept)
            self.assertNotIn(secret, said)
        self.assertNotIn(lan.secret, said)
        self.assertNotIn(code_at(lan.secret, 0), said)


if __name__ == "__main__":
    unittest.main()
