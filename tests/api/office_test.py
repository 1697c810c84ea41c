"""Our papers opened by LibreOffice: its spreadsheet has our CSV's cells, and it shows our PDF as
poppler does. `./dev test --office` installs it."""

import csv
import datetime
import io
import pathlib
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
import zipfile

from notices import vietnam_now
from sandbox import Sandbox

# All sheets, `;`, UTF-8, numbers as they are kept (the tokens of LibreOffice's CSV filter).
AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1"
GUARD = re.compile(r"^'(?=['=+\-@\t\r])")
DOTS_PER_INCH, SQUARE = 60, 8
# Of 255, over squares of 3.4 mm: another renderer's edges differ, a word that moved or is missing
# does more. Measured: 0.44 on the average, 36 at the most.
DIFFERENCE_MEAN, DIFFERENCE_MAX = 1.5, 80


def missing():
    """What is needed and not there; empty where all is."""
    return ", ".join(name for name in ("soffice", "pdftoppm", "pdftotext") if not shutil.which(name))


def plain(cell):
    """A cell as our CSV has it."""
    if cell == "–":
        return ""
    if day := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell):
        return f"{day[3]}-{day[1]}-{day[2]}"
    if clock := re.fullmatch(r"(\d\d:\d\d):00( AM| PM)?", cell):
        hour, minute = map(int, clock[1].split(":"))
        if clock[2]:
            hour = hour % 12 + (12 if clock[2] == " PM" else 0)
        return f"{hour:02}:{minute:02}"
    if share := re.fullmatch(r"(-?\d+(?:\.\d+)?)%", cell):
        return str(round(float(share[1]) * 10))
    return cell


def without_sums(xlsx):
    """The workbook without the values that we keep beside formulas, so that they are computed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as given, \
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name in given.namelist():
            book.writestr(name, re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", given.read(name)))
    return made.getvalue()


def squares(page):
    """How dark each square of a page (a PGM file) is, 0 to 255."""
    _, size, _, dots = page.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [dots[y * width:(y + 1) * width] for y in range(height)]
    return [255 - sum(sum(row[x:x + SQUARE]) for row in rows[y:y + SQUARE]) / SQUARE ** 2
            for y in range(0, height - SQUARE + 1, SQUARE)
            for x in range(0, width - SQUARE + 1, SQUARE)]


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@unittest.skipIf(missing(), f"LibreOffice or poppler is not installed: {missing()} "
                            "(./dev test --office)")
class OfficeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        for stall, amount in (("A01", 85_000), ("A01", 1_234_567), ("A12", 2_050_000),
                              ("C03", 7_000), ("C03", 200)):
            answer = cls.sandbox.pay(cls.sandbox.open_request(amount, stall))
            assert answer.status == 200, answer
        cls.day = vietnam_now().date()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-office-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def papers(self):
        """The addresses of papers: what stands before the ending, and what behind it."""
        month = f"{self.day:%Y-%m}"
        return (f"settlements/{month}", ""), (f"settlements/{self.day}", "?by=trade"), \
               (f"settlements/{self.day - datetime.timedelta(days=1)}..{self.day}", "?by=hour"), \
               (f"reconciliations/{self.day}", ""), (f"incidents/{self.day}", "")

    def paper(self, name, ending, query):
        answer = self.sandbox.get(f"/v1/{name}.{ending}{query}")
        self.assertEqual(answer.status, 200, answer)
        return answer.body

    def convert(self, file, *how):
        into = self.folder / "converted"
        shutil.rmtree(into, ignore_errors=True)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile",
                        "--headless", *how, "--outdir", into, file],
                       check=True, capture_output=True, timeout=120)
        return into

    def test_a_workbook_reopened_has_the_cells_of_our_csv_and_computes_our_sums(self):
        for name, query in self.papers():
            (self.folder / "paper.csv").write_bytes(self.paper(name, "csv", query))
            ours = [[GUARD.sub("", cell) for cell in row]
                    for row in read_csv(self.folder / "paper.csv")]
            (self.folder / "paper.xlsx").write_bytes(
                without_sums(self.paper(name, "xlsx", query)))
            into = self.convert(self.folder / "paper.xlsx", "--convert-to", AS_CSV)
            at, tables = 0, 0
            while at < len(ours) - 1:  # the last line is the foot
                header, end = ours[at], at + 1
                while end < len(ours) - 1 and ours[end]:
                    end += 1
                sheet = next(rows for rows in map(read_csv, into.iterdir()) if header in rows)
                start = sheet.index(header) + 1
                theirs = [[plain(cell) for cell in row]
                          for row in sheet[start:start + end - at - 1]]
                self.assertEqual(theirs, ours[at + 1:end], (name, query))
                at, tables = end + 2, tables + 1  # behind the empty line and the title
            self.assertEqual(tables, len(list(into.iterdir())), name)

    def test_libreoffice_shows_a_pdf_as_poppler_does(self):
        for name, query in self.papers():
            ours = self.folder / "paper.pdf"
            ours.write_bytes(self.paper(name, "pdf", query))
            theirs = self.convert(ours, "--infilter=draw_pdf_import", "--convert-to",
                                  "pdf") / "paper.pdf"
            words, pages = [], []
            for number, file in enumerate((ours, theirs)):
                text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True,
                                      capture_output=True, timeout=60).stdout.decode()
                # A font of theirs may have one sign for two letters, as in "ffi".
                words.append(sorted(unicodedata.normalize("NFKC", text).split()))
                drawn = self.folder / f"drawn-{number}"
                drawn.mkdir(exist_ok=True)
                subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), file, drawn / "p"],
                               check=True, timeout=60)
                pages.append([squares(page) for page in sorted(drawn.iterdir())])
                shutil.rmtree(drawn)
            self.assertEqual(*words)
            self.assertEqual(len(pages[0]), len(pages[1]))
            for one, other in zip(*pages):
                apart = [abs(a - b) for a, b in zip(one, other)]
                self.assertLess(sum(apart) / len(apart), DIFFERENCE_MEAN, name)
                self.assertLess(max(apart), DIFFERENCE_MAX, name)


if __name__ == "__main__":
    unittest.main()
