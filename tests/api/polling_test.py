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
from notices import casso_message, hmac_headers, sepay_body, vietnam_now
from privacy_test import OPEN, SHY, open_market
from sandbox import Served, chopay, wait_until

TOKEN = "list-token-1"
CASSO_SECRET = "s3cret-of-casso"
CONFIG = """
[[source]]
id = "casso-main"
kind = "casso-v2"
secret_file = "{folder}/casso"
[[poll]]
source = "{provider}-main"
provider = "{provider}"
url = "{url}"
token_file = "{folder}/token"
calls_per_minute = 60
allow_private = true
"""


class SePay:
    """How SePay writes its list, and what its callback says of the same transfer."""
    name = "sepay"
    authorization = "Bearer " + TOKEN

    @staticmethod
    def row(reference, account, amount):
        return {"id": "id-" + reference, "transaction_date": f"{vietnam_now():%Y-%m-%d %H:%M:%S}",
                "account_number": account, "va": "", "transfer_type": "in", "amount_in": amount,
                "amount_out": 0, "transaction_content": "mua hang", "reference_number": reference,
                "code": None, "bank_brand_name": "Vietcombank"}

    @staticmethod
    def page(rows, number, last):
        return {"status": "success", "data": rows,
                "meta": {"pagination": {"current_page": number, "has_more": number < last}}}

    @staticmethod
    def callback(reference, account, amount):
        body = sepay_body("970436", account, amount, "mua hang", referenceCode=reference)
        return body, hmac_headers(SEPAY_SECRET, body)


class Casso:
    """The same of Casso: other names, its own scheme for the token, the next page by its number."""
    name = "casso"
    authorization = "Apikey " + TOKEN

    @staticmethod
    def row(reference, account, amount):
        return {"id": len(reference) + amount, "tid": reference, "amount": amount,
                "description": "mua hang", "when": f"{vietnam_now():%Y-%m-%d %H:%M:%S}",
                "bankSubAccId": account, "bankAbbreviation": "VCB", "virtualAccount": "",
                "corresponsiveName": None, "corresponsiveAccount": None}

    @staticmethod
    def page(rows, number, last):
        return {"error": 0, "message": "success",
                "data": {"page": number, "nextPage": number + 1 if number < last else None,
                         "records": rows}}

    @staticmethod
    def callback(reference, account, amount):
        data = {"id": 77, "reference": reference, "description": "mua hang", "amount": amount,
                "transactionDateTime": f"{vietnam_now():%Y-%m-%d %H:%M:%S}",
                "accountNumber": account, "bankName": "Vietcombank", "bankAbbreviation": "VCB"}
        return casso_message(CASSO_SECRET, data)


class ListServer(http.server.ThreadingHTTPServer):
    """A provider's list in pages; its first answers are those of `troubles`."""

    def __init__(self, provider, pages, troubles):
        super().__init__(("127.0.0.1", 0), ListHandler)
        self.provider, self.pages = provider, pages
        self.troubles, self.asked = list(troubles), []
        self.is_closed = False  # while it is, the list is not read
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}/v2/transactions"


class ListHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((time.monotonic(), self.path, self.headers["Authorization"]))
        if self.server.is_closed:
            status, headers, body = 500, {"Retry-After": "1"}, ""
        elif self.server.troubles:
            status, headers, body = self.server.troubles.pop(0)
        else:
            page = int(self.path.rpartition("page=")[2])
            status, headers = 200, {}
            pages = self.server.pages
            body = json.dumps(self.server.provider.page(pages[page - 1], page, len(pages)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


class Promises:
    """What holds of every provider's list."""
    provider = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-poll-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        for name, secret in (("token", TOKEN), ("casso", CASSO_SECRET)):
            path = self.folder / name
            path.write_text(secret + "\n")
            path.chmod(0o600)
        self.key = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--data", self.data).stdout.strip()}

    def serve(self, pages, troubles=(), is_closed=False):
        """A gateway that polls a list of these pages, whose first answers are these; and the list."""
        pages = [[self.provider.row(*row) for row in page] for page in pages]
        server = ListServer(self.provider, pages, troubles)
        server.is_closed = is_closed
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        with (self.folder / "chopay.toml").open("a") as settings:
            settings.write(CONFIG.format(url=server.url, folder=self.folder,
                                         provider=self.provider.name))
        return self.enterContext(Served(self.folder)), server

    def sums(self, gateway):
        answer = gateway.ask("GET", f"/v1/settlements/{vietnam_now().date()}",
                             headers=self.key).json()
        return {row["stall"]: row["gross"] for zone in answer["zones"] for row in zone["stalls"]
                if row["gross"]}

    def wait_for(self, gateway, sums):
        wait_until(lambda: self.sums(gateway) == sums, f"the sums {sums}")

    def test_missed_notices_are_posted_from_every_page_after_a_busy_answer(self):
        pages = [[("FT-1", "99110001", 50_000), ("FT-2", "99110077", 60_000)],
                 [("FT-3", "99110001", 7_000)]]
        gateway, server = self.serve(pages, [(429, {"Retry-After": "1"}, "")])
        self.wait_for(gateway, {OPEN: 57_000, SHY: 60_000})
        times, paths, tokens = zip(*server.asked)
        self.assertEqual(set(tokens), {self.provider.authorization})
        self.assertEqual([path.rpartition("page=")[2] for path in paths], ["1", "1", "2"])
        self.assertGreaterEqual(times[1] - times[0], 1)    # as Retry-After says
        self.assertGreaterEqual(times[2] - times[1], 0.9)  # 60 calls a minute

    def test_money_of_the_list_that_a_statement_perhaps_told_waits_and_is_posted_by_a_persons_word(self):
        gateway, server = self.serve([[("MBX-1", "99110001", 50_000)]], is_closed=True)
        file = "\n".join(["Số tài khoản: 99110001",
                          "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có",
                          f"{vietnam_now():%d/%m/%Y};FT-9;mua hang;;50.000", ""]).encode()
        sent = gateway.ask("POST", "/v1/statements?bank=970436&commit=true", file, self.key)
        self.assertEqual((sent.status, sent.json()["lines"][0]["posted"]), (201, "posted"), sent)
        server.is_closed = False
        held = wait_until(lambda: gateway.ask("GET", "/v1/held", headers=self.key).json()["held"],
                          "the money of the list")
        self.assertEqual([(one["amount"], one["stalls"]) for one in held], [(50_000, [OPEN])])
        self.assertEqual(self.sums(gateway), {OPEN: 50_000})
        done = gateway.ask("POST", f"/v1/held/{held[0]['seq']}", '{"other_money":true}', self.key)
        self.assertEqual(done.status, 200, done)
        self.assertEqual(self.sums(gateway), {OPEN: 100_000})

    def test_what_a_callback_brought_is_not_posted_again(self):
        told = ("FT-1", "99110001", 50_000)
        gateway, server = self.serve([[told, ("FT-2", "99110001", 1_000)]], is_closed=True)
        for sums in ({OPEN: 50_000}, {OPEN: 51_000}):  # before the list is read, and after it was
            answer = gateway.ask("POST", f"/callbacks/{self.provider.name}-main",
                                 *self.provider.callback(*told))
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(self.sums(gateway), sums)
            server.is_closed = False
            self.wait_for(gateway, {OPEN: 51_000})


class SePayPollingTest(Promises, unittest.TestCase):
    provider = SePay


class CassoPollingTest(Promises, unittest.TestCase):
    provider = Casso


if __name__ == "__main__":
    unittest.main()
