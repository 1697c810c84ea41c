"""BC-07: what went wrong in a market, and nothing of who paid what."""

import concurrent.futures
import json
import pathlib
import shutil
import tempfile
import threading
import unittest

from document_test import pdf_text
from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from privacy_test import OPEN, SHY, open_market
from sandbox import Served, chopay


class IncidentTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-incident-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        self.keys = {role: chopay("key", "create", "--market", "cho-kin", "--role", *role.split(),
                                  "--data", self.data).stdout.strip()
                     for role in ("board", "api", "viewer", "ward", f"till --stall {SHY}")}
        self.gateway = self.enterContext(Served(self.folder))
        self.today = vietnam_now().date()
        self.tell("99110077", 200)  # odd: a stall's that has not agreed
        self.tell("12345678", 5_000)  # nobody of ours: kept aside
        found = self.ask("POST", "/v1/patrols", {"payload": "https://lua-dao.example",
                                                 "stall": OPEN, "place": "cửa đông"})
        self.assertEqual(found.status, 201, found)

    def tell(self, account, amount):
        body = sepay_body("970436", account, amount, "NGUYEN VAN TRA TIEN")
        self.gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body))

    def ask(self, method, path, body=None, role="board"):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + self.keys[role]})

    def incidents(self, ending="", role="board"):
        answer = self.ask("GET", f"/v1/incidents/{self.today}{ending}", role=role)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def kinds(self, role):
        rows = self.incidents(role=role).json()["tables"]["incidents"]
        return sorted(row["incident"] for row in rows)

    def test_each_role_gets_what_it_may_see(self):
        sticker, kept = "Tem lạ: nghi bị dán đè", "Tin báo được giữ lại, chờ xem"
        broken, odd = "Tem hỏng: không quét được", "Khoản nhận dưới 1.000 đồng"
        found = self.kinds("api")
        self.assertIn(odd, found)
        self.assertIn(kept, found)
        self.assertTrue({sticker, broken} & set(found), found)
        self.assertNotIn(odd, self.kinds("board"), "its household has not agreed")
        self.assertEqual(self.kinds("viewer"), [], "stickers and sources are not a viewer's")
        self.assertEqual(self.ask("GET", f"/v1/incidents/{self.today}", role="ward").status, 403)
        self.assertEqual(
            self.ask("GET", f"/v1/incidents/{self.today}", role=f"till --stall {SHY}").status, 403)

    def test_no_format_tells_who_paid_what_or_who_scanned(self):
        papers = [self.incidents(ending, "api").body for ending in ("", ".csv", ".xlsx")]
        papers.append(pdf_text(self.incidents(".pdf", "api").body).encode())
        for paper in papers:
            for secret in ("NGUYEN", "12345678", "99110077", "5.000", "cửa đông"):
                self.assertNotIn(secret.encode(), paper)
        self.assertIn("NHẬT KÝ SỰ CỐ".encode(), papers[-1])

    def test_the_command_line_writes_the_servers_paper(self):
        for role, more in (("api", ()), ("board", ("--board",))):
            done = chopay("incidents", "--data", self.data, "--date", self.today, "--format", "csv",
                          "--separator", ",", *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            wanted = self.incidents(".csv?separator=,", role).body.decode()
            self.assertEqual(done.stdout.splitlines(), wanted.splitlines())

    def test_a_complaint_is_noted_once_settled_once_and_stands_in_the_log_of_incidents(self):
        noted = self.ask("POST", "/v1/complaints", {"stall": OPEN, "text": "Trả tiền hai lần"})
        self.assertEqual(noted.status, 201, noted)
        path = f"/v1/complaints/{noted.json()['id']}/settle"
        self.assertEqual(self.ask("POST", path, {"result": ""}).status, 422)
        settled = self.ask("POST", path, {"result": "Đã hoàn cho khách"})
        self.assertEqual(settled.status, 200, settled)
        self.assertEqual(self.ask("POST", path, {"result": "Không"}).status, 409)
        self.assertEqual(self.ask("POST", "/v1/complaints/none/settle",
                                  {"result": "x"}).status, 404)
        for wrong in ({"text": ""}, {"text": "x" * 201}, {"text": "a\nb"}, {"stall": OPEN}):
            self.assertEqual(self.ask("POST", "/v1/complaints", wrong).status, 422, wrong)
        self.assertEqual(self.ask("POST", "/v1/complaints",
                                  {"stall": "Z99", "text": "x"}).status, 404)
        self.assertEqual(self.ask("GET", "/v1/complaints").json()["complaints"],
                         [settled.json()])
        rows = self.incidents().json()["tables"]["incidents"]
        row = next(row for row in rows if row["incident"] == "Khách khiếu nại")
        self.assertEqual((row["stall"], row["detail"], row["minutes"], row["result"]),
                         (OPEN, "Trả tiền hai lần", 0, "Đã hoàn cho khách"))
        self.assertIn("Khách khiếu nại", pdf_text(self.incidents(".pdf").body))
        self.assertNotIn("Khách khiếu nại", self.kinds("viewer"))

    def test_of_those_who_settle_a_complaint_at_the_same_moment_one_has_settled_it(self):
        for turn in range(5):
            noted = self.ask("POST", "/v1/complaints", {"text": f"Khiếu nại {turn}"}).json()
            people = threading.Barrier(8)

            def settle(who, path=f"/v1/complaints/{noted['id']}/settle", together=people):
                together.wait(timeout=30)
                return self.ask("POST", path, {"result": f"Xong {who}"})

            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(settle, range(8)))
            self.assertEqual(sorted(answer.status for answer in answers), [200] + [409] * 7)
            settled = next(answer.json() for answer in answers if answer.status == 200)
            self.assertIn(settled, self.ask("GET", "/v1/complaints").json()["complaints"])

    def test_what_is_no_period_is_refused(self):
        for period in ("heute", "2026-Q4", "2026-11-24.doc", "2026-01-01..2026-12-31"):
            self.assertEqual(self.ask("GET", "/v1/incidents/" + period).status, 400, period)


if __name__ == "__main__":
    unittest.main()
