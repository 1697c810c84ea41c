"""A household's books through the real program: what it notes, what it sells, and who sees it."""

import io
import json
import subprocess
import tempfile
import unicodedata
import unittest
import zipfile

from notices import vietnam_now
from sandbox import Sandbox, chopay


def pdf_text(pdf):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True,
                          timeout=60, check=True).stdout.decode()


class BooksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.month = f"{vietnam_now():%Y-%m}"
        for amount in (85_000, 15_000):
            assert cls.sandbox.pay(cls.sandbox.open_request(amount, "A12")).status == 200
        assert cls.sandbox.pay(cls.sandbox.open_request(9_000_000, "A01")).status == 200
        cls.note("c-1", 40_000, note="Bán buổi sáng")
        wrong = cls.note("c-2", 4_000_000)
        answer = cls.sandbox.post(f"/v1/stalls/A12/cash-lines/{wrong['seq']}/take-back", {},
                                  key=cls.sandbox.till_key)
        assert answer.status == 200 and answer.json()["taken_back"], answer

    @classmethod
    def note(cls, name, amount, **more):
        answer = cls.sandbox.post("/v1/stalls/A12/cash-lines", {"id": name, "amount": amount} | more,
                                  key=cls.sandbox.till_key)
        assert answer.status == 201, answer
        return answer.json()

    def get(self, name):
        answer = self.sandbox.get(f"/v1/stalls/A12/{name}", self.sandbox.till_key)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def test_the_revenue_book_has_qr_money_and_cash_of_this_stall_alone(self):
        book = self.get(f"books/s1a/{self.month}").json()
        amounts = [row["amount"] for row in book["tables"]["revenue"]]
        self.assertEqual(amounts, [100_000, 40_000, 140_000])
        self.assertTrue(book["draft"].startswith("BẢN NHÁP TỪ DỮ LIỆU QR"))
        bank = self.get(f"books/s2e/{self.month}").json()["tables"]["bank"]
        self.assertIn(100_000, [row["in"] for row in bank if row["level"] == "subtotal"])

    def test_the_paper_is_vietnamese_in_nfc_and_says_what_it_is_not(self):
        text = pdf_text(self.get(f"books/s2a/{self.month}.pdf").body)
        self.assertEqual(text, unicodedata.normalize("NFC", text))
        for words in ("HỘ, CÁ NHÂN KINH DOANH:", "Mẫu số S2a-HKD", "SỔ DOANH THU BÁN HÀNG HÓA, DỊCH VỤ",
                      "BẢN NHÁP TỪ DỮ LIỆU QR", "Tiền mặt: Bán buổi sáng", "140.000",
                      "Tổng số thuế GTGT phải nộp", "NGƯỜI ĐẠI DIỆN HỘ KINH DOANH",
                      "Không phải hóa đơn, không thay thế hóa đơn điện tử"):
            self.assertIn(words, text)

    def test_the_months_archive_and_the_command_say_the_same(self):
        with zipfile.ZipFile(io.BytesIO(self.get(f"books/all/{self.month}.zip").body)) as archive:
            names = archive.namelist()
            self.assertEqual(len(names), 8, names)
            self.assertIsNone(archive.testzip())
        # A copy of the books at the same head, by the command line.
        over_http = self.get(f"books/s1a/{self.month}").json()
        with tempfile.NamedTemporaryFile() as out:
            chopay("books", "A12", "--data", self.sandbox.data, "--period", self.month,
                   "--out", out.name)
            self.assertEqual(json.load(out)["tables"], over_http["tables"])

    def test_the_meter_counts_both_and_the_list_shows_what_was_taken_back(self):
        meter = self.get("tax-meter").json()
        self.assertEqual((meter["received_qr"], meter["cash_noted"]), (100_000, 40_000))
        self.assertEqual(meter["left"], meter["tax_free_line"] - 140_000)
        lines = self.get("cash-lines").json()
        self.assertEqual(lines["sum"], 40_000)
        self.assertEqual([(one["amount"], one["taken_back"]) for one in lines["lines"]],
                         [(40_000, False), (4_000_000, True)])

    def test_a_tap_twice_is_one_line_and_bad_words_are_refused(self):
        self.assertEqual(self.note("c-1", 40_000)["seq"], self.note("c-1", 40_000)["seq"])
        for body, code in (({"id": "c-1", "amount": 50_000}, "idempotency_conflict"),
                           ({"id": "c-9", "amount": 0}, "bad_amount"),
                           ({"id": "", "amount": 1}, "bad_request_id"),
                           ({"id": "c-9", "amount": 1, "date": "2026-02-30"}, "bad_date"),
                           ({"id": "c-9", "amount": 1, "date": "2020-01-01"}, "bad_period"),
                           ({"id": "c-9", "amount": 1, "note": "a\nb"}, "bad_text")):
            answer = self.sandbox.post("/v1/stalls/A12/cash-lines", body,
                                       key=self.sandbox.till_key)
            with self.subTest(body=body):
                self.assertEqual(answer.json()["code"], code, answer)

    def test_neither_the_board_nor_another_stall_nor_a_program_sees_a_households_books(self):
        for key in (self.sandbox.board_key, None):
            for name in (f"books/s1a/{self.month}", "tax-meter", "cash-lines"):
                with self.subTest(name=name, key=key):
                    self.assertEqual(self.sandbox.get(f"/v1/stalls/A12/{name}", key).status, 403)
        line = self.get("cash-lines").json()["lines"][0]["seq"]
        receipt = f"/v1/receipts/ha-long-1/{line}"
        self.assertEqual(self.sandbox.get(receipt, self.sandbox.till_key).status, 200)
        self.assertEqual(self.sandbox.get(receipt, self.sandbox.board_key).status, 404)
        other = self.sandbox.get("/v1/stalls/A01/tax-meter", self.sandbox.till_key)
        self.assertEqual(other.status, 403)
        self.assertNotIn("4000000", self.sandbox.get(f"/v1/settlements/{vietnam_now():%Y-%m-%d}",
                                                     self.sandbox.board_key).body.decode())


if __name__ == "__main__":
    unittest.main()
