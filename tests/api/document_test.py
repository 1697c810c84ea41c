"""The papers of a settlement through the real program: every format, over HTTP and as a command."""

import concurrent.futures
import csv
import datetime
import io
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

from notices import vietnam_now
from sandbox import Sandbox, chopay

AMOUNTS = {"A01": (85_000, 1_234_567), "A12": (2_050_000,), "C03": (7_000,)}
TOTAL = sum(sum(amounts) for amounts in AMOUNTS.values())
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pointed(number):
    return f"{number:,}".replace(",", ".")


def pdf_text(pdf):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True,
                          timeout=60, check=True).stdout.decode()


def sheet_rows(xlsx, number=1):
    """The values of a sheet's rows, texts and kept numbers."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        texts = ["".join(part.itertext()) for part in
                 ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = []
        for cell in row.iter(SHEET + "c"):
            value = cell.find(SHEET + "v")
            text = "" if value is None else value.text
            cells.append(texts[int(text)] if cell.get("t") == "s" else text)
        rows.append(cells)
    return rows


class DocumentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        for stall, amounts in AMOUNTS.items():
            for amount in amounts:
                answer = cls.sandbox.pay(cls.sandbox.open_request(amount, stall))
                assert answer.status == 200, answer
        cls.day = vietnam_now().date()

    def document(self, name):
        answer = self.sandbox.get("/v1/settlements/" + name, self.sandbox.board_key)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def test_the_days_figures_are_the_same_in_every_format(self):
        settled = self.document(f"{self.day}").json()
        self.assertEqual(settled["totals"]["net"], TOTAL)
        self.assertEqual(self.document(f"{self.day}.json").json(), settled)
        text = pdf_text(self.document(f"{self.day}.pdf").body)
        rows = sheet_rows(self.document(f"{self.day}.xlsx").body)
        table = list(csv.reader(io.StringIO(self.document(f"{self.day}.csv").body
                                            .decode("utf-8-sig")), delimiter=";"))
        for stall, amounts in AMOUNTS.items():
            line = next(line for line in text.splitlines() if f" {stall} " in line)
            self.assertIn(f" {pointed(sum(amounts))} ", line)
            row = next(row for row in rows if len(row) > 9 and row[3] == stall)
            self.assertEqual(row[9], str(sum(amounts)))
            self.assertEqual(next(row for row in table if row[1] == stall)[7], str(sum(amounts)))
        total = next(row for row in rows if "TỔNG CỘNG" in row)
        self.assertEqual(total[9], str(TOTAL))
        self.assertIn(settled["head"]["hash"], text)
        self.assertIn("CHỢ THỬ – TIỀN KHÔNG CÓ THẬT", text)

    def test_a_month_and_any_days_say_what_the_day_says(self):
        for period in (f"{self.day:%Y-%m}", f"{self.day}..{self.day}",
                       f"{self.day - datetime.timedelta(days=365)}..{self.day}"):
            report = self.document(period).json()
            total = report["tables"]["stalls"][-1]
            self.assertEqual((total["level"], total["net"]), ("total", TOTAL), period)
            day = next(row for row in report["tables"]["days"] if row["day"] == str(self.day))
            self.assertEqual(day["net"], TOTAL)
            self.assertIn(f" {pointed(TOTAL)} ", pdf_text(self.document(period + ".pdf").body))
            days = sheet_rows(self.document(period + ".xlsx").body, 2)
            self.assertEqual(next(row for row in days if "TỔNG CỘNG" in row)[6], str(TOTAL))

    def test_by_trade_group(self):
        trades = self.document(f"{self.day}?by=trade").json()["tables"]["trades"]
        sea = next(row for row in trades if row["trade"] == "Hải sản")
        self.assertEqual((sea["stalls_all"], sea["stalls_active"], sea["share"], sea["net"]),
                         (4, 2, 500, 85_000 + 1_234_567 + 2_050_000))
        self.assertTrue(self.document(f"{self.day}.pdf?by=trade").body.startswith(b"%PDF-"))

    def test_by_hour_the_day_sums_to_what_it_is_by_stall(self):
        hours = self.document(f"{self.day}?by=hour").json()["tables"]["hours"]
        self.assertEqual(len(hours), 26)
        self.assertEqual((hours[-1]["level"], hours[-1]["net"]), ("total", TOTAL))
        self.assertEqual(sum(row["net"] for row in hours[:-1]), TOTAL)
        self.assertEqual(hours[24]["net"], 0)
        self.assertTrue(self.document(f"{self.day}.pdf?by=hour").body.startswith(b"%PDF-"))

    def test_the_cells_of_csv_stand_apart_as_asked_for(self):
        for name, query in ((f"{self.day}.csv", "?"), (f"{self.day:%Y-%m}.csv", "?"),
                            (f"{self.day}.csv", "?by=hour&")):
            wanted = [list(csv.reader(io.StringIO(
                self.document(name + query + "separator=" + sign).body.decode("utf-8-sig")),
                delimiter=mark)) for sign, mark in (("%3B", ";"), (",", ","))]
            self.assertEqual(*wanted)
            self.assertGreater(len(wanted[0][0]), 6)

    def test_a_household_gets_its_own_day_as_a_slip_and_a_picture(self):
        for paper in ("strip_58", "strip_80", "a6"):
            path = f"/v1/stalls/A12/day-slip.pdf?paper={paper}"
            slip = self.sandbox.get(path, self.sandbox.till_key)
            self.assertEqual(slip.status, 200, slip)
            text = pdf_text(slip.body)
            self.assertIn("2.050.000", text)
            self.assertNotIn("1.234.567", text)
        path = f"/v1/stalls/A12/day-slip.png?date={self.day}"
        self.assertTrue(self.sandbox.get(path, self.sandbox.till_key).body.startswith(b"\x89PNG"))
        for path, key, status in (("A12/day-slip.pdf", self.sandbox.board_key, 403),
                                  ("A01/day-slip.pdf", self.sandbox.till_key, 403),
                                  ("A12/day-slip.pdf?paper=a3", self.sandbox.till_key, 400),
                                  ("A12/day-slip.pdf?date=heute", self.sandbox.till_key, 400),
                                  ("Z99/day-slip.pdf", None, 404)):
            self.assertEqual(self.sandbox.get("/v1/stalls/" + path, key).status, status, path)

    def test_the_reconciliation_is_a_document_too(self):
        path = f"/v1/reconciliations/{self.day}"
        wanted = self.sandbox.get(path, self.sandbox.board_key).json()
        text = pdf_text(self.sandbox.get(path + ".pdf", self.sandbox.board_key).body)
        rows = sheet_rows(self.sandbox.get(path + ".xlsx", self.sandbox.board_key).body)
        self.assertEqual(len(wanted["without_statement"]), len(AMOUNTS))
        for account in wanted["without_statement"]:
            line = next(line for line in text.splitlines() if account["account"] in line)
            self.assertIn(f" {pointed(account['amount'])} ", line)
            self.assertIn("Chưa có sao kê", line)
            row = next(row for row in rows if account["account"] in row)
            self.assertEqual(row[6], str(account["amount"]))
        self.assertIn("BÁO CÁO ĐỐI SOÁT SAO KÊ NGÂN HÀNG", text)
        self.assertIn(wanted["head"]["hash"], text)
        self.assertEqual(self.sandbox.get(path + ".doc", self.sandbox.board_key).status, 400)

    def test_a_months_reconciliation_sums_by_account_and_by_day(self):
        path = f"/v1/reconciliations/{self.day:%Y-%m}"
        report = self.sandbox.get(path, self.sandbox.board_key).json()
        self.assertEqual(report["report"], "BC-06")
        accounts = report["tables"]["accounts"]
        self.assertEqual(len(accounts), len(AMOUNTS) + 1)
        self.assertEqual((accounts[-1]["level"], accounts[-1]["ledger_sum"]), ("total", TOTAL))
        day = next(row for row in report["tables"]["days"] if row["day"] == str(self.day))
        self.assertEqual((day["ledger_sum"], day["conclusion"]), (TOTAL, "Chưa có sao kê"))
        text = pdf_text(self.sandbox.get(path + ".pdf", self.sandbox.board_key).body)
        self.assertIn(f" {pointed(TOTAL)} ", text)
        self.assertIn("Ghi có theo sổ bằng chữ: ", text)
        for period in ("2026-Q4", "2026-01-01..2026-02-01", "heute"):
            refused = self.sandbox.get("/v1/reconciliations/" + period, self.sandbox.board_key)
            self.assertEqual(refused.status, 400, period)

    def test_four_reports_at_once_are_all_made(self):
        with concurrent.futures.ThreadPoolExecutor(4) as askers:
            papers = list(askers.map(self.document, [f"{self.day:%Y-%m}.pdf"] * 4))
        self.assertEqual({paper.body for paper in papers}, {papers[0].body})

    def test_file_names_are_ascii_and_tell_what_is_inside(self):
        for ending, name in ((".pdf", f"BC01_ha-long-1_{self.day}.pdf"),
                             (".xlsx?by=trade", f"BC02_ha-long-1_{self.day}.xlsx")):
            found = self.document(f"{self.day}{ending}").headers["Content-Disposition"]
            self.assertEqual(found, f'attachment; filename="{name}"')
        month = self.document(f"{self.day:%Y-%m}.csv").headers["Content-Disposition"]
        self.assertIn(f"BC01_ha-long-1_{self.day:%Y-%m}.csv", month)

    def test_what_is_no_period_or_no_format_is_refused(self):
        for name in ("2026-13", "2026-11-31", "heute", "2026-11-24.doc", "2026-11-24.",
                     "2026-11-24..2026-11-01", "2020-01-01..2026-01-01", "2026-11-24?by=week",
                     "2026-Q4?by=hour", "2026-11-24.csv?separator=%7C", "2026-11-24.csv?separator=",
                     "2026-11-24?for=me", "..", "2026-11-24..", "%00"):
            answer = self.sandbox.get("/v1/settlements/" + name, self.sandbox.board_key)
            self.assertIn(answer.status, (400, 404), name)

    def test_the_command_makes_the_servers_document(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-document-"))
        self.addCleanup(shutil.rmtree, folder)
        for ending in ("pdf", "xlsx", "csv", "json"):
            made = folder / ("month." + ending)
            done = chopay("settlement", "--data", self.sandbox.data, "--date",
                          f"{self.day:%Y-%m}", "--board", "--format", ending, "--out", made)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(made.read_bytes(), self.document(f"{self.day:%Y-%m}.{ending}").body)


class AdjustmentTest(unittest.TestCase):
    def test_what_was_explained_anew_is_listed_with_its_reason(self):
        sandbox = self.enterContext(Sandbox())
        sandbox.pay(sandbox.open_request(30_000, "B03"))
        credit = sandbox.get("/v1/stalls/B03/credits").json()["credits"][0]
        path = f"/v1/credits/{credit['seq']}/allocations"
        moved = sandbox.post(path, {"parts": [{"stall": "B04", "amount": 30_000}],
                                    "why": "Bán ở sạp bên cạnh"})
        self.assertEqual(moved.status, 201, moved)
        month = f"/v1/settlements/{vietnam_now():%Y-%m}"
        rows = sandbox.get(month + "?by=adjustment", sandbox.board_key).json()["tables"]
        self.assertEqual([(row["what"], row["from"], row["to"], row["amount"], row["why"])
                          for row in rows["adjustments"]],
                         [("Phân bổ lại", "B03", "B04", 30_000, "Bán ở sạp bên cạnh")])
        text = pdf_text(sandbox.get(month + ".pdf?by=adjustment", sandbox.board_key).body)
        self.assertIn("BẢNG KÊ ĐIỀU CHỈNH SỐ LIỆU", text)
        self.assertIn("Bán ở sạp bên cạnh", text)


if __name__ == "__main__":
    unittest.main()
