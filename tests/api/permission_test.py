"""Every role on every route that a key opens: who is let in, and who is told no."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from devices import enrolled_key
from notices import vietnam_now
from privacy_test import open_market
from sandbox import Served, chopay

TODAY = vietnam_now().date()
# A letter a role: program, board, own till, other till, helper of the own stall, collector, viewer,
# ward, operator (k, for keys), nobody.
LETTERS = dict(zip(("program", "board", "own till", "other till", "helper", "collector", "viewer",
                    "ward", "operator", "nobody"), "pbothcvwk-"))
# Method, path, and the letters of the roles that are let in.
ROUTES = (
    ("GET", "/v1/settlements/{day}", "pbvw"),
    ("GET", "/v1/settlements/{day}.csv", "pbvw"),
    ("GET", "/v1/settlements/{day}.pdf", "pbvw"),
    ("GET", "/v1/settlements/{day}..{day}.xlsx", "pbvw"),
    ("GET", "/v1/settlements/{day}?by=trade", "pbvw"),
    ("GET", "/v1/settlements/{day}?by=hour", "pbvw"),
    ("GET", "/v1/settlements/{day}?by=adjustment", "pbvw"),
    ("POST", "/v1/complaints", "pb"),
    ("GET", "/v1/complaints", "pb"),
    ("POST", "/v1/complaints/none/settle", "pb"),
    ("GET", "/v1/reconciliations/{day}..{day}.pdf", "pbv"),
    ("POST", "/v1/settlements/{day}/link", "pb"),
    ("GET", "/v1/settlement-links", "pb"),
    ("DELETE", "/v1/settlement-links/none", "pb"),
    ("GET", "/v1/incidents/{day}", "pbv"),
    ("GET", "/v1/incidents/{day}.pdf", "pbv"),
    ("GET", "/v1/reconciliations/{day}", "pbv"),
    ("GET", "/v1/reconciliations/{day}.pdf", "pbv"),
    ("POST", "/v1/days/{day}/close", "pb"),
    ("POST", "/v1/statements", "pb"),
    ("GET", "/v1/statements", "pb"),
    ("GET", "/v1/statements/999", "pb"),
    ("GET", "/v1/suspense", "pb"),
    ("GET", "/v1/alarms", "pbotv"),
    ("GET", "/v1/held", "pbot"),
    ("POST", "/v1/held/999", "pbot"),
    ("GET", "/metrics", "k"),
    ("POST", "/v1/stalls/P01/correction", "b"),
    ("POST", "/v1/market/correction", "b"),
    ("POST", "/v1/zones/P/correction", "b"),
    ("POST", "/v1/credits/999/allocations", "pb"),
    ("POST", "/v1/credits/999/allocations/1/undo", "pb"),
    ("GET", "/v1/stickers.pdf", "pb"),
    ("GET", "/v1/stalls/P01/sticker.svg", "pbo"),
    ("GET", "/v1/stalls/P01/code.svg", "poh"),
    ("GET", "/v1/stalls/P01/credits", "poh"),
    ("GET", "/v1/stalls/P01/day-slip.pdf", "po"),
    ("GET", "/v1/stalls/P01/day-slip.png", "po"),
    ("POST", "/v1/charges/tariffs", "b"),
    ("POST", "/v1/charges/months/2026-11/open", "b"),
    ("POST", "/v1/charges/months/2026-11/close", "b"),
    ("POST", "/v1/charges/payments", "bc"),
    ("POST", "/v1/charges/waivers", "b"),
    ("POST", "/v1/charges/hand-overs", "bc"),
    ("POST", "/v1/charges/hand-overs/999/confirm", "b"),
    ("POST", "/v1/charges/unnamed/999/parts", "b"),
    ("POST", "/v1/charges/unnamed/999/parts/1/take-back", "b"),
    ("GET", "/v1/charges", "pbcv"),
    ("GET", "/v1/charges/reminders", "pbcv"),
    ("POST", "/v1/charges/reminders", "bc"),
    ("GET", "/v1/charges/months/2026-11.pdf", "pbcv"),
    ("GET", "/v1/charges/hand-overs/2026-11.pdf", "pbcv"),
    ("GET", "/v1/charges/arrears/now.pdf", "pbcv"),
    ("GET", "/v1/stalls/P01/charge", "pbocv"),
    ("GET", "/v1/stalls/P01/charge.svg", "pbocv"),
    ("GET", "/v1/stalls/P01/books/s1a/{day}.pdf", "o"),
    ("GET", "/v1/stalls/P01/books/all/{day}.zip", "o"),
    ("GET", "/v1/stalls/P01/tax-meter", "o"),
    ("GET", "/v1/stalls/P01/cash-lines", "o"),
    ("POST", "/v1/stalls/P01/cash-lines", "o"),
    ("POST", "/v1/stalls/P01/cash-lines/999/take-back", "o"),
    ("GET", "/v1/stalls/P01/recent", "poh"),
    ("GET", "/v1/stalls/P01/consent", "pbov"),
    ("POST", "/v1/stalls/P01/consent", "o"),
    ("POST", "/v1/stalls/P01/payee-change", "bo"),
    ("GET", "/v1/stalls/P01/payee-change", "bo"),
    ("POST", "/v1/stalls/P01/payee-change/pc_x/approve", "bo"),
    ("POST", "/v1/stalls/P01/payee-change/pc_x/withdraw", "bo"),
    ("POST", "/v1/stalls/P01/payee-change/pc_x/complete", "bo"),
    ("POST", "/v1/payment-requests", "poh"),
    ("GET", "/v1/stalls", "poth"),
    ("GET", "/v1/refunds", "pot"),
    ("GET", "/v1/keys", "botk"),
    ("POST", "/v1/keys", "k"),
    ("POST", "/v1/invitations", "ok"),
    ("GET", "/v1/people", "botk"),
    ("DELETE", "/v1/people/none", "pbothcvwk"),
    ("GET", "/v1/sessions", ""),
    ("DELETE", "/v1/sessions/none", ""),
    ("POST", "/v1/sessions/proof", ""),
    ("POST", "/v1/sessions/password", ""),
    ("GET", "/v1/devices/pin", "oth"),
    ("POST", "/v1/devices/pin", "oth"),
    ("POST", "/v1/devices/pin/remove", "oth"),
    ("POST", "/v1/devices/lock", "oth"),
    ("POST", "/v1/devices/unlock", "oth"),
    ("POST", "/v1/devices/active", "oth"),
    ("GET", "/v1/credits/999", "pbothcvwk"),
    ("GET", "/v1/refunds/none", "pbothcvwk"),
    ("POST", "/v1/refunds/none/cancel", "pbothcvwk"),
    ("GET", "/v1/payment-requests/none", "pbothcvwk"),
    ("GET", "/v1/receipts/cho-kin/999", "pbothcvwk"),
    ("POST", "/v1/codes/check", "pbothcvwk"),
    ("DELETE", "/v1/keys/none", "pbothcvwk"),
    ("GET", "/v1/events", "pot"),
    ("GET", "/v1/events?stall=P01", "po"),
    ("GET", "/v1/patrols", "pb"),
    ("POST", "/v1/patrols", "pb"),
    ("GET", "/v1/sources", "pbvk"),
    ("GET", "/v1/webhooks", "pbk"),
    ("POST", "/v1/webhooks/none/ping", "pbk"),
    ("POST", "/v1/webhooks/none/redeliver", "pbk"),
    ("POST", "/v1/webhooks/none/resume", "pbk"),
    ("GET", "/v1/sources/none/deliveries", "pbk"),
    ("POST", "/v1/sources/none/deliveries/1/replay", "pbk"),
    ("POST", "/v1/sources/none/test", "pbk"),
    ("PUT", "/v1/payment-requests/my-sale-1", "poh"),
    ("POST", "/v1/payment-requests/none/cancel", "pbothcvwk"),
    ("POST", "/v1/payment-requests/none/rest", "pbothcvwk"),
    ("GET", "/v1/stalls/P01/code.png", "poh"),
    ("GET", "/v1/stalls/P01/sticker.pdf", "pbo"),
    ("GET", "/v1/stalls/P01/sticker.png", "pbo"),
    ("POST", "/v1/codes/read", "pbothv"),
    ("POST", "/v1/credits/999/refunds", "pbothcvwk"),
    ("GET", "/v1/devices/push", "oth"),
    ("POST", "/v1/devices/push", "oth"),
    ("DELETE", "/v1/devices/push", "oth"),
    ("POST", "/v1/sessions/authenticator", ""),
    ("POST", "/v1/sessions/authenticator/confirm", ""),
    ("GET", "/log/cho-kin/entries", "p"),
)
# Pages send whoever may not see them elsewhere.
PAGES = (
    ("/board", "pbvw"), ("/board/month", "pbvw"), ("/hall", "pbvw"), ("/board/payee-changes", "pbv"),
    ("/board/stalls", "pbv"), ("/board/stalls/P01", "pbv"), ("/board/alarms", "pbv"),
    ("/board/people", "b"), ("/board/patrol", "pb"), ("/board/charges", "pbcv"),
    ("/board/audit", "pbv"), ("/board/sources", "pbvk"), ("/till/P01", "poh"), ("/account", ""),
    ("/account/authenticator", ""),
)
# Described, and told by none of these keys: open to all in the sandbox alone, or never ends.
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

    def test_each_route_lets_in_the_roles_of_its_row_and_no_other(self):
        for method, path, let_in in ROUTES:
            for role in LETTERS:
                status = self.status(role, method, path)
                with self.subTest(role=role, route=f"{method} {path}", status=status):
                    self.assertLess(status, 500)
                    if role == "nobody":
                        self.assertEqual(status, 401)
                    else:
                        self.assertEqual(status == 403, LETTERS[role] not in let_in)

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


if __name__ == "__main__":
    unittest.main()
