"""One sale, from the code to the settlement, through the real program."""

import csv
import datetime
import io
import subprocess
import time
import unittest

from events import Stream
from notices import vietnam_now
from sandbox import Sandbox, chopay

FIGURES = ("count", "gross", "refunds", "net", "unmatched")


def stall_row(settlement, stall):
    return next(row for zone in settlement["zones"] for row in zone["stalls"]
                if row["stall"] == stall)


class SaleTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())
        self.day = vietnam_now().date().isoformat()

    def check_sums(self, settlement):
        """Zones are the sum of their stalls, the totals that of the zones, net = gross - refunds."""
        self.assertIs(settlement["sandbox"], True)
        for zone in settlement["zones"]:
            for figure in FIGURES:
                self.assertEqual(zone[figure], sum(row[figure] for row in zone["stalls"]))
        totals = settlement["totals"]
        for figure in ("count", "gross", "refunds", "net"):
            self.assertEqual(totals[figure], sum(zone[figure] for zone in settlement["zones"]))
        self.assertEqual(totals["net"], totals["gross"] - totals["refunds"])

    def check_csv(self, settlement, raw):
        """The CSV says stall by stall what the JSON says."""
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"), "no byte order mark")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
        by_stall = {row[1]: list(map(int, row[4:9])) for row in rows[1:] if len(row) > 4 and row[1]}
        stalls = [row for zone in settlement["zones"] for row in zone["stalls"]]
        self.assertEqual(by_stall, {row["stall"]: [row[figure] for figure in FIGURES]
                                    for row in stalls})
        total = next(row for row in rows if row[0] == "TỔNG CỘNG")
        self.assertEqual(list(map(int, total[4:9])),
                         [settlement["totals"][figure] for figure in FIGURES])
        self.assertIn(settlement["head"]["hash"], raw.decode())

    def pay_picture(self, png):
        """Pays the code in the picture as a phone would; the moment of the answer."""
        path = self.sandbox.data / "code.png"
        path.write_bytes(png)
        decoded = subprocess.run(["zbarimg", "--raw", "-q", path], capture_output=True, text=True,
                                 timeout=30, check=True).stdout.strip()
        paid = chopay("pay", path, "--data", self.sandbox.data)
        self.assertEqual(paid.returncode, 0, paid.stderr)
        self.assertRegex(paid.stdout, r'^200 \{"success":true\} \d+\.\d ms\n$')
        return decoded

    def test_a_sale_from_code_to_settlement(self):
        before = self.sandbox.settlement(self.day)
        opened = self.sandbox.post("/v1/payment-requests",
                                   {"stall": "A12", "amount": 85_000, "note": "2 kg mực"})
        self.assertEqual(opened.status, 201, opened)
        request = opened.json()
        self.assertEqual(opened.headers["Location"], "/v1/payment-requests/" + request["id"])
        self.assertEqual((request["stall"], request["amount"], request["status"]),
                         ("A12", 85_000, "pending"))
        self.assertTrue(request["memo"].startswith(request["reference"]))
        self.assertEqual(request["pay_url"], f"{self.sandbox.url}/pay/{request['id']}")
        self.assertGreater(request["expires_at"], request["created_at"])

        path = request["qr_png"].removeprefix(self.sandbox.url)
        picture = self.sandbox.ask("GET", path + "?px=512")
        self.assertEqual((picture.status, picture.headers["Content-Type"]), (200, "image/png"))
        with Stream(self.sandbox.url, "/v1/stalls/A12/events", self.sandbox.bearer()) as till:
            self.assertEqual(till.next(comments=True).text, "open")
            self.assertEqual(self.pay_picture(picture.body), request["payload"])
            credit = till.next_of("credit")
        self.assertEqual(credit.id, f"ha-long-1:{credit.data['seq']}")
        self.assertEqual((credit.data["request"], credit.data["amount"], credit.data["verdict"],
                          credit.data["request_status"]), (request["id"], 85_000, "paid", "paid"))

        shown = self.sandbox.request(request)
        self.assertEqual((shown["status"], shown["amount_received"]), ("paid", 85_000))
        settlement = self.sandbox.settlement(self.day)
        self.check_sums(settlement)
        self.assertEqual(settlement["totals"]["gross"], before["totals"]["gross"] + 85_000)
        self.assertEqual(stall_row(settlement, "A12")["gross"], 85_000)
        self.assertGreaterEqual(settlement["head"]["seq"], credit.data["seq"])
        table = self.sandbox.get(f"/v1/settlements/{self.day}.csv")
        self.assertEqual(table.headers["Content-Type"], "text/csv; charset=utf-8")
        self.check_csv(settlement, table.body)
        verified = self.sandbox.verify()
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_the_till_hears_of_a_credit_as_it_is_answered(self):
        # 50 ms are promised. A busy machine delays one round or another; a slow gateway delays all.
        for _ in range(6):
            worst_ms = self.worst_of_twenty_sales()
            if worst_ms < 250:
                return
        self.fail(f"{worst_ms:.0f} ms behind the answer, in the last of six rounds")

    def worst_of_twenty_sales(self):
        """How many ms behind the notice's answer the till hears of it, at the worst."""
        behind_answer, behind_entry = [], []
        with Stream(self.sandbox.url, "/v1/stalls/A12/events", self.sandbox.bearer()) as till:
            till.next(comments=True)
            for _ in range(20):
                request = self.sandbox.open_request(85_000)
                self.assertEqual(self.sandbox.pay(request).status, 200)
                answered = time.monotonic()
                credit = till.next_of("credit")
                behind_answer.append((credit.came_at - answered) * 1000)
                recorded = datetime.datetime.fromisoformat(credit.data["recorded_at"])
                behind_entry.append((credit.clock - recorded.timestamp()) * 1000)
        behind_answer.sort()
        behind_entry.sort()
        print(f"\nevent after the answer: median {behind_answer[10]:.1f} ms, "
              f"worst {behind_answer[-1]:.1f} ms; after the entry's recorded_at: "
              f"median {behind_entry[10]:.1f} ms, worst {behind_entry[-1]:.1f} ms")
        return behind_answer[-1]

    def test_a_stall_has_a_code_of_its_own_without_an_amount(self):
        svg = self.sandbox.get("/v1/stalls/A12/code.svg")
        self.assertEqual((svg.status, svg.headers["Content-Type"]), (200, "image/svg+xml"))
        self.assertIn(b"<svg", svg.body)
        png = self.sandbox.get("/v1/stalls/A12/code.png?px=400")
        self.assertEqual((png.status, png.headers["Content-Type"]), (200, "image/png"))
        path = self.sandbox.data / "static.png"
        path.write_bytes(png.body)
        paid = chopay("pay", path, "--amount", 30_000, "--data", self.sandbox.data)
        self.assertEqual((paid.returncode, paid.stdout[:3]), (0, "200"), paid.stderr)
        self.assertNotEqual(chopay("pay", path, "--data", self.sandbox.data).returncode, 0,
                            "a code without an amount was paid without one")
        self.assertEqual(stall_row(self.sandbox.settlement(self.day), "A12")["gross"], 30_000)
        self.assertEqual(self.sandbox.get("/v1/stalls/Z99/code.png").status, 404)
        self.assertEqual(self.sandbox.get("/v1/stalls/A12/code.png?px=9").status, 400)


if __name__ == "__main__":
    unittest.main()
