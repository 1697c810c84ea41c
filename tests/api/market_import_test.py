"""A market's table over HTTP: looked at first, then entered, and by the board alone. What breaks off
half-way is completed by the same file."""

import json
import pathlib
import shutil
import tempfile
import threading
import unittest

from people import Person, cookie_of
from privacy_test import open_market
from sandbox import Served, chopay, wait_until
from vault import ago, rows

NEW = "A;Khu cá;P09;Mực Bà Tư;4,5;Hải sản;Hộ Tư;012345678901;0912345678;970436;99110009;HKD TU\r\n"
MANY, TAKEN = 600, 590  # stalls of a long file, and the one that another enters meanwhile


class MarketImportTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-import-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        self.key = chopay("key", "create", "--market", "cho-kin", "--role", "board", "--data",
                          self.data).stdout.strip()
        self.gateway = self.enterContext(Served(self.folder))
        self.empty = self.ask("GET", "/v1/market/table.csv").body.decode()

    def ask(self, method, path, body=None, headers=None):
        return self.gateway.ask(method, path, body,
                                headers or {"Authorization": "Bearer " + self.key})

    def load(self, stalls, count, headers=None, **options):
        table = self.empty.replace("Hết;0", stalls + f"Hết;{count}")
        query = "&".join(f"{name}={str(value).lower()}" for name, value in options.items())
        return self.ask("POST", "/v1/market/table?" + query, table.encode(), headers)

    def operator(self):
        """The key of an operator, made beside the stopped gateway."""
        self.gateway.stop()
        key = chopay("key", "create", "--market", "cho-kin", "--role", "operator", "--data",
                     self.data).stdout.strip()
        self.gateway.start()
        return {"Authorization": "Bearer " + key}

    def assert_only_looks(self, headers, code):
        """Whoever asks so sees what the table would do, and enters nothing of it."""
        refused = self.load(NEW, 1, headers, commit=True)
        self.assertEqual((refused.status, refused.json()["code"]), (403, code), refused)
        seen = self.load(NEW, 1, headers)
        self.assertEqual((seen.status, seen.json()["stalls"]), (200, ["P09"]), seen)

    def exported(self):
        """The whole table, as the command line tells it of the stopped gateway's folder."""
        out = self.folder / "out.csv"
        done = chopay("market", "export", "--data", self.data, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return out.read_text()

    def test_what_was_looked_at_is_entered_and_nothing_before(self):
        before = self.exported()
        seen = self.load(NEW, 1)
        self.assertEqual(seen.status, 200, seen)
        self.assertEqual(seen.json(), {"committed": False, "zones": [], "stalls": ["P09"],
                                       "corrected": [], "unchanged": 0})
        self.assertEqual(self.exported(), before)
        entered = self.load("C;Khu mới;;;;;;;;;;\r\n" + NEW, 1, commit=True)
        self.assertEqual(entered.status, 201, entered)
        self.assertEqual((entered.json()["zones"], entered.json()["stalls"]), (["C"], ["P09"]))
        after = self.exported()
        self.assertIn(NEW.strip(), after)
        self.assertIn("C;Khu mới;", after)
        again = self.load(NEW, 1, commit=True)
        self.assertEqual((again.json()["stalls"], again.json()["unchanged"]), ([], 1))
        self.assertEqual(self.exported(), after)
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_the_boards_contact_comes_in_as_it_goes_out_once_it_was_put_right(self):
        done = self.ask("POST", "/v1/market/correction",
                        '{"contact":"Chị Hoa, 0912345678"}'.encode())
        self.assertEqual(done.status, 204, done)
        old = self.load(NEW, 1)
        self.assertEqual([(one["row"], one["column"]) for one in old.json()["problems"]],
                         [(2, "Liên hệ")])
        self.empty = self.ask("GET", "/v1/market/table.csv").body.decode()
        self.assertIn(";Chị Hoa, 0912345678;", self.empty)
        self.assertEqual(self.load(NEW, 1).json()["stalls"], ["P09"])

    def test_each_problem_is_told_by_row_and_nothing_is_entered(self):
        before = self.exported()
        wrong = NEW.replace("4,5", "x").replace("970436", "lạ") + NEW
        for commit in (False, True):
            answer = self.load(wrong, 2, commit=commit)
            self.assertEqual((answer.status, answer.json()["code"]), (422, "bad_market_file"))
            places = [(one["row"], one["column"]) for one in answer.json()["problems"]]
            self.assertEqual(places[:2], [(6, "Diện tích (m²)"), (6, "Ngân hàng")])
        self.assertEqual(self.exported(), before)

    def test_a_known_stall_is_put_right_only_where_asked_for_and_its_account_never(self):
        self.assertEqual(self.load(NEW, 1, commit=True).status, 201)
        right = NEW.replace("Hải sản", "Cá")
        self.assertEqual(self.load(right, 1, commit=True).status, 422)
        corrected = self.load(right, 1, commit=True, correct=True)
        self.assertEqual((corrected.status, corrected.json()["corrected"]), (201, ["P09"]))
        self.assertIn(right.strip(), self.exported())
        robbed = self.load(right.replace("99110009", "666"), 1, commit=True, correct=True)
        self.assertEqual(robbed.json()["problems"][0]["column"], "Số tài khoản")
        self.assertIn(right.strip(), self.exported())

    def test_a_key_that_an_operator_has_just_made_looks_and_does_not_enter(self):
        made = self.ask("POST", "/v1/keys", '{"role":"board"}', self.operator())
        self.assertEqual(made.status, 201, made)
        self.assert_only_looks({"Authorization": "Bearer " + made.json()["key"]}, "key_too_new")

    def test_a_person_looks_without_a_fresh_proof_and_enters_with_one(self):
        invited = self.ask("POST", "/v1/invitations", '{"role":"board"}', self.operator())
        lan = Person(self.gateway, "lan")
        self.assertEqual(lan.enrol(invited.json()["url"]).status, 303)
        self.gateway.stop()
        for prefix, age in (("account/", {"made_at": ago(hours=25)}),
                            ("session/", {"made_at": ago(minutes=6), "proved_at": ago(minutes=6)})):
            with rows(self.folder / "data", prefix) as found:
                self.assertEqual(len(found), 1, prefix)
                for name, row in found.items():
                    found[name] = {**row, **age}
        self.gateway.start()

        def signed_in():
            return {"Cookie": lan.cookie, "X-CSRF-Token": lan.sessions()["csrf_token"]}
        self.assert_only_looks(signed_in(), "proof_needed")
        proof = json.dumps({"password": lan.password, "code": lan.code()})
        lan.cookie = cookie_of(self.ask("POST", "/v1/sessions/proof", proof, signed_in()))
        entered = self.load(NEW, 1, signed_in(), commit=True)
        self.assertEqual((entered.status, entered.json()["stalls"]), (201, ["P09"]), entered)

    def test_another_markets_table_and_what_is_no_table_change_nothing(self):
        before = self.exported()
        other = self.ask("POST", "/v1/market/table?commit=true",
                         self.empty.replace("cho-kin", "cho-khac").encode())
        self.assertEqual(other.json()["problems"],
                         [{"row": 2, "column": "Mã chợ", "problem": "the file is of another market"}])
        for bad in (b"", b"PK\x03\x04" + bytes(200), self.empty.encode("utf-16")):
            self.assertEqual(self.ask("POST", "/v1/market/table?commit=true", bad).status, 422, bad)
        self.assertEqual(self.ask("POST", "/v1/market/table?commit=yes", b"x").status, 400)
        self.assertEqual(self.exported(), before)

    def test_an_account_of_another_market_is_refused_and_that_market_not_named(self):
        other = self.folder / "other.csv"
        other.write_text(self.empty.replace("cho-kin;Chợ Kín", "cho-khac;Chợ Khác")
                         .replace("Hết;0", NEW.replace("99110009", "55") + "Hết;1"))
        self.gateway.stop()
        done = chopay("market", "import", other, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.gateway = self.enterContext(Served(self.folder))
        answer = self.load(NEW.replace("99110009", "55"), 1)
        self.assertEqual((answer.status, answer.json()["problems"][0]["problem"]),
                         (422, "another market has this account"))
        self.assertNotIn("cho-khac", answer.body.decode())

    def test_a_commit_that_breaks_off_says_how_much_is_in_and_the_same_file_enters_the_rest(self):
        stalls = [NEW.replace("P09", f"N{number:03}").replace("99110009", f"9922{number:04}")
                  for number in range(MANY)]
        answers = []
        entering = threading.Thread(
            target=lambda: answers.append(self.load("".join(stalls), MANY, commit=True)))
        entering.start()
        wait_until(lambda: self.load(stalls[0], 1).json()["unchanged"] == 1, "a first stall")
        # Somebody else opens a stall of the file before its turn comes.
        self.assertEqual(self.load(stalls[TAKEN], 1, commit=True).status, 201)
        entering.join()
        refused = answers[0].json()
        self.assertEqual((answers[0].status, refused["code"], refused["entered"]),
                         (409, "already_exists", TAKEN), answers[0])
        self.assertIn(f"{TAKEN} of {MANY} were entered: the same file sent again enters the rest",
                      refused["detail"])
        again = self.load("".join(stalls), MANY, commit=True)
        self.assertEqual((again.status, len(again.json()["stalls"]), again.json()["unchanged"]),
                         (201, MANY - TAKEN - 1, TAKEN + 1))
        self.assertEqual(self.load("".join(stalls), MANY).json()["unchanged"], MANY)

    def test_the_empty_table_has_the_market_and_its_zones_and_no_stall(self):
        self.assertIn("cho-kin;Chợ Kín;", self.empty)
        self.assertIn("A;Khu cá;", self.empty)
        self.assertNotIn("P01", self.empty)
        self.assertEqual(self.load("", 0).json()["unchanged"], 0)


if __name__ == "__main__":
    unittest.main()
