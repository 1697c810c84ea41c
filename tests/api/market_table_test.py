"""A whole market in one CSV file: what it opens, what it refuses, and that it comes back."""

import pathlib
import shutil
import tempfile
import unittest
import zipfile

from sandbox import chopay

HEAD = ("\ufeffMã chợ;Tên chợ;Đơn vị quản lý;Tỉnh;Liên hệ;Ngân hàng;Số tài khoản;Chủ tài khoản;"
        "Chợ thử;;;\r\n"
        "cho-bang;Chợ Bảng;Ban quản lý;Quảng Ninh;Bà Ba 0203;970436;10200;BQL CHO;;;;\r\n"
        "Mã khu;Tên khu;Mã điểm KD;Tên điểm;Diện tích (m²);Ngành hàng;Hộ kinh doanh;Mã số thuế;"
        "Điện thoại;Ngân hàng;Số tài khoản;Chủ tài khoản\r\n")
ROWS = ("A;Khu cá;A2;'=Cá;6,5;Hải sản;Hộ KD An;012345678901;0912345678;970436;0011;HKD AN\r\n"
        ";;A2;;;;;;;970422;0022;HKD AN\r\n"
        "A;Khu cá;A12;\"Mực; tôm\";;;Hộ KD An;;;970436;0011;HKD AN\r\n")
TABLE = HEAD + ROWS + "Hết;2;;;;;;;;;;\r\n"


class MarketTableTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-table-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = self.folder / "data"

    def load(self, table, *more):
        path = self.folder / "market.csv"
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        return chopay("market", "import", path, "--data", self.data, *more)

    def export(self):
        out = self.folder / "out.csv"
        done = chopay("market", "export", "--data", self.data, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return out.read_bytes()

    def test_the_export_is_the_imported_file_byte_for_byte(self):
        done = self.load(TABLE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.export(), TABLE.encode())
        again = self.load(TABLE)
        self.assertEqual(again.returncode, 0, again.stdout)
        more = TABLE.replace("Hết;2", "B;Khu rau;B1;Rau;;;Hộ B;;;970436;77;HKD B\r\nHết;3")
        self.assertEqual(self.load(more).returncode, 0)
        self.assertEqual(self.export(), more.encode())
        self.assertEqual(chopay("ledger", "verify", "--data", self.data).returncode, 0)

    def test_a_workbook_opens_the_market_that_the_csv_file_describes(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        book = self.folder / "market.xlsx"
        done = chopay("market", "export", "--data", self.data, "--out", book)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.rmtree(self.data)
        done = chopay("market", "import", book, "--data", self.data)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.export(), TABLE.encode())

    def test_corrections_are_entered_and_accounts_are_not(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        right = TABLE.replace("'=Cá;6,5;Hải sản", "Cá tươi;7;Cá").replace("0912345678", "0987654321")
        self.assertEqual(self.load(right).returncode, 1)
        dry = self.load(right, "--correct", "--dry-run")
        self.assertIn("1 corrections; no problem", dry.stdout)
        done = self.load(right, "--correct")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.export(), right.encode())
        self.assertEqual(chopay("ledger", "verify", "--data", self.data).returncode, 0)
        robbed = right.replace("0011;HKD AN", "666;KE GIAN")
        done = self.load(robbed, "--correct")
        self.assertEqual(done.returncode, 1)
        self.assertIn("it is registered otherwise", done.stdout)
        self.assertEqual(self.export(), right.encode())

    def test_a_dry_run_tells_every_problem_and_makes_no_ledger(self):
        bad = TABLE.replace("'=Cá", "=Cá").replace("6,5", "x").replace("970422", "ngân hàng lạ")
        for more in ((), ("--dry-run",)):
            done = self.load(bad, *more)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stdout.splitlines()), 4, done.stdout)
            self.assertIn("row 4, Tên điểm: ", done.stdout)
            self.assertIn("row 5, Ngân hàng: ", done.stdout)
        self.assertEqual(self.load(TABLE, "--dry-run").returncode, 0)
        self.assertFalse((self.data / "ledger.db").exists())

    def test_a_file_that_cannot_be_read_changes_nothing(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        for bad in (b"", TABLE.encode("utf-16"), TABLE.encode()[:-30], TABLE.encode()[:400],
                    TABLE.encode().replace("ự".encode(), "ự".encode("utf-16-le")),
                    b"PK\x03\x04" + bytes(2_000), b"\x00" * 9_000_000, b"x" * 9_000_000):
            done = self.load(bad)
            self.assertIn(done.returncode, (1, 2))
            self.assertTrue(done.stdout + done.stderr)
        self.assertEqual(self.export(), TABLE.encode())

    def test_a_bomb_and_an_entity_in_a_workbook_are_refused_in_words_and_change_nothing(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
        for part, content, word in (("xl/_rels/workbook.xml.rels", b" " * (100 << 20), "200 to 1"),
                                    ("xl/workbook.xml", doctype.encode(), "document type")):
            book = self.folder / "market.xlsx"
            done = chopay("market", "export", "--data", self.data, "--out", book)
            self.assertEqual(done.returncode, 0, done.stderr)
            with zipfile.ZipFile(book) as whole:
                parts = {name: whole.read(name) for name in whole.namelist()}
            with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as spoiled:
                for name, text in {**parts, part: content}.items():
                    spoiled.writestr(name, text)
            done = chopay("market", "import", book, "--data", self.data)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(word, done.stderr)
        self.assertEqual(self.export(), TABLE.encode())

    def test_what_is_registered_otherwise_is_told_and_stays(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        done = self.load(TABLE.replace("0022", "0033"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("row 4, Số tài khoản: it is registered otherwise", done.stdout)
        self.assertEqual(self.export(), TABLE.encode())

    def test_old_details_of_households_outlive_the_erasing_of_old_payers(self):
        self.assertEqual(self.load(TABLE).returncode, 0)
        erase = ("ledger", "erase", "--data", self.data)
        self.assertEqual(chopay(*erase, "--before", "2099-01-01").returncode, 0)
        self.assertEqual(self.export(), TABLE.encode())
        self.assertEqual(chopay(*erase, "--containing", "0912345678").returncode, 0)
        self.assertNotIn(b"0912345678", self.export())


if __name__ == "__main__":
    unittest.main()
