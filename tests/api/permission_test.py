"""Every role on every route that a key opens: who is let in, and who is told no."""

import http.client
import json
import pathlib
import re
import shutil
import tempfile
import unittest
import urllib.parse

from devices import enrolled_key
from notices import vietnam_now
from privacy_test import open_market
from routes import LETTERS, PAGES, ROUTES
from sandbox import DEADLINE_S, Served, chopay
from two_sides import let_in

TODAY = vietnam_now().date()
CHANGE = "/v1/stalls/P01/payee-change"
NEW = {"bank": "970422", "account": "0901234567", "holder": "HKD MOI"}
# Described, and in no row: open to all in the sandbox alone, or never ends (a test of its own).
NO_ROW = {("GET", "/sandbox/clock"), ("POST", "/sandbox/clock"), ("GET", "/v1/stalls/{stall}/events")}
DESCRIPTION = pathlib.Path(__file__).parents[2] / "gateway/api/openapi.json"
BODIES = {"/v1/payment-requests": {"stall": "P01", "amount": 1_000},
          "/v1/payment-requests/my-sale-1": {"stall": "P01", "amount": 1_000},
          "/v1/keys": {"role": "api"}, "/v1/invitations": {"role": "helper", "stall": "P01"}}


def without_ending(path):
    """The path without .pdf and the like, and without its query."""
    return re.sub(r"\.[a-z]+$", "", path.partition("?")[0])


class PermissionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-permission-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        data = ("--data", open_market(cls.folder))

        def key(role, *more):
            return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                          *data).stdout.strip()
        cls.keys = {"program": key("api"), "board": key("board"),
                    "own till": key("till", "--stall", "P01"),
                    "other till": key("till", "--stall", "Q77"),
                    "helper": key("helper", "--stall", "P01"), "collector": key("collector"), "viewer": key("viewer"),
                    "ward": key("ward"), "operator": key("operator"),
                    "monitor": key("monitor"),
                    "nobody": "ck_" + "x" * 43}
        cls.gateway = cls.enterClassContext(Served(cls.folder))
        # Let in by an invitation, and its PIN not chosen yet.
        cls.keys["new device"] = enrolled_key(cls.gateway, cls.keys["own till"], "helper", "P01")

    def ask(self, role, method, path):
        body = json.dumps(BODIES.get(path, {})) if method in ("POST", "PUT") else None
        return self.gateway.ask(method, path.format(day=TODAY), body,
                                {"Authorization": "Bearer " + self.keys[role]})

    def status(self, role, method, path):
        return self.ask(role, method, path).status

    def is_refused(self, answer):
        """Told that its role does not open this; what a role may, a key can still be too new for."""
        return answer.status == 403 and answer.json()["code"] == "forbidden"

    def test_each_route_lets_in_the_roles_of_its_row_and_no_other(self):
        for method, path, let_in in ROUTES:
            for role in LETTERS:
                answer = self.ask(role, method, path)
                with self.subTest(role=role, route=f"{method} {path}", status=answer.status):
                    self.assertLess(answer.status, 500)
                    if role == "nobody":
                        self.assertEqual(answer.status, 401)
                    else:
                        self.assertEqual(self.is_refused(answer), LETTERS[role] not in let_in)

    def test_the_stream_of_a_stall_lets_in_its_own_devices_and_programs_and_no_other(self):
        for role, letter in LETTERS.items():
            address = urllib.parse.urlsplit(self.gateway.url).netloc
            line = http.client.HTTPConnection(address, timeout=DEADLINE_S)
            self.addCleanup(line.close)
            line.request("GET", "/v1/stalls/P01/events",
                         headers={"Authorization": "Bearer " + self.keys[role]})
            status = line.getresponse().status
            with self.subTest(role=role):
                self.assertEqual(status, 401 if role == "nobody" else 200 if letter in "poh" else 403)

    def test_each_page_lets_in_the_roles_of_its_row_and_no_other(self):
        for path, let_in in PAGES:
            for role in LETTERS:
                status = self.status(role, "GET", path)
                with self.subTest(role=role, page=path, status=status):
                    self.assertLess(status, 500)
                    self.assertEqual(status == 200, LETTERS[role] in let_in)

    def test_a_new_device_opens_no_route_and_no_page_before_it_has_a_pin(self):
        def code(method, path):
            return json.loads(self.ask("new device", method, path).body)["code"]

        for method, path, _ in ROUTES:
            with self.subTest(route=f"{method} {path}"):
                if (method, path) == ("POST", "/v1/devices/pin"):
                    self.assertEqual(code(method, path), "bad_pin")
                else:
                    self.assertEqual(self.status("new device", method, path), 401)
                    self.assertEqual(code(method, path), "pin_needed")
        for path, _ in PAGES:
            self.assertEqual(self.status("new device", "GET", path), 303, path)
        stream = self.ask("new device", "GET", "/v1/stalls/P01/events")
        self.assertEqual((stream.status, stream.json()["code"]), (401, "pin_needed"))

    def test_each_described_route_that_asks_for_a_key_has_a_row(self):
        rows = {(method, without_ending(path.format(day=TODAY))) for method, path, _ in ROUTES}
        without = []
        for path, operations in json.loads(DESCRIPTION.read_text())["paths"].items():
            form = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", without_ending(path)))
            for method, operation in operations.items():
                ways = operation.get("security", [{"key": []}])
                if not any({"key", "session"} & set(way) for way in ways):
                    continue
                row = (method.upper(), path)
                if row not in NO_ROW and not any(
                        one == row[0] and form.fullmatch(other) for one, other in rows):
                    without.append(row)
        self.assertEqual(without, [])

    def test_each_described_page_that_asks_who_comes_has_a_row(self):
        rows = [path for path, _ in PAGES]
        paths = json.loads(DESCRIPTION.read_text())["paths"]
        described = [path for path, operations in paths.items() if "get" in operations
                     and re.match(r"/(board|hall|account|till/\{stall\}$)", path)]
        self.assertIn("/till/{stall}", described)
        forms = {path: re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)) for path in described}
        self.assertEqual([path for path, form in forms.items()
                          if not any(form.fullmatch(row) for row in rows)], [])


