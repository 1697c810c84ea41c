"""The board's charges through the real program: billed, paid by code and in cash, handed over."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest

from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from privacy_test import CONFIG, stall
from sandbox import Served, chopay

BOARD = "77110001"
MARKET = {"id": "cho-kin", "name": "Chợ Kín", "province": "Quảng Ninh",
          "managing_body": "Ban quản lý chợ Kín",
          "board_account": {"bank": "970436", "account": BOARD, "holder": "BQL CHO KIN"},
          "zones": [{"id": "A", "name": "Khu cá", "stalls": [
              stall("P01", "99110001", "Mo"), stall("Q77", "99110077", "Kín"),
              stall("R88", "99110088", "Nga"), stall("S99", "99110099", "Sơn")]}]}


def pdf_text(pdf):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True,
                          timeout=60, check=True).stdout.decode()


class ChargesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-charges-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        (folder / "sepay").write_text(SEPAY_SECRET + "\n")
        (folder / "sepay").chmod(0o600)
        (folder / "chopay.toml").write_text(CONFIG.format(folder=folder))
        (folder / "market.json").write_text(json.dumps(MARKET))
        cls.data = data = ("--data", folder / "data")
        done = chopay("market", "open", folder / "market.json", *data)
        assert done.returncode == 0, done.stderr

        def key(role, *more):
            return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                          *data).stdout.strip()
        cls.board, cls.other_board = key("board", "--name", "Lê Thị An"), key("board", "--name", "Lê Văn Ba")
        cls.her_other_key, cls.nameless = key("board", "--name", "Trần Thị Hoa"), key("board")
        cls.collector = key("collector", "--name", "Trần Thị Hoa")
        cls.till, cls.program = key("till", "--stall", "P01"), key("api")
        cls.gateway = cls.enterClassContext(Served(folder))
        cls.month = f"{vietnam_now():%Y-%m}"
        cls.ask("charges/tariffs", {"tariff": "ve-sinh", "name": "Phí vệ sinh", "by_area": False,
                                    "price": 300_000, "from": cls.month}, 201)
        cls.billed = cls.ask(f"charges/months/{cls.month}/open", {}).json()

    @classmethod
    def ask(cls, path, body=None, status=200, key=None):
        method = "GET" if body is None else "POST"
        answer = cls.gateway.ask(method, "/v1/" + path, None if body is None else json.dumps(body),
                                 {"Authorization": "Bearer " + (key or cls.board)})
        assert answer.status == status, answer
        return answer

    def test_each_stall_is_billed_once_and_its_code_pays_the_board(self):
        self.assertEqual((self.billed["stalls"], self.billed["sum"]), (4, 1_200_000))
        self.assertEqual(self.ask(f"charges/months/{self.month}/open", {}).json()["stalls"], 0)
        own = self.ask("stalls/P01/charge", key=self.till).json()
        self.assertEqual(own["owed"], 300_000)
        self.assertIn("5406300000", own["payload"])
        self.assertIn(BOARD, own["payload"])
        drawn = self.ask("stalls/P01/charge.svg", key=self.till)
        self.assertEqual(drawn.headers["Content-Type"], "image/svg+xml")
        self.assertNotIn("99110001", own["payload"])
        note = re.search(r"62\d\d08\d\d(.+)6304", own["payload"]).group(1)
        body = sepay_body("970436", BOARD, 300_000, note)
        for _ in range(2):  # a notice told twice pays once
            told = self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                    hmac_headers(SEPAY_SECRET, body))
            self.assertEqual(told.status, 200, told)
            self.assertEqual(self.ask("stalls/P01/charge").json()["owed"], 0)
        self.ask("stalls/P01/charge.svg", status=409)

    def test_cash_is_taken_once_handed_over_and_on_paper_in_nfc(self):
        body = {"stall": "Q77", "amount": 200_000, "id": "k1"}
        for _ in range(2):
            self.assertEqual(self.ask("charges/payments", body, 201).json()["owed"], 100_000)
        self.ask("charges/payments", body | {"amount": 100_001, "id": "k2"}, 422)
        self.ask("charges/waivers", {"stall": "Q77", "amount": 50_000, "why": "Nghỉ vì bão"}, 201)
        self.assertEqual(self.ask("stalls/Q77/charge").json()["owed"], 50_000)
        handed = self.ask("charges/hand-overs", {"amount": 200_000}, 201).json()
        confirm = f"charges/hand-overs/{handed['entry']}/confirm"
        self.ask(confirm, {"counted": 200_000}, 403)
        done = self.ask(confirm, {"counted": 190_000}, key=self.other_board).json()
        self.assertEqual(done["counted"], 190_000)
        text = pdf_text(self.ask(f"charges/months/{self.month}.pdf").body)
        self.assertEqual(text, unicodedata.normalize("NFC", text))
        for words in ("BẢNG KÊ THU TIỀN DỊCH VỤ CHỢ", "TỔNG CỘNG", "NGƯỜI LẬP BIỂU", "200.000"):
            self.assertIn(words, text)
        rows = self.ask(f"charges/months/{self.month}").json()["tables"]["charges"]
        row = next(row for row in rows if row["stall"] == "Q77")
        self.assertEqual((row["cash"], row["waived"], row["left"]), (200_000, 50_000, 50_000))
        for paper, words in ((f"hand-overs/{self.month}.pdf", "BIÊN BẢN NỘP TIỀN MẶT"),
                             ("arrears/now.pdf", "BÁO CÁO TUỔI NỢ")):
            self.assertIn(words, pdf_text(self.ask("charges/" + paper).body))

    def test_a_collectors_name_is_on_the_papers_and_another_person_counts_the_cash(self):
        body = {"stall": "R88", "amount": 120_000, "id": "c1"}
        self.ask("charges/payments", body, 201, self.collector)
        self.ask("charges/waivers", {"stall": "R88", "amount": 1, "why": "x"}, 403, self.collector)
        held = {row["collector"]: row for row in self.ask("charges", key=self.collector).json()["cash"]}
        self.assertEqual(held["Trần Thị Hoa"]["held"], 120_000)
        handed = self.ask("charges/hand-overs", {"amount": 120_000}, 201, self.collector).json()
        self.assertEqual(handed["collector"], "Trần Thị Hoa")
        confirm = f"charges/hand-overs/{handed['entry']}/confirm"
        self.ask(confirm, {"counted": 120_000}, 403, self.collector)
        her_own = self.ask(confirm, {"counted": 120_000}, 403, self.her_other_key).json()
        self.assertEqual(her_own["code"], "needs_other_party")
        nobody = self.ask(confirm, {"counted": 120_000}, 403, self.nameless).json()
        self.assertEqual(nobody["code"], "nameless_person")
        done = self.ask(confirm, {"counted": 120_000}, key=self.other_board).json()
        self.assertEqual(done["confirmed_by"], "Lê Văn Ba")
        for paper in (f"months/{self.month}", f"hand-overs/{self.month}"):
            text = self.ask(f"charges/{paper}.csv").body.decode()
            self.assertIn("Trần Thị Hoa", text)
            self.assertNotIn("collector:", text)

    def test_money_that_names_no_stall_waits_is_given_to_one_and_taken_back(self):
        body = sepay_body("970436", BOARD, 90_000, "chuyen tien cho ban")
        told = self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                hmac_headers(SEPAY_SECRET, body))
        self.assertEqual(told.status, 200, told)
        money = self.ask("charges").json()["unnamed"][0]
        self.assertEqual((money["amount"], money["left"]), (90_000, 90_000))
        parts = f"charges/unnamed/{money['entry']}/parts"
        self.ask(parts, {"stall": "S99", "amount": 90_001}, 422)
        named = self.ask(parts, {"stall": "S99", "amount": 90_000}, 201).json()
        self.assertEqual(named["owed"], 210_000)
        back = self.ask(f"{parts}/{named['entry']}/take-back", {}, 201).json()
        self.assertEqual(back["owed"], 300_000)
        self.assertEqual(self.ask("charges").json()["unnamed"][0]["left"], 90_000)
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_who_owes_is_listed_with_a_code_to_send_and_the_last_reminder(self):
        def debtor(code):
            rows = self.ask("charges/reminders").json()["debtors"]
            return next(row for row in rows if row["stall"] == code)
        self.assertIsNone(debtor("S99")["reminded_at"])
        self.assertIn(BOARD, debtor("S99")["payload"])
        noted = self.ask("charges/reminders", {"stall": "S99"}, 201, self.collector).json()
        self.assertEqual(noted["stall"], "S99")
        self.assertIsNotNone(debtor("S99")["reminded_at"])
        self.ask("charges/reminders", {"stall": "X00"}, 404)
        arrears = self.ask("charges/arrears/now").json()["tables"]["arrears"]
        row = next(row for row in arrears if row["stall"] == "S99")
        self.assertEqual(row["reminded_on"], f"{vietnam_now():%Y-%m-%d}")
        written = chopay("charges", "export", "--paper", "bc-05", "--separator", ",", *self.data)
        self.assertIn(f"{vietnam_now():%Y-%m-%d}\n",
                      next(line + "\n" for line in written.stdout.splitlines() if "S99," in line))

    def test_the_command_line_lists_debts_and_writes_the_papers(self):
        listed = chopay("charges", "list", *self.data)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertRegex(listed.stdout, r"(?m)^S99\t\d+\t")
        written = chopay("charges", "export", "--month", self.month, *self.data)
        self.assertEqual(written.returncode, 0, written.stderr)
        self.assertIn("S99", written.stdout)
        self.assertEqual(chopay("charges", "export", "--month", "2020-01", *self.data).returncode, 2)

    def test_the_boards_charges_are_in_no_figure_of_sales(self):
        day = f"{vietnam_now():%Y-%m-%d}"
        self.assertEqual(self.ask(f"settlements/{day}", key=self.program).json()["totals"]["gross"],
                         0)
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_a_month_that_was_not_billed_has_no_paper(self):
        answer = self.ask("charges/months/2020-01.pdf", status=404)
        self.assertEqual(answer.json()["code"], "unknown_charge_month")


if __name__ == "__main__":
    unittest.main()
