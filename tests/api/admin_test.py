"""People on the machine's own command line, and further managers: let in by a record, never both sides."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from people import Person
from privacy_test import open_market
from sandbox import Served, chopay
from two_sides import let_in
from vault import ago, rows

CHANGE = "/v1/stalls/P01/payee-change"
NEW = {"bank": "970422", "account": "0901234567", "holder": "HKD MOI"}
BY = "Anh Minh, máy chủ"


class AdminTest(unittest.TestCase):
    cool_off_hours = 24

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-admin-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        settings = self.folder / "chopay.toml"
        settings.write_text(f"payee_cool_off_hours = {self.cool_off_hours}\n{settings.read_text()}")
        self.prepare()
        self.gateway = self.enterContext(Served(self.folder))

    def prepare(self):
        """Whoever is there before the server starts."""

    def on_machine(self, *arguments, code=0):
        """A command beside the stopped server; what it printed."""
        done = chopay(*arguments, "--market", "cho-kin", "--data", self.data)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def stopped(self, *arguments, code=0):
        self.gateway.stop()
        said = self.on_machine(*arguments, code=code)
        self.gateway.start()
        return said

    def link(self, *arguments):
        said = self.stopped("admin", *arguments, "--by", BY)
        self.assertIn("█", said)
        return re.search(r"http://127\.0\.0\.1:8080/enrol/[0-9a-z]{26}", said)[0]

    def person(self, name, role="board"):
        person = Person(self.gateway, name)
        answer = person.enrol(self.link("invite", "--role", role, "--name", "Chị " + name))
        self.assertEqual(answer.status, 303, answer)
        return person

    def entries(self, kind):
        """What the market's log has of that kind."""
        self.gateway.stop()
        self.assertEqual(chopay("ledger", "export", "--data", self.data, "--market", "cho-kin",
                                "--out", self.folder / "log").returncode, 0)
        lines = (self.folder / "log").read_text().splitlines()
        self.gateway.start()
        return [entry for entry in map(json.loads, lines) if entry.get("kind") == kind]

    def post(self, person, path, body=None):
        return person.ask("POST", path, json.dumps(body or {}), person.sessions()["csrf_token"])

    def with_till(self, path, body=None):
        return self.gateway.ask("POST", path, json.dumps(body or {}),
                                {"Authorization": "Bearer " + self.till})


class ResetTest(AdminTest):
    def test_who_lost_the_app_enrols_anew_and_the_old_secret_and_sessions_open_nothing(self):
        lan = self.person("lan")
        listed = self.stopped("admin", "people").splitlines()
        self.assertEqual([line.split("\t")[:2] for line in listed], [["lan", "board"]])
        self.assertEqual(listed[0].split("\t")[3:], ["1", "Chị lan"])
        url = self.link("reset", "lan")
        self.assertEqual(lan.ask("GET", "/board").status, 303)
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 401)
        self.assertEqual(lan.sign_in().status, 403)
        self.assertEqual(self.stopped("admin", "people"), "")
        anew = Person(self.gateway, "lan")
        self.assertEqual(anew.enrol(url).status, 303)
        self.assertNotEqual(anew.secret, lan.secret)
        self.assertEqual(self.gateway.ask("GET", "/enrol/" + url.split("/enrol/")[1]).status, 410)
        self.assertEqual(anew.sessions()["role"], "board")
        invited = [entry["data"] for entry in self.entries("person_invited")]
        self.assertEqual([(one["role"], one["by"]) for one in invited], [("board", BY)] * 2)
        self.assertNotIn("instead_of", invited[0])
        self.assertRegex(invited[1]["instead_of"], "^[0-9a-f]{64}$")
        self.gateway.stop()
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_a_new_enrolment_that_nobody_took_up_in_time_is_offered_anew_and_the_name_is_kept(self):
        lan = self.person("lan")
        late = self.link("reset", "lan")
        self.gateway.stop()
        with rows(self.data, "invitation/") as found:
            for name, row in found.items():
                found[name] = {**row, "until": ago(hours=1)}
        self.gateway.start()
        self.assertEqual(self.gateway.ask("GET", "/enrol/" + late.split("/enrol/")[1]).status, 410)
        other = Person(self.gateway, "lan", password="cá thu nướng than")
        taken = other.enrol(self.link("invite", "--role", "board"))
        self.assertNotEqual(taken.status, 303)
        anew = Person(self.gateway, "lan")
        self.assertEqual(anew.enrol(self.link("reset", "lan")).status, 303)
        self.assertNotEqual(anew.secret, lan.secret)
        self.assertEqual(anew.sessions()["role"], "board")

    def test_who_is_put_out_while_the_new_enrolment_waits_stays_out(self):
        self.person("lan")
        url = self.link("reset", "lan")
        self.stopped("admin", "put-out", "lan")
        self.assertEqual(self.gateway.ask("GET", "/enrol/" + url.split("/enrol/")[1]).status, 410)
        self.assertIn("nobody signs in", self.stopped("admin", "reset", "lan", "--by", BY, code=2))

    def test_what_cannot_be_reset_changes_nothing(self):
        self.person("lan")
        self.assertIn("nobody signs in", self.stopped("admin", "reset", "minh", "--by", BY, code=2))
        self.stopped("admin", "reset", "lan", "--by", "x" * 65, code=2)
        self.stopped("admin", "reset", "lan", "--by", "", code=2)
        self.assertIn("lan", self.stopped("admin", "people"))
        self.assertEqual(len(self.entries("person_invited")), 1)


