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
              stall("P01", "99110001", "Mo"), stall("Q77", "99110077", "Kín")]}]}


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
        data = ("--data", folder / "data")
        done = chopay("market", "open", folder / "market.json", *data)
        assert done.returncode == 0, done.stderr

        def key(role, *more):
            return chopay("key", "create", "--market", "cho-kin", "--role", role, *more,
                          *data).stdout.strip()
        cls.board, cls.other_board = key("board"), key("board")
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
        self.assertEqual((self.billed["stalls"], self.billed["sum"]), (2, 600_000))
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
