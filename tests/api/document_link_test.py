"""Documents that leave the house: by an address that expires, and into a folder at day close."""

import json
import pathlib
import shutil
import tempfile
import unittest

from document_test import pdf_text
from notices import vietnam_now
from privacy_test import CONFIG, OPEN, PAID, SHY, open_market
from notices import hmac_headers, sepay_body
from market_hour import SEPAY_SECRET
from sandbox import Sandbox, Served, chopay, wait_until
from two_sides import let_in

DROP = """
[document_drop]
folder = "{folder}/documents"
formats = ["pdf", "csv"]
csv_separator = ","
"""


class DocumentLinkTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())
        self.day = vietnam_now().date()
        answer = self.sandbox.pay(self.sandbox.open_request(85_000, "A12"))
        self.assertEqual(answer.status, 200, answer)

    def make(self, period=None, status=201, key=None, **wish):
        answer = self.sandbox.post(f"/v1/settlements/{period or self.day}/link", wish,
                                   key or self.sandbox.board_key)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def open(self, link):
        """Opens the address as a browser without any key or cookie does."""
        return self.sandbox.ask("GET", "/" + link["url"].split("/", 3)[3])

    def test_an_address_opens_its_one_document_without_a_key_until_it_expires(self):
        link = self.make(days=2)
        shown = self.open(link)
        self.assertEqual((shown.status, shown.headers["Content-Type"]), (200, "application/pdf"))
        self.assertIn("85.000", pdf_text(shown.body))
        self.assertIn("no-store", shown.headers["Cache-Control"])
        self.assertIn("RateLimit-Remaining", shown.headers)
        self.assertIn("BC01_ha-long-1_", shown.headers["Content-Disposition"])
        sheet = self.open(self.make(f"{self.day:%Y-%m}", format="csv", by="hour", separator=","))
        self.assertTrue(sheet.body.startswith("\ufeffGiờ,Số điểm có GD,".encode()), sheet.body)
        self.sandbox.post("/sandbox/clock", {"advance_s": 2 * 86_400 - 1_800}, self.sandbox.board_key)
        self.assertEqual(self.open(link).status, 200)
        self.sandbox.post("/sandbox/clock", {"advance_s": 1_801}, self.sandbox.board_key)
        gone = self.open(link)
        self.assertEqual(gone.status, 410)
        self.assertIn("Liên kết đã hết hạn", gone.body.decode())

    def test_another_address_opens_nothing_and_none_is_in_the_log_or_on_the_disk(self):
        link = self.make()
        token = link["url"].rsplit("/", 1)[1]
        self.assertRegex(token, r"^dl_[A-Za-z0-9_-]{43}$")
        self.assertEqual(self.open(link).status, 200)
        for url in (link["url"][:-1] + ("A" if token[-1] != "A" else "B"),
                    link["url"].replace("/ha-long-1/", "/ha-long-2/"), link["url"] + "x" * 300):
            wrong = self.open({"url": url})
            self.assertEqual(wrong.status, 404, url)
            self.assertIn("Không có tài liệu này", wrong.body.decode())
        self.assertNotIn(token, self.sandbox.errors())
        stored = b"".join(file.read_bytes() for file in self.sandbox.data.iterdir()
                          if file.is_file())
        self.assertNotIn(token.encode(), stored)

    def test_addresses_are_listed_without_their_tokens_and_taken_back(self):
        links = [self.make(), self.make(format="xlsx", by="trade")]
        listed = self.sandbox.get("/v1/settlement-links", self.sandbox.board_key)
        self.assertEqual({row["id"] for row in listed.json()["links"]},
                         {link["id"] for link in links})
        self.assertNotIn("dl_", listed.body.decode())
        path = "/v1/settlement-links/" + links[0]["id"]
        self.assertEqual(self.sandbox.ask("DELETE", path,
                                          headers=self.sandbox.bearer(self.sandbox.board_key)).status,
                         204)
        self.assertEqual(self.open(links[0]).status, 404)
        self.assertEqual(self.open(links[1]).status, 200)
        self.assertEqual(self.sandbox.ask("DELETE", path,
                                          headers=self.sandbox.bearer(self.sandbox.board_key)).status,
                         404)

    def test_what_is_no_document_and_who_may_not_share_is_refused(self):
        self.make(status=403, key=self.sandbox.till_key)
        self.make("heute", status=400)
        for wish in ({"days": 0}, {"days": 32}, {"format": "doc"}, {"by": "week"},
                     {"separator": "|"}, {"view": "all"}):
            self.make(status=400, **wish)
        self.make("2026-Q4", status=400, by="hour")

    def test_a_hundred_addresses_are_enough(self):
        for _ in range(100):
            self.make()
        self.assertEqual(self.make(status=409)["code"], "too_many_links")


class DocumentDropTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-drop-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        (self.folder / "chopay.toml").write_text((CONFIG + DROP).format(folder=self.folder))
        _, households = let_in(self.folder, OPEN)
        self.keys = {"household": households[OPEN]}
        for role in ("board", "api"):
            self.keys[role] = chopay("key", "create", "--market", "cho-kin", "--role", role,
                                     "--data", self.data).stdout.strip()
        self.drop = self.folder / "documents"
        self.today = vietnam_now().date()

    def ask(self, gateway, path, body, role="board"):
        answer = gateway.ask("POST", path, json.dumps(body),
                             {"Authorization": "Bearer " + self.keys[role]})
        self.assertLess(answer.status, 300, answer)

    def sell(self, gateway):
        for account, amount in (("99110001", PAID[OPEN]), ("99110077", PAID[SHY])):
            body = sepay_body("970436", account, amount, "mua hang")
            gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body))

    def names(self):
        return sorted(file.name for file in self.drop.iterdir()) if self.drop.is_dir() else []

    def test_a_closed_day_lies_in_the_folder_also_when_that_was_away_at_first(self):
        wanted = [f"BC01_cho-kin_{self.today}.{ending}" for ending in ("csv", "pdf")]
        self.drop.write_text("a file in the folder's place: nothing can be written there")
        with Served(self.folder) as gateway:
            self.ask(gateway, f"/v1/stalls/{OPEN}/consent", {"granted": True}, "household")
            self.sell(gateway)
            self.ask(gateway, f"/v1/days/{self.today}/close", {})
            told = wait_until(lambda: gateway.logged("documents_not_dropped"), "the complaint")
            self.assertIn(str(self.today), told)
            self.drop.unlink()
            wait_until(lambda: set(wanted) <= set(self.names()), "the documents")
            self.assertFalse([name for name in self.names() if name.endswith(".part")])
        table = (self.drop / wanted[0]).read_text(encoding="utf-8-sig")
        self.assertIn(f",{PAID[OPEN]},", table)
        for secret in ("Q77", "2720003", "4030004"):
            self.assertNotIn(secret, table, "the folder has what the board may see")
        (self.drop / wanted[0]).unlink()
        with Served(self.folder) as gateway:
            self.ask(gateway, f"/v1/days/{self.today}/close", {})  # closed already: nothing new
            self.assertIsNone(gateway.logged("documents_not_dropped"))
        self.assertNotIn(wanted[0], self.names(), "what was taken away does not come back")

    def test_what_a_crash_left_undone_is_done_by_the_next_start(self):
        with Served(self.folder) as gateway:
            self.ask(gateway, f"/v1/days/{self.today}/close", {})
            gateway.kill()
        with Served(self.folder):
            wait_until(lambda: len(self.names()) >= 2, "the documents")


if __name__ == "__main__":
    unittest.main()