class SessionTest(AdminTest):
    def test_one_sign_in_of_two_is_ended_from_the_machine_and_the_other_goes_on(self):
        lan = self.person("lan")
        again = Person(self.gateway, "lan")
        again.secret, again._last_step = lan.secret, lan._last_step
        self.assertEqual(again.sign_in().status, 303)
        own = {session["id"] for session in again.sessions()["sessions"] if session["own"]}
        listed = [line.split("\t") for line in self.stopped("admin", "sessions").splitlines()]
        self.assertEqual([row[1] for row in listed], ["lan", "lan"])
        self.assertEqual({len(row) for row in listed}, {5})
        self.assertTrue(own <= {row[0] for row in listed})
        self.assertEqual(self.stopped("admin", "end-session", *own), "")
        self.assertEqual(again.ask("GET", "/v1/sessions").status, 401)
        self.assertEqual(len(lan.sessions()["sessions"]), 1)
        self.assertEqual(len(self.stopped("admin", "sessions").splitlines()), 1)

    def test_who_is_put_out_from_the_machine_is_out_everywhere_and_nobody_else_is(self):
        lan, minh = self.person("lan"), self.person("minh", "viewer")
        self.assertIn("nobody signs in", self.stopped("admin", "put-out", "hoa", code=2))
        self.assertEqual(self.stopped("admin", "put-out", "lan"), "")
        self.assertEqual(lan.ask("GET", "/v1/sessions").status, 401)
        self.assertEqual(lan.sign_in().status, 403)
        self.assertEqual(len(minh.sessions()["sessions"]), 1)
        listed = self.stopped("admin", "people").splitlines()
        self.assertEqual([line.split("\t")[0] for line in listed], ["minh"])

    def test_a_session_that_is_not_there_ends_nobody(self):
        lan = self.person("lan")
        self.assertIn("session", self.stopped("admin", "end-session", "0" * 12, code=2))
        self.assertEqual(len(lan.sessions()["sessions"]), 1)


class TwoSidesTest(AdminTest):
    """With a manager and a household who were let in long ago, as in life."""

    def prepare(self):
        self.lan, households = let_in(self.folder, "P01")
        self.till = households["P01"]

    def setUp(self):
        super().setUp()
        self.lan.gateway = self.gateway


class ResetOfASideTest(TwoSidesTest):
    def test_a_manager_who_was_reset_waits_before_she_agrees_to_an_account(self):
        asked = self.with_till(CHANGE, NEW)
        self.assertEqual(asked.status, 201, asked)
        anew = Person(self.gateway, "lan")
        self.assertEqual(anew.enrol(self.link("reset", "lan")).status, 303)
        for path, body in ((f"{CHANGE}/{asked.json()['id']}/approve", {}), (CHANGE, NEW)):
            refused = self.post(anew, path, body)
            self.assertEqual((refused.status, refused.json()["code"]), (403, "key_too_new"))
        state = self.gateway.ask("GET", CHANGE, headers={"Authorization": "Bearer " + self.till})
        self.assertEqual(state.json()["status"], "waiting")


