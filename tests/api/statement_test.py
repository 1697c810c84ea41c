"""Bank statements through the real program: compared, imported once, never half, never told."""

import datetime
import io
import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

from market_hour import SEPAY_SECRET
from notices import hmac_headers, minutes_before_now, sepay_body, vietnam_now
from privacy_test import open_market
from sandbox import Sandbox, Served, account_of, chopay

HEADER = "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có"
STATEMENTS = "/v1/statements"


def row(reference, amount, text="mua ca", day=None, out=False):
    written = f"{amount:,}".replace(",", ".")
    money = f"{written};" if out else f";{written}"
    return f"{(day or vietnam_now().date()).strftime('%d/%m/%Y')};{reference};{text};{money}"


def statement(account, *rows):
    return "\n".join([f"Số tài khoản: {account}", HEADER, *rows, ""]).encode()


class StatementTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())
        self.today = vietnam_now().date()
        self.bank, self.account = account_of("A12")

    def notice(self, reference, amount, **changes):
        body = sepay_body(self.bank, self.account, amount, referenceCode=reference, **changes)
        answer = self.sandbox.post_notice(body)
        self.assertEqual(answer.status, 200, answer)
        return body

    def send(self, body, key=None, **query):
        path = STATEMENTS + "?bank=" + self.bank
        path += "".join(f"&{name}={value}" for name, value in query.items())
        return self.sandbox.ask("POST", path, body, self.sandbox.bearer(key))

    def reconciliation(self):
        return self.sandbox.get(f"/v1/reconciliations/{self.today}").json()

    def test_a_missed_notice_is_found_posted_once_and_its_late_notice_is_a_duplicate(self):
        self.notice("FT1000000001", 50_000)
        request = self.sandbox.open_request(85_000)
        file = statement(self.account, row("FT1000000001", 50_000),
                         row("FT1000000002", 85_000, "CT DEN " + request["reference"]),
                         row("FT1000000003", 11_000, "phi", out=True))
        head = self.sandbox.head()
        dry = self.send(file).json()
        self.assertEqual(self.sandbox.head(), head, "comparing changes nothing")
        self.assertFalse(dry["committed"])
        self.assertEqual([line["verdict"] for line in dry["lines"]],
                         ["matched", "missing_in_ledger", "outgoing"])
        self.assertEqual(dry["summary"]["missing_in_ledger"], {"count": 1, "sum": 85_000})
        done = self.send(file, commit="true")
        self.assertEqual(done.status, 201, done)
        line = done.json()["lines"][1]
        self.assertEqual(line["posted"], "posted")
        self.assertEqual(self.sandbox.request(request)["status"], "paid")
        credit = self.sandbox.get(f"/v1/credits/{line['credit']}").json()
        self.assertTrue(credit["source"].startswith("statement:" + done.json()["file"][:16]))
        head = self.sandbox.head()
        again = self.send(file, commit="true")
        self.assertEqual((again.status, again.json()["seq"]), (201, done.json()["seq"]))
        self.assertEqual(again.json()["summary"]["matched"], {"count": 2, "sum": 135_000})
        self.notice("FT1000000002", 85_000)
        self.assertEqual(self.sandbox.head(), head, "nothing new: file and notice are known")
        self.assertEqual(self.sandbox.stop(), 0)
        self.assertEqual(self.sandbox.verify().returncode, 0)

    def test_money_perhaps_told_twice_waits_for_a_person_who_can_say_that_it_is_other_money(self):
        file = statement(self.account, row("FT1000000002", 85_000))
        (line,) = self.send(file, commit="true").json()["lines"]
        before = minutes_before_now(10)
        self.notice("MBX77", 85_000, at=before)
        alarm = self.sandbox.get("/v1/alarms").json()["alarms"][0]
        self.assertEqual((alarm["code"], alarm["earlier"]), ("told_twice", line["credit"]))
        self.assertEqual(self.sandbox.settlement(self.today)["totals"]["gross"], 85_000)
        source = f"/v1/sources/{self.sandbox.file['source']['id']}/deliveries"
        number = self.sandbox.get(source).json()["deliveries"][0]["number"]
        replay = f"{source}/{number}/replay"
        self.assertIn("statement", self.sandbox.post(replay, {}).json()["why"])
        self.assertEqual(self.sandbox.settlement(self.today)["totals"]["gross"], 85_000)
        done = self.sandbox.post(replay, {"other_money": True})
        self.assertEqual((done.status, done.json()["why"]), (200, None), done)
        self.assertEqual(self.sandbox.settlement(self.today)["totals"]["gross"], 170_000)

    def held(self, key=None):
        return self.sandbox.get("/v1/held", key).json()

    def gross(self):
        return self.sandbox.settlement(self.today)["totals"]["gross"]

    def hold_two(self):
        """Two transfers that a statement perhaps told; the credits that it told."""
        file = statement(self.account, row("FT1000000002", 85_000), row("FT1000000003", 30_000))
        lines = self.send(file, commit="true").json()["lines"]
        before = minutes_before_now(10)
        self.notice("MBX77", 85_000, at=before)
        self.notice("MBX78", 30_000, at=before)
        return [line["credit"] for line in lines]

    def test_what_waits_is_listed_and_a_person_says_once_what_it_is(self):
        credits = self.hold_two()
        self.assertEqual(self.gross(), 115_000)
        listed = self.held(self.sandbox.board_key)
        self.assertEqual(listed["hidden"], 0)
        self.assertEqual([(one["amount"], one["earlier"], one["stalls"], one["account"])
                          for one in listed["held"]],
                         [(85_000, credits[0], ["A12"], "••••" + self.account[-4:]),
                          (30_000, credits[1], ["A12"], "••••" + self.account[-4:])])
        first, second = (f"/v1/held/{one['seq']}" for one in listed["held"])
        self.assertEqual(self.sandbox.post(first, {}).status, 400)
        same = self.sandbox.post(first, {"other_money": False}, self.sandbox.board_key)
        self.assertEqual((same.status, same.json()["credit"]), (200, None), same)
        self.assertEqual(self.gross(), 115_000)
        other = self.sandbox.post(second, {"other_money": True}, self.sandbox.board_key)
        self.assertEqual(other.status, 200, other)
        self.assertEqual(self.gross(), 145_000)
        credit = self.sandbox.get(f"/v1/credits/{other.json()['credit']}").json()
        self.assertEqual((credit["amount"], credit["parts"][0]["stall"]), (30_000, "A12"))
        for path in (first, second):
            again = self.sandbox.post(path, {"other_money": True})
            self.assertEqual((again.status, again.json()["code"]), (404, "unknown_held"))
        self.assertEqual(self.held()["held"], [])
        before = self.sandbox.head()
        self.notice("MBX77", 85_000, at=minutes_before_now(10))
        self.assertEqual((self.sandbox.head(), self.gross()), (before, 145_000))
        self.assertEqual(self.sandbox.stop(), 0)
        self.assertEqual(self.sandbox.verify().returncode, 0)

    def test_a_household_says_it_of_its_own_and_the_board_not_of_one_that_has_not_agreed(self):
        self.hold_two()
        till = self.sandbox.till_key
        agreed = self.sandbox.post("/v1/stalls/A12/consent", {"granted": False}, till)
        self.assertEqual(agreed.status, 200, agreed)
        listed = self.held(self.sandbox.board_key)
        self.assertEqual((listed["held"], listed["hidden"]), ([], 2))
        page = self.sandbox.get("/board/alarms", self.sandbox.board_key).body.decode()
        self.assertIn("2 khoản của hộ chưa cho xem", page)
        for told in ("85.000", "30.000", "A12", self.account[-4:]):
            self.assertNotIn(told, page)
        own = self.held(till)["held"]
        self.assertEqual([one["amount"] for one in own], [85_000, 30_000])
        path = f"/v1/held/{own[0]['seq']}"
        self.assertEqual(
            self.sandbox.post(path, {"other_money": True}, self.sandbox.board_key).status, 404)
        self.assertEqual(self.sandbox.post(path, {"other_money": False}, till).status, 200)
        self.assertEqual(len(self.held(till)["held"]), 1)

    def test_the_reconciliation_explains_each_dong_of_both_sides(self):
        self.notice("FT1000000001", 50_000)
        self.notice("FT1000000004", 70_000)
        self.notice("FT1000000005", 9_000)
        file = statement(self.account, row("FT1000000001", 50_000), row("FT1000000002", 85_000),
                         row("FT1000000002", 85_000), row("FT1000000005", 8_000))
        self.assertEqual(self.send(file, commit="true").status, 201)
        other_bank, other = account_of("B03")
        self.sandbox.post_notice(sepay_body(other_bank, other, 12_000))
        told = self.reconciliation()
        (day,) = told["statements"]
        self.assertEqual(day["by_statement"], {"count": 4, "sum": 228_000})
        self.assertEqual(day["by_ledger"], {"count": 4, "sum": 214_000})
        self.assertEqual(day["matched"], {"count": 2, "sum": 135_000})
        self.assertEqual(day["duplicate"], {"count": 1, "sum": 85_000})
        self.assertEqual((day["amount_differs"]["sum"], day["recorded_differs"]["sum"]),
                         (8_000, 9_000))
        if 5 <= vietnam_now().hour < 22:
            self.assertEqual(day["missing_in_statement"], {"count": 1, "sum": 70_000})
        self.assertEqual((day["difference"], day["unexplained"], day["conclusion"]),
                         (14_000, 0, "Lệch"))
        self.assertEqual((told["at_banks"], told["difference"]), (226_000, 0))
        (without,) = told["without_statement"]
        self.assertEqual((without["amount"], without["account"]), (12_000, "••••" + other[-4:]))

    def test_a_late_line_of_a_closed_day_counts_for_the_next_and_says_so(self):
        yesterday = self.today - datetime.timedelta(days=1)
        self.assertEqual(self.sandbox.post(f"/v1/days/{yesterday}/close", {}).status, 200)
        file = statement(self.account, row("FT1000000009", 33_000, day=yesterday))
        self.assertEqual(self.send(file, commit="true").status, 201)
        self.assertEqual(self.sandbox.settlement(yesterday)["totals"]["gross"], 0)
        told = self.reconciliation()
        self.assertEqual([(late["amount"], late["mark"]) for late in told["late"]],
                         [(33_000, "Ghi nhận muộn")])

    def test_a_broken_file_changes_nothing_and_says_where(self):
        head = self.sandbox.head()
        bad = self.send(statement(self.account, row("FT1000000001", 50_000), row("=1+1", 5_000)),
                        commit="true")
        self.assertEqual((bad.status, bad.json()["code"]), (422, "bad_statement"))
        self.assertEqual([problem["row"] for problem in bad.json()["problems"]], [4])
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/_rels/workbook.xml.rels", b" " * (100 << 20))
        refused = self.send(bomb.getvalue(), commit="true")
        self.assertEqual((refused.status, refused.json()["code"]), (422, "bad_workbook"))
        self.assertIn("packed more than 200 to 1", refused.json()["detail"])
        too_large = {**self.sandbox.bearer(), "Content-Length": str((8 << 20) + 1)}
        self.assertEqual(self.sandbox.ask("POST", STATEMENTS, b"x", too_large).status, 413)
        for body, status in ((statement("99999999", row("FT1", 5)), 404), (b"", 422),
                             (b"<!DOCTYPE x><Document/>", 422),
                             (statement(self.account, row("FT1", 5))[:-9] + b"\xe3", 422)):
            self.assertEqual(self.send(body, commit="true").status, status, body[:40])
        self.assertEqual(self.send(b"x", commit="yes").status, 400)
        self.assertEqual(self.sandbox.head(), head)

    def test_the_list_and_each_line_of_one(self):
        file = statement(self.account, row("FT1000000001", 50_000), row("", 7_000))
        done = self.send(file, key=self.sandbox.board_key, commit="true")
        self.assertEqual([line.get("posted") for line in done.json()["lines"]],
                         ["posted", "no_reference"])
        (listed,) = self.sandbox.get(STATEMENTS).json()["statements"]
        self.assertEqual(listed["seq"], done.json()["seq"])
        self.assertTrue(listed["by"].startswith("board"))
        shown = self.sandbox.get(f"{STATEMENTS}/{listed['seq']}").json()
        self.assertEqual([line["verdict"] for line in shown["lines"]],
                         ["matched", "missing_in_ledger"])
        self.assertEqual(self.sandbox.get(STATEMENTS + "/1").status, 404)
        self.assertNotIn("mua ca", json.dumps(shown))

    def test_a_statement_that_is_too_long_to_be_kept_is_refused_and_the_ledger_goes_on(self):
        head = self.sandbox.head()
        file = statement(self.account, *[row(f"FT10000{i:06d}", 1_000) for i in range(17_000)])
        self.assertEqual(self.send(file).status, 200)
        refused = self.send(file, commit="true")
        self.assertEqual((refused.status, refused.json()["code"]), (422, "bad_statement"))
        self.assertEqual(self.sandbox.head(), head)
        self.notice("FT1000000001", 50_000)

    def test_the_command_line_compares_and_imports(self):
        file = self.sandbox.data / "saoke.csv"
        file.write_bytes(statement(self.account, row("FT1000000001", 50_000)))
        command = ("--bank", self.bank, "--data", self.sandbox.data)
        found = chopay("statement", "compare", file, *command)
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertIn('"verdict":"missing_in_ledger"', found.stdout)
        self.assertEqual(chopay("statement", "import", file, *command).returncode, 0)
        again = chopay("statement", "compare", file, *command)
        self.assertEqual((again.returncode, len(again.stdout.splitlines())), (0, 1), again)

    def test_a_line_from_a_statement_turns_no_till_green(self):
        self.send(statement(self.account, row("FT1000000001", 50_000)), commit="true")
        credits = self.sandbox.get("/v1/stalls/A12/credits").json()["credits"]
        self.assertEqual([credit["amount"] for credit in credits], [50_000])


class PrivateStatementTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-statement-"))
        self.addCleanup(shutil.rmtree, self.folder)
        data = open_market(self.folder)
        self.keys = {role: chopay("key", "create", "--market", "cho-kin", "--role", role, "--data",
                                  data).stdout.strip() for role in ("api", "board")}
        self.gateway = self.enterContext(Served(self.folder))

    def test_a_board_learns_no_sale_by_guessing_lines_of_a_household_that_has_not_agreed(self):
        body = sepay_body("970436", "99110077", 2_720_003, referenceCode="FT1")
        self.assertEqual(self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                          hmac_headers(SEPAY_SECRET, body)).status, 200)
        file = statement("99110077", row("FT1", 2_720_003))
        path = STATEMENTS + "?bank=VCB&commit=true"
        refused, done = [self.gateway.ask("POST", path, file,
                                          {"Authorization": "Bearer " + self.keys[role]})
                         for role in ("board", "api")]
        self.assertEqual((refused.status, refused.json()["code"]), (403, "consent_needed"))
        self.assertEqual(done.json()["lines"][0]["verdict"], "matched")
        board = {"Authorization": "Bearer " + self.keys["board"]}
        listed = self.gateway.ask("GET", STATEMENTS, headers=board).json()
        self.assertEqual(listed["statements"], [])
        seq = done.json()["seq"]
        self.assertEqual(self.gateway.ask("GET", f"{STATEMENTS}/{seq}", headers=board).status, 404)
        told = self.gateway.ask("GET", f"/v1/reconciliations/{vietnam_now().date()}", headers=board)
        self.assertEqual((told.json()["statements"], told.json()["accounts_hidden"]), ([], 1))


if __name__ == "__main__":
    unittest.main()
