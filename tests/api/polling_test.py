"""What a source's callbacks did not bring is read from its list: a list that pages, is busy, fails."""

import http.server
import json
import pathlib
import shutil
import tempfile
import threading
import time
import unittest

from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from privacy_test import OPEN, SHY, open_market
from sandbox import Served, chopay

TOKEN = "list-token-1"
POLL = """
[[poll]]
source = "sepay-main"
provider = "sepay"
url = "{url}"
token_file = "{folder}/token"
calls_per_minute = 60
allow_private = true
"""


def row(reference, account, amount):
    return {"id": "id-" + reference, "transaction_date": f"{vietnam_now():%Y-%m-%d %H:%M:%S}",
            "account_number": account, "va": "", "transfer_type": "in", "amount_in": amount,
            "amount_out": 0, "transaction_content": "mua hang", "reference_number": reference,
            "code": None, "bank_brand_name": "Vietcombank"}


class ListServer(http.server.ThreadingHTTPServer):
    """SePay's list in two pages; its first answers are those of `troubles`."""

    def __init__(self, pages, troubles):
        super().__init__(("127.0.0.1", 0), ListHandler)
        self.pages, self.troubles, self.asked = pages, list(troubles), []
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}/v2/transactions"


class ListHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((time.monotonic(), self.path, self.headers["Authorization"]))
        if self.server.troubles:
            status, headers, body = self.server.troubles.pop(0)
        else:
            page = int(self.path.rpartition("page=")[2])
            status, headers = 200, {}
            body = json.dumps({"status": "success", "data": self.server.pages[page - 1],
                               "meta": {"pagination": {"has_more": page < len(self.server.pages)}}})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


class PollingTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-poll-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        (self.folder / "token").write_text(TOKEN + "\n")
        (self.folder / "token").chmod(0o600)
        self.key = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--data", self.data).stdout.strip()}

    def serve(self, server):
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        with (self.folder / "chopay.toml").open("a") as settings:
            settings.write(POLL.format(url=server.url, folder=self.folder))
        return self.enterContext(Served(self.folder))

    def sums(self, gateway):
        answer = gateway.ask("GET", f"/v1/settlements/{vietnam_now().date()}",
                             headers=self.key).json()
        return {row["stall"]: row["gross"] for zone in answer["zones"] for row in zone["stalls"]
                if row["gross"]}

    def wait_for(self, gateway, sums):
        deadline = time.monotonic() + 20
        while self.sums(gateway) != sums and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(self.sums(gateway), sums)

    def test_missed_notices_are_posted_from_every_page_after_a_busy_answer(self):
        pages = [[row("FT-1", "99110001", 50_000), row("FT-2", "99110077", 60_000)],
                 [row("FT-3", "99110001", 7_000)]]
        server = ListServer(pages, [(429, {"Retry-After": "1"}, "")])
        gateway = self.serve(server)
        self.wait_for(gateway, {OPEN: 57_000, SHY: 60_000})
        times, paths, tokens = zip(*server.asked)
        self.assertEqual(set(tokens), {"Bearer " + TOKEN})
        self.assertEqual([path.rpartition("page=")[2] for path in paths], ["1", "1", "2"])
        self.assertGreaterEqual(times[1] - times[0], 1)    # as Retry-After says
        self.assertGreaterEqual(times[2] - times[1], 0.9)  # 60 calls a minute

    def test_money_of_the_list_that_a_statement_perhaps_told_waits_and_is_posted_by_a_persons_word(self):
        server = ListServer([[row("MBX-1", "99110001", 50_000)]], [(500, {"Retry-After": "3"}, "")])
        gateway = self.serve(server)
        file = "\n".join(["Số tài khoản: 99110001",
                          "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có",
                          f"{vietnam_now():%d/%m/%Y};FT-9;mua hang;;50.000", ""]).encode()
        sent = gateway.ask("POST", "/v1/statements?bank=970436&commit=true", file, self.key)
        self.assertEqual((sent.status, sent.json()["lines"][0]["posted"]), (201, "posted"), sent)
        deadline = time.monotonic() + 20
        held = []
        while not held and time.monotonic() < deadline:
            held = gateway.ask("GET", "/v1/held", headers=self.key).json()["held"]
            time.sleep(0.1)
        self.assertEqual([(one["amount"], one["stalls"]) for one in held], [(50_000, [OPEN])])
        self.assertEqual(self.sums(gateway), {OPEN: 50_000})
        done = gateway.ask("POST", f"/v1/held/{held[0]['seq']}", '{"other_money":true}', self.key)
        self.assertEqual(done.status, 200, done)
        self.assertEqual(self.sums(gateway), {OPEN: 100_000})

    def test_what_a_callback_brought_is_not_posted_again(self):
        body = sepay_body("970436", "99110001", 50_000, "mua hang", referenceCode="FT-1")
        server = ListServer([[row("FT-1", "99110001", 50_000), row("FT-2", "99110001", 1_000)]],
                            [(500, {"Retry-After": "1"}, "")])
        gateway = self.serve(server)
        told = gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body))
        self.assertEqual(told.status, 200, told)
        self.wait_for(gateway, {OPEN: 51_000})
        again = gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body))
        self.assertEqual(again.status, 200, again)
        self.assertEqual(self.sums(gateway), {OPEN: 51_000})


if __name__ == "__main__":
    unittest.main()