class OnePersonTest(TwoSidesTest):
    cool_off_hours = 0

    def test_two_sessions_of_one_account_are_one_person(self):
        lan = self.lan
        again = Person(self.gateway, "lan")
        again.secret, again._last_step = lan.secret, lan._last_step
        self.assertEqual(again.sign_in().status, 303)
        self.assertEqual(len(lan.sessions()["sessions"]), 2)
        asked = self.post(lan, CHANGE, NEW)
        self.assertEqual(asked.status, 201, asked)
        step = f"{CHANGE}/{asked.json()['id']}"
        for person in (lan, again):
            refused = self.post(person, step + "/approve")
            self.assertEqual((refused.status, refused.json()["code"]), (403, "needs_other_party"))
            self.assertEqual(self.post(person, step + "/complete").status, 409)
        self.assertEqual(self.with_till(step + "/approve").json()["status"], "ready")

    def test_a_browser_with_a_session_and_the_tills_key_is_one_person(self):
        lan = self.lan
        asked = self.post(lan, CHANGE, NEW).json()
        token = lan.sessions()["csrf_token"]
        headers = {"Cookie": f"{lan.cookie}; chopay_till_P01={self.till}", "X-CSRF-Token": token,
                   "Sec-Fetch-Site": "same-origin"}
        without_token = {name: value for name, value in headers.items() if name != "X-CSRF-Token"}
        for given in (headers, without_token):
            refused = self.gateway.ask("POST", f"{CHANGE}/{asked['id']}/approve", "{}", given)
            self.assertEqual((refused.status, refused.json()["code"]), (403, "needs_other_party"))


class ManagerTest(TwoSidesTest):
    def invite(self, person, role="board"):
        return self.post(person, "/v1/invitations", {"role": role, "name": "Anh Ba"})

    def test_a_manager_invites_another_who_signs_in_and_waits_before_agreeing(self):
        lan = self.lan
        invited = self.invite(lan)
        self.assertEqual(invited.status, 201, invited)
        binh = Person(self.gateway, "binh")
        self.assertEqual(binh.enrol(invited.json()["url"]).status, 303)
        self.assertEqual(binh.ask("GET", "/board").status, 200)
        people = {one["sign_in_name"]: one for one in lan.ask("GET", "/v1/people").json()["people"]}
        self.assertEqual({name: (one["role"], one["settled"], one["may_put_out"], one["own"])
                          for name, one in people.items()},
                         {"lan": ("board", True, True, True), "binh": ("board", False, False, False)})
        self.assertEqual(self.post(binh, CHANGE, NEW).json()["code"], "key_too_new")
        token = lan.sessions()["csrf_token"]
        self.assertEqual(lan.ask("DELETE", "/v1/people/binh", token=token).status, 404)
        by = [entry["data"]["by"] for entry in self.entries("person_invited")]
        self.assertRegex(by[1], "^board:[0-9a-f]{12}$")

    def test_no_key_invites_a_manager_and_no_manager_makes_one_a_key(self):
        key = self.stopped("key", "create", "--role", "board").strip()
        for path in ("/v1/invitations", "/v1/keys"):
            answer = self.gateway.ask("POST", path, '{"role":"board"}',
                                      {"Authorization": "Bearer " + key})
            self.assertEqual(answer.status, 403, answer)
        lan = self.lan
        refused = self.post(lan, "/v1/keys", {"role": "board"})
        self.assertEqual((refused.status, refused.json()["code"]), (409, "invite_instead"))
        viewer = Person(self.gateway, "hoa")
        self.assertEqual(viewer.enrol(self.invite(lan, "viewer").json()["url"]).status, 303)
        self.assertEqual(self.invite(viewer).status, 403)


if __name__ == "__main__":
    unittest.main()
