"""What a market board is told holds nothing of a stall whose household has not agreed."""

import io
import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

from document_test import pdf_text
from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from routes import LETTERS, PAGES, ROUTES
from sandbox import Served, chopay
from two_sides import let_in

CONFIG = """
listen = "127.0.0.1:8080"
data = "{folder}/data"
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
"""
OPEN, SHY, ALSO_SHY = "P01", "Q77", "Q78"
SHARED = "88110000"


def stall(code, account, name):
    return {"code": code, "name": f"Sạp {name}", "trade": "Hải sản", "household": f"Hộ {name}",
            "bank": "970436", "account": account, "holder": f"HKD {name}"}


MARKET = {"id": "cho-kin", "name": "Chợ Kín", "province": "Quảng Ninh",
          "zones": [{"id": "A", "name": "Khu cá", "stalls": [
              stall(OPEN, "99110001", "Mo"), stall(SHY, "99110077", "Kín"),
              stall(ALSO_SHY, "99110078", "Khuất")]},
                    {"id": "B", "name": "Khu chung", "stalls": [
              stall("R1", SHARED, "Chung"), stall("R2", SHARED, "Cùng")]}]}
# Amounts that appear nowhere by chance, and what a sum or a difference of them would be.
PAID = {OPEN: 1_310_001, SHY: 2_720_003, ALSO_SHY: 4_150_007}
SECRETS = ("Q77", "Q78", "Sạp Kín", "Sạp Khuất", "2720003", "4150007", "2.720.003", "4.150.007",
           "6870010", "6.870.010", "8180011", "8.180.011")


def readable(answer):
    """What a person finds in an answer, be it packed or drawn."""
    if answer.body.startswith(b"%PDF"):
        return pdf_text(answer.body)
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return answer.body.decode(errors="replace")


def entry_of(receipt):
    """The entry is a receipt's first line."""
    return json.loads(receipt.splitlines()[0])


def open_market(folder):
    """Opens MARKET in the folder, ready to be served; gives the folder of its ledger."""
    secret = folder / "sepay"
    secret.write_text(SEPAY_SECRET + "\n")
    secret.chmod(0o600)
    (folder / "chopay.toml").write_text(CONFIG.format(folder=folder))
    (folder / "market.json").write_text(json.dumps(MARKET))
    done = chopay("market", "open", folder / "market.json", "--data", folder / "data")
    assert done.returncode == 0, done.stderr
    return folder / "data"


class PrivacyTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-privacy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        _, households = let_in(self.folder, *PAID, "R1", "R2")
        self.keys = {**{role: self.key(role)
                        for role in ("api", "board", "collector", "viewer", "ward")},
                     **households}
        self.gateway = self.enterContext(Served(self.folder))
        self.today = vietnam_now().date()

    def key(self, role, *more):
        done = chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                      "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def ask(self, key, method, path, body=None):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + self.keys[key]})

    def pay(self, account, amount, content="mua hang"):
        body = sepay_body("970436", account, amount, content)
        answer = self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                  hmac_headers(SEPAY_SECRET, body))
        self.assertEqual(answer.status, 200, answer)

    def agree(self, code, granted, key=None, **more):
        return self.ask(key or code, "POST", f"/v1/stalls/{code}/consent",
                        {"granted": granted} | more)

    def board_bodies(self):
        """Every answer that a board's key gets, of every entry too."""
        month = str(self.today)[:7]
        paths = [f"/v1/settlements/{self.today}", f"/v1/settlements/{self.today}.csv",
                 f"/v1/settlements/{month}", f"/v1/settlements/{month}.csv",
                 f"/v1/settlements/{self.today}?by=trade", f"/v1/settlements/{self.today}?by=hour",
                 f"/v1/settlements/{month}.csv?by=trade",
                 f"/v1/settlements/{self.today}..{self.today}",
                 f"/v1/reconciliations/{self.today}",
                 f"/v1/reconciliations/{self.today}.csv", "/board", "/v1/suspense", "/v1/stalls",
                 "/v1/alarms",
                 "/v1/refunds"]
        paths += [f"/v1/stalls/{code}/{what}" for code in PAID
                  for what in ("credits", "recent", "events")]
        paths += [f"/v1/credits/{seq}" for seq in range(1, self.head() + 1)]
        return {path: self.ask("board", "GET", path).body.decode() for path in paths}

    def head(self):
        return self.ask("api", "GET", f"/v1/settlements/{self.today}").json()["head"]["seq"]

    def check_audit_pages(self, request):
        """The log's pages tell that a stall was opened, which is no sale, and nothing of its sales."""
        pages = "".join(self.ask("board", "GET", f"/board/audit?before={seq}").body.decode()
                        for seq in range(self.head() + 1, 1, -20))
        self.assertIn("1.310.001", pages)
        self.assertEqual(pages.count("data-seq="), self.head())
        self.assertEqual(pages.count("Tiền vào"), 2, "the open stall's, and one that nobody explains")
        for secret in (*SECRETS[4:], "7.000.009", request):
            self.assertNotIn(secret, pages)

    def receipts(self):
        """The entries whose receipts a board gets."""
        answers = [self.ask("board", "GET", f"/v1/receipts/cho-kin/{seq}")
                   for seq in range(1, self.head() + 1)]
        return [entry_of(answer.body.decode()) for answer in answers if answer.status == 200]

    def test_nothing_of_a_stall_without_consent_reaches_the_board(self):
        accounts = {OPEN: "99110001", SHY: "99110077", ALSO_SHY: "99110078"}
        for code, amount in PAID.items():
            self.pay(accounts[code], amount)
        self.pay(SHARED, 55_500)
        request = self.ask(SHY, "POST", "/v1/payment-requests", {"stall": SHY, "amount": 7_000_009})
        self.assertEqual(request.status, 201)
        self.assertEqual(self.agree(OPEN, True).status, 200)
        bodies = self.board_bodies()
        for path, body in bodies.items():
            for secret in (*SECRETS, "7000009", request.json()["id"]):
                if f"/stalls/{secret}/" not in path:
                    self.assertNotIn(secret, body, path)
        shown = self.receipts()
        self.assertIn("market_opened", [entry["kind"] for entry in shown])
        sales = [entry for entry in shown if "sales/Q" in json.dumps(entry)
                 or entry["kind"] == "request_opened"]
        self.assertEqual(sales, [])
        self.assertIn("1310001", bodies[f"/v1/settlements/{self.today}"])
        self.assertIn("1.310.001", bodies["/board"])
        self.check_audit_pages(request.json()["id"])
        whole = self.ask("api", "GET", f"/v1/settlements/{self.today}").json()
        self.assertEqual(whole["totals"]["gross"], sum(PAID.values()))

    def test_no_route_and_no_page_that_lets_an_office_in_has_a_sum_of_a_stall_without_consent(self):
        accounts = {OPEN: "99110001", SHY: "99110077", ALSO_SHY: "99110078"}
        for code, amount in PAID.items():
            self.pay(accounts[code], amount)
        request = self.ask(SHY, "POST", "/v1/payment-requests", {"stall": SHY, "amount": 7_000_009})
        self.assertEqual(self.agree(OPEN, True).status, 200)
        sums = (*SECRETS[4:], "7000009", "7.000.009", request.json()["id"])
        for role in ("board", "collector", "viewer", "ward"):
            letter = LETTERS[role]
            paths = [path.format(day=self.today) for method, path, roles in ROUTES
                     if method == "GET" and letter in roles]
            paths += [path for path, roles in PAGES if letter in roles]
            answers = {path: self.ask(role, "GET", path) for path in paths}
            shown = [path for path, answer in answers.items() if answer.status == 200]
            self.assertGreater(len(shown), {"board": 35, "viewer": 20}.get(role, 5), role)
            for path in shown:
                text = readable(answers[path])
                self.assertEqual([one for one in sums if one in text], [], f"{role} {path}")
            if role in ("board", "viewer"):
                self.assertIn("1.310.001", readable(answers["/board"]))
                self.assertIn("1.310.001", readable(answers[f"/v1/settlements/{self.today}.pdf"]))

    def test_a_consent_shows_the_stall_and_its_withdrawal_hides_it_again(self):
        self.pay("99110077", PAID[SHY])
        path = f"/v1/settlements/{self.today}"
        for granted in (True, False):
            self.assertEqual(self.agree(SHY, granted).json()["granted"], granted)
            zone = self.ask("board", "GET", path).json()["zones"][0]
            self.assertEqual([row["gross"] for row in zone["stalls"]],
                             [PAID[SHY]] if granted else [])
            self.assertIsNone(zone["gross"])
            shown = self.ask("board", "GET", f"/v1/stalls/{SHY}/consent").json()
            self.assertEqual(shown["granted"], granted)
        # Taken back is not never given.
        self.assertIsNone(shown["since"])
        self.assertLess(shown["granted_at"], shown["withdrawn_at"])

    def test_only_the_households_own_key_agrees(self):
        for key in ("board", "api", OPEN):
            self.assertEqual(self.agree(SHY, True, key).status, 403, key)
        self.assertEqual(self.agree(SHY, "yes").status, 400)
        consent = self.ask(SHY, "GET", f"/v1/stalls/{SHY}/consent").json()
        self.assertFalse(consent["granted"])
        self.assertEqual((consent["granted_at"], consent["withdrawn_at"]), (None, None))

    def test_nothing_of_a_households_cash_reaches_the_board_but_a_share_that_five_agreed_to(self):
        codes = (*PAID, "R1", "R2")
        cash = {code: 3_330_003 + 1_010_101 * place for place, code in enumerate(codes)}
        self.pay("99110001", PAID[OPEN])
        for code, amount in cash.items():
            noted = self.ask(code, "POST", f"/v1/stalls/{code}/cash-lines",
                             {"id": "c", "amount": amount, "note": "Tiền mặt sạp " + code})
            self.assertEqual(noted.status, 201, noted)
        secrets = [form for amount in (*cash.values(), sum(cash.values()))
                   for form in (str(amount), f"{amount:,}".replace(",", "."))]
        secrets += ["Tiền mặt sạp", "cash_noted"]
        share = f"/v1/settlements/{self.today}?by=trade"
        # All see the figures, then four let their cash count, then five; none is told of an amount.
        for more in ({}, {"cash": True}):
            for place, code in enumerate(codes, 1):
                self.assertEqual(self.agree(code, True, **more).status, 200)
                if place < len(codes) - 1:
                    continue
                told = bool(more) and place == len(codes)
                for path, body in self.board_bodies().items():
                    for secret in secrets:
                        self.assertNotIn(secret, body, path)
                pages = "".join(entry["kind"] for entry in self.receipts())
                self.assertNotIn("cash", pages)
                for key in ("board", "ward", "api"):
                    table = self.ask(key, "GET", share).json()["tables"].get("declared")
                    rows = [row["share"] for row in table] if table else []
                    wanted = round(1000 * PAID[OPEN] / (PAID[OPEN] + sum(cash.values())))
                    self.assertEqual(rows, [wanted] * 2 if told else [None] * 2 * bool(more), key)
        self.assertEqual(self.agree("R2", True).json()["cash"], False)
        self.assertEqual([row["share"] for row in
                          self.ask("board", "GET", share).json()["tables"]["declared"]], [None] * 2)
        self.assertEqual(self.agree(SHY, False, cash=True).status, 400)

    def test_a_board_learns_no_sale_by_moving_it(self):
        self.pay("99110077", PAID[SHY])
        seq = self.ask(SHY, "GET", f"/v1/stalls/{SHY}/credits").json()["credits"][0]["seq"]
        parts = {"parts": [{"stall": SHY, "amount": 1}], "why": "thu"}
        unknown = self.ask("board", "POST", "/v1/credits/999/allocations", parts)
        known = self.ask("board", "POST", f"/v1/credits/{seq}/allocations", parts)
        self.assertEqual((known.status, known.body), (unknown.status, unknown.body))
        self.assertEqual(self.ask("board", "GET", f"/v1/receipts/cho-kin/{seq}").status, 404)

    def test_a_board_explains_what_nobody_explains_and_takes_it_back(self):
        self.pay(SHARED, 55_500)
        credit = self.ask("board", "GET", "/v1/suspense").json()["credits"][0]["seq"]
        path = f"/v1/credits/{credit}/allocations"
        parts = {"parts": [{"stall": "R1", "amount": 55_500}], "why": "hoi roi"}
        given = self.ask("board", "POST", path, parts)
        self.assertEqual(given.status, 201, given)
        self.assertEqual(self.ask("board", "POST", path, parts).status, 201)
        # R1 has not agreed: that it may be taken back is told, not whose it is now.
        explained = self.ask("board", "GET", "/v1/suspense").json()["explained"]
        self.assertEqual([("parts" in row, row["seq"]) for row in explained], [(False, credit)])
        undone = self.ask("board", "POST", f"{path}/{given.json()['allocations'][-1]}/undo", {})
        self.assertEqual((undone.status, undone.json()["parts"]), (200, []))


if __name__ == "__main__":
    unittest.main()