class AgreementTest(unittest.TestCase):
    """The routes where two must agree or a household alone may, with those who may: what a key of
    the machine is told there says nothing of its role."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-agreement-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        data = open_market(cls.folder)
        cls.board, households = let_in(cls.folder, "P01", "Q77")
        cls.keys = {"own till": households["P01"], "other till": households["Q77"]}
        for role, name in (("program", "api"), ("helper", "helper"), ("collector", "collector"),
                           ("viewer", "viewer"), ("ward", "ward"), ("operator", "operator"),
                           ("monitor", "monitor")):
            stall = ("--stall", "P01") if role == "helper" else ()
            cls.keys[role] = chopay("key", "create", "--market", "cho-kin", "--role", name, *stall,
                                    "--data", data).stdout.strip()
        cls.gateway = cls.enterClassContext(Served(cls.folder))
        cls.board.gateway = cls.gateway

    def post(self, role, path, body=None):
        if role == "board":
            return self.board.post(path, body)
        return self.gateway.ask("POST", path, json.dumps(body or {}),
                                {"Authorization": "Bearer " + self.keys[role]})

    def asked_by(self, role):
        asked = self.post(role, CHANGE, NEW)
        self.assertEqual(asked.status, 201, asked)
        return f"{CHANGE}/{asked.json()['id']}"

    def test_each_step_of_a_change_succeeds_for_the_roles_of_its_row_and_no_other(self):
        rows = {path: letters for method, path, letters in ROUTES if method == "POST"}
        for step in ("", "/approve", "/withdraw", "/complete"):
            letters = rows[f"{CHANGE}/pc_x{step}" if step else CHANGE]
            for role in LETTERS.keys() - {"nobody"}:
                with self.subTest(role=role, step=step):
                    self.assert_step(role, step, LETTERS[role] in letters)

    def assert_step(self, role, step, may):
        side = "own till" if role == "board" else "board"
        path = self.asked_by(side) if step else CHANGE
        if step == "/complete":
            self.assertEqual(self.post("own till" if side == "board" else "board",
                                       path + "/approve").json()["status"], "cooling")
        answer = self.post(role, path + step, None if step else NEW)
        if not may:
            self.assertEqual((answer.status, answer.json()["code"]), (403, "forbidden"))
        elif step == "/complete":
            # Its turn alone is not there yet.
            self.assertEqual((answer.status, answer.json()["code"]), (409, "payee_change_not_ready"))
        else:
            self.assertEqual(answer.status, 200 if step else 201, answer)
        state = self.board.ask("GET", CHANGE)
        if state.status == 200:
            self.board.post(f"{CHANGE}/{state.json()['id']}/withdraw")

    def test_a_household_agrees_for_itself_and_nobody_else_does(self):
        for role in LETTERS.keys() - {"nobody"}:
            for granted in (True, False):
                answer = self.post(role, "/v1/stalls/P01/consent", {"granted": granted})
                with self.subTest(role=role, granted=granted):
                    self.assertEqual(answer.status, 200 if role == "own till" else 403, answer)
                    if role != "own till":
                        self.assertEqual(answer.json()["code"], "forbidden")


if __name__ == "__main__":
    unittest.main()
