"""Several gateways of one ledger answer as one, whichever is asked; and when the one that leads dies,
another takes its place and nothing that was acknowledged is lost or doubled."""

import http.client
import http.server
import json
import pathlib
import shutil
import signal
import statistics
import tempfile
import threading
import time
import unittest
import urllib.parse

from events import Stream
from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body
from ports import free_port
from postgres_server import PostgresServer
from privacy_test import MARKET, OPEN
from sandbox import Served, chopay, wait_until

ACCOUNT = ("970436", "99110001")
SOURCE = "/callbacks/sepay-main"
CONFIG = """
listen = "127.0.0.1:8080"
hosts = ["127.0.0.1"]
data = "{data}"
log_host = "gateways.test"
[gateways]
address = "127.0.0.1:{port}"
secret_file = "{secret}"
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "{folder}/sepay"
{source}
[[webhook]]
id = "books"
url = "http://127.0.0.1:{hook}/"
market = "cho-kin"
secret_file = "{folder}/hook"
allow_private = true
"""


class OneOf(Served):
    """One of several gateways: it has started when it leads, or stands by."""

    def started(self):
        return self.logged("serving") or self.logged("standing_by")

    def leads(self):
        return self.logged("serving") is not None


class GatewaysTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(PostgresServer())

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-gateways-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("sepay", SEPAY_SECRET)
        self.write("gateways", "a secret that all gateways have, and nobody else")
        self.write("hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        self.hook = self.receiver()
        self.database = self.server.new_ledger()

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def receiver(self):
        """What is told to the webhook's address; the port."""
        self.told = told = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told.append(json.loads(body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_port

    def do(self, *arguments):
        done = chopay(*arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.strip()

    def gateway(self, name, source="", secret="gateways"):
        """Starts one on a folder of its own; the first one makes the market and the log's key."""
        folder = self.folder / name
        folder.mkdir()
        data = folder / "data"
        (folder / "chopay.toml").write_text(CONFIG.format(
            data=data, port=free_port(), folder=self.folder, secret=self.folder / secret,
            hook=self.hook, source=source))
        self.do("store", "use", "--url", self.server.url(self.database, "gateway"), "--data", data)
        keys = [path for path in self.folder.glob("*/data/log.key") if path.parent != data]
        if keys:
            shutil.copy(keys[0], data / "log.key")
            self.do("log", "trust-head", "--data", data, "--head-guard", f"{data}.head")
        else:
            (self.folder / "market.json").write_text(json.dumps(MARKET))
            self.do("market", "open", self.folder / "market.json", "--data", data)
            self.key, self.operator, self.till = (
                self.do("key", "create", "--market", "cho-kin", "--data", data, "--role", *role)
                for role in (("api",), ("operator",), ("till", "--stall", OPEN)))
        return self.enterContext(OneOf(folder))

    def pair(self, **changes):
        """The one that leads, and one that stands by and reaches it."""
        first = self.gateway("first", **changes)
        second = self.gateway("second", **changes)
        self.assertTrue(first.leads())
        self.assertFalse(second.leads())
        wait_until(lambda: second.ask("GET", "/readyz").status == 200, "the second to reach the first")
        return first, second

    def bearer(self, key=None):
        return {"Authorization": "Bearer " + (key or self.key)}

    def notice(self, gateway, reference, amount=50_000, source_address=None, headers=None,
               meanwhile=None):
        """The status and the Retry-After of a notice's answer. `meanwhile` happens just before the
        last byte of the notice is sent."""
        body = sepay_body(*ACCOUNT, amount, referenceCode=reference)
        connection = http.client.HTTPConnection(
            urllib.parse.urlsplit(gateway.url).netloc, timeout=60,
            source_address=(source_address, 0) if source_address else None)
        try:
            connection.putrequest("POST", SOURCE)
            fields = hmac_headers(SEPAY_SECRET, body) | (headers or {})
            for name, value in ({"Content-Length": str(len(body))} | fields).items():
                connection.putheader(name, value)
            connection.endheaders(body[:-1])
            if meanwhile:
                meanwhile()
            connection.send(body[-1:])
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers["Retry-After"]
        finally:
            connection.close()

    def amounts_told(self, count):
        """Of the credits that the webhook was told of, in their order, once there are so many."""
        def amounts():
            return [one["data"]["amount"] for one in self.told if one["type"] == "credit.received"]
        wait_until(lambda: len(amounts()) >= count, "the webhook")
        return amounts()

    def keys(self):
        """How many credits the ledger has."""
        return int(self.server.sql("SELECT count(*) FROM chopay.credit_key", self.database))

    def stream(self, gateway, last_id=None):
        stream = self.enterContext(Stream(gateway.url, f"/v1/stalls/{OPEN}/events", self.bearer(),
                                          last_id))
        self.assertEqual(stream.status, 200)
        return stream

    def test_whichever_gateway_is_asked_the_answer_is_the_same_and_a_webhook_comes_once(self):
        first, second = self.pair()
        self.assertEqual(second.ask("GET", "/readyz").status, 200)
        body = json.dumps({"stall": OPEN, "amount": 70_000})
        opened = second.ask("POST", "/v1/payment-requests", body, self.bearer())
        self.assertEqual(opened.status, 201, opened)
        path = "/v1/payment-requests/" + opened.json()["id"]
        asked = [gateway.ask("GET", path, headers=self.bearer()) for gateway in (first, second)]
        self.assertEqual(asked[0].json(), asked[1].json())
        self.assertEqual(sorted(asked[0].headers.keys()), sorted(asked[1].headers.keys()))
        for number, gateway in enumerate((first, second, second, first)):
            self.assertEqual(self.notice(gateway, f"FT{number // 2}", 20_000 + number // 2)[0], 200)
        self.assertEqual(self.notice(second, "FT9", 20_009)[0], 200)
        self.assertEqual(self.keys(), 3)
        self.assertEqual(self.amounts_told(3), [20_000, 20_001, 20_009])
        figures = second.ask("GET", "/metrics", headers=self.bearer(self.operator)).body.decode()
        self.assertIn("chopay_gateway_leads 0", figures)
        self.assertEqual(second.ask("GET", "/metrics").status, 401)

    def test_a_request_that_is_passed_on_has_one_id_at_both_gateways(self):
        first, second = self.pair()
        body = sepay_body("970436", "00009999", 50_000)  # of no market: kept aside
        answer = second.ask("POST", SOURCE, body, hmac_headers(SEPAY_SECRET, body) |
                            {"X-Request-Id": "chosen-by-the-sender"})
        entries = [json.loads(line) for line in first.errors().splitlines() if line[0] == "{"]
        kept = [entry["request"] for entry in entries if entry["event"] == "notice_kept"]
        self.assertEqual(kept, [answer.headers["X-Request-Id"]])
        self.assertNotEqual(kept, ["chosen-by-the-sender"])

    def test_an_event_reaches_who_listens_at_another_gateway(self):
        first, second = self.pair()
        delays = []
        for number, (told, listening) in enumerate(((first, second), (second, first))):
            stream = self.stream(listening)
            stream.next(comments=True)
            for again in range(20):
                reference = f"FT{number}{again:03}"
                self.assertEqual(self.notice(told, reference, 10_000 + again)[0], 200)
                acknowledged = time.monotonic()
                event = stream.next_of("credit")
                self.assertEqual(event.data["amount"], 10_000 + again)
                delays.append(event.came_at - acknowledged)
            stream.close()
        median = statistics.median(delays)
        print(f"events at another gateway came {1000 * median:.0f} ms after the notice was acknowledged, "
              f"the slowest of {len(delays)} {1000 * max(delays):.0f} ms")
        self.assertLess(median, 0.3)

    def test_a_key_that_is_revoked_at_one_gateway_opens_nothing_at_another(self):
        first, second = self.pair()
        path = f"/v1/stalls/{OPEN}/credits"
        till, operator = self.bearer(self.till), self.bearer(self.operator)
        for gateway in (first, second):
            self.assertEqual(gateway.ask("GET", path, headers=till).status, 200)
        keys = second.ask("GET", "/v1/keys", headers=operator).json()["keys"]
        revoked = next(key["id"] for key in keys if key["role"] == "till")
        gone = second.ask("DELETE", "/v1/keys/" + revoked, headers=operator)
        self.assertEqual(gone.status, 204, gone)
        for gateway in (first, second):
            self.assertEqual(gateway.ask("GET", path, headers=till).status, 401)

    def test_the_clients_own_address_is_what_a_source_is_held_to(self):
        first, second = self.pair(source='addresses = ["127.0.0.2"]')
        for gateway in (first, second):
            for address, expected in (("127.0.0.1", 401), ("127.0.0.2", 200)):
                status, _ = self.notice(gateway, "FT" + address, source_address=address,
                                        headers={"Chopay-Client": "127.0.0.2"})
                self.assertEqual(status, expected)

    def test_when_the_leader_dies_another_leads_and_a_stream_goes_on_behind_its_last_event(self):
        first, second = self.pair()
        stream = self.stream(second)
        stream.next(comments=True)
        self.assertEqual(self.notice(second, "FT1", 11_000)[0], 200)
        last = stream.next_of("credit")
        died = time.monotonic()
        first.kill()
        # It has not left yet when nobody leads: it waits, and is answered by who takes over. What is
        # answered 503 is sent again, as a bank does.
        statuses = []
        wait_until(lambda: statuses.append(self.notice(second, "FT2", 12_000)[0])
                   or statuses[-1] == 200, "the notice to be taken")
        print(f"acknowledged again {time.monotonic() - died:.1f} s after the leader was killed")
        self.assertLessEqual(set(statuses), {200, 503})
        wait_until(second.leads, "the second gateway leads")
        again = self.stream(second, last.id)
        self.assertEqual(again.next_of("credit").data["amount"], 12_000)
        self.assertEqual(self.keys(), 2)
        first.start()
        self.assertFalse(first.leads())
        self.assertEqual(self.notice(first, "FT1", 11_000)[0], 200)
        self.assertEqual(self.keys(), 2)
        self.assertEqual(self.amounts_told(2), [11_000, 12_000])

    def test_who_waits_for_the_next_one_to_lead_is_ready_for_what_comes(self):
        first, second = self.pair()
        self.assertEqual(second.ask("GET", "/readyz").status, 200)
        first.kill()
        time.sleep(1)  # it is doubted by now, and its place not taken yet
        self.assertEqual(second.ask("GET", "/readyz").status, 200)
        wait_until(second.leads, "the second gateway leads")
        self.assertEqual(second.ask("GET", "/readyz").status, 200)

    def test_a_leader_that_hangs_is_replaced_and_what_it_was_asked_is_never_said_to_be_done(self):
        first, second = self.pair()
        self.assertEqual(self.notice(second, "FT1")[0], 200)
        self.addCleanup(first.process.send_signal, signal.SIGCONT)
        # At once: a while later nobody would ask the one that hangs.
        status, retry_after = self.notice(
            second, "FT2", meanwhile=lambda: first.process.send_signal(signal.SIGSTOP))
        self.assertEqual((status, retry_after), (503, "1"))
        wait_until(second.leads, "the second gateway leads")
        self.assertEqual(self.notice(second, "FT2")[0], 200)
        first.process.send_signal(signal.SIGCONT)
        self.assertEqual(first.process.wait(60), 74)
        self.assertEqual(self.keys(), 2)
        self.do("ledger", "verify", "--data", second.data)

    def test_a_leader_that_is_told_to_stop_leaves_no_gap(self):
        leader, other = self.pair()
        # A busy machine is late in one round or another; a gap is there in each of them.
        for number in range(4):
            self.assertEqual(leader.stop(), 0)
            status, _ = self.notice(other, f"FT{number}")
            if status == 200:
                break
            wait_until(other.leads, "the other gateway leads")
            leader.start()
            leader, other = other, leader
        self.assertEqual(status, 200)
        self.assertEqual(other.ask("GET", "/readyz").status, 200)

    def test_a_leader_that_can_add_nothing_itself_leaves_the_lead_to_one_that_can(self):
        first = self.gateway("first")
        self.assertEqual(self.notice(first, "FT1")[0], 200)
        self.assertEqual(first.stop(), 0)
        guard = pathlib.Path(f"{first.data}.head")
        kept = guard.read_bytes()
        guard.write_bytes(b"no head guard" + kept[13:])
        first.start()
        wait_until(lambda: first.logged("lead_offered"), "the lead to be offered")
        self.assertTrue(first.leads())  # nobody else is there: it answers what it can
        self.assertEqual(first.ask("GET", "/v1/keys", headers=self.bearer(self.operator)).status, 200)
        self.assertEqual(self.notice(first, "FT2")[0], 503)
        second = self.gateway("second")
        wait_until(lambda: self.notice(second, "FT2")[0] == 200, "the second to lead")
        self.assertEqual(first.process.wait(60), 74)
        first.start()
        self.assertFalse(first.leads())
        wait_until(lambda: first.logged("not_fit_to_lead"), "the first to know itself")
        wait_until(lambda: self.notice(first, "FT3")[0] == 200, "the first to pass on")
        self.assertEqual(self.keys(), 3)
        self.assertEqual(second.process.poll(), None)
        self.do("ledger", "verify", "--data", second.data)

    def test_a_gateway_with_another_secret_passes_nothing_on(self):
        self.write("other", "another secret, as long as the one of the others")
        first = self.gateway("first")
        stranger = self.gateway("stranger", secret="other")
        self.assertTrue(first.leads())
        self.assertEqual(stranger.ask("GET", "/readyz").status, 503)
        self.assertEqual(self.notice(stranger, "FT1"), (503, "1"))
        self.assertEqual(stranger.ask("GET", "/healthz").status, 200)
        self.assertEqual(self.keys(), 0)


if __name__ == "__main__":
    unittest.main()
