"""The process's log: one object a line whatever others send, and which request a line is about."""

import http.client
import json
import pathlib
import re
import shutil
import socket
import tempfile
import unittest
import urllib.parse

from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body
from people import Person, cookie_of, hidden
from polling_test import CONFIG, ListServer, SePay
from privacy_test import open_market
from sandbox import DEADLINE_S, Served, chopay, wait_until

FIELDS = {"time", "level", "event", "detail"}
PROXY = "127.0.0.2"
# What would end a line for some reader, begin a forged one, or move a terminal.
HOSTILE = '\n{"event":"signed_in","detail":"forged"}\r\x1b[2J\x1b]0;t\x07\x85\u2028\u2029\u202e"\\'
HOSTILE_BYTES = HOSTILE.encode() + b"\xff\xfe\xc3\xed\xa0\x80"
# The same without what ends a field, and without all that is refused in a form.
IN_A_FIELD = bytes(byte for byte in HOSTILE_BYTES if byte not in b"\r\n")
IN_A_FORM = bytes(byte for byte in HOSTILE_BYTES if byte >= 0x20)


class LogTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-log-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = open_market(self.folder)
        self.operator = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--role", "operator",
            "--data", self.data).stdout.strip()}
        path = self.folder / "chopay.toml"
        path.write_text(f'proxies = ["{PROXY}"]\n' + path.read_text())

    def serve(self):
        self.gateway = self.enterContext(Served(self.folder))

    def log(self):
        """Each line of what the process wrote to stderr, as strict a reader as there is."""
        lines = self.gateway.raw_errors().decode("utf-8").splitlines()
        entries = [json.loads(line) for line in lines]
        for entry in entries:
            self.assertEqual(set(entry) - {"request"}, FIELDS, entry)
            self.assertTrue(all(isinstance(value, str) for value in entry.values()), entry)
            self.assertRegex(entry["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        return entries

    def of(self, event):
        return [entry for entry in self.log() if entry["event"] == event]

    def raw(self, sent):
        """All that comes back of these bytes."""
        got = b""
        with socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(self.gateway.url).port),
                                      timeout=DEADLINE_S) as client:
            client.settimeout(DEADLINE_S)
            client.sendall(sent)
            try:
                while piece := client.recv(65536):
                    got += piece
            except ConnectionError:
                pass
        return got

    def id_of(self, answer):
        """The id that an answer names, read whole or raw."""
        if isinstance(answer, bytes):
            return re.search(rb"\r\nX-Request-Id: (\S+)\r\n", answer)[1].decode()
        return answer.headers["X-Request-Id"]

    def through_proxy(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.gateway.url).netloc,
                                                timeout=DEADLINE_S, source_address=(PROXY, 0))
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def notice(self, body):
        return self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                hmac_headers(SEPAY_SECRET, body))

    def test_each_line_of_a_gateway_in_trouble_is_one_object_and_names_the_request_it_is_about(self):
        self.serve()
        made = self.gateway.ask("POST", "/v1/invitations", json.dumps({"role": "board"}),
                                self.operator)
        lan = Person(self.gateway, "lan")
        answers = {"signed_in": lan.enrol(made.json()["url"]),
                   "sign_in_wrong": lan.sign_in(code="000000"),
                   "notice_kept": self.notice(sepay_body("970436", "00009999", 50_000)),
                   "refused": self.raw(b"GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n")}
        for event, answer in answers.items():
            with self.subTest(event):
                told = self.of(event)
                self.assertEqual([entry.get("request") for entry in told], [self.id_of(answer)])
        self.assertEqual(self.of("refused")[0]["detail"], "unknown_host from 127.0.0.1")
        for entry in self.log():
            about_none = entry["event"] in ("serving", "stopped")
            self.assertEqual("request" not in entry, about_none, entry)
        sent = self.gateway.ask("GET", "/v1/sources/sepay-main/deliveries", headers=self.operator)
        self.assertEqual(sent.json()["deliveries"][0]["request"], self.id_of(answers["notice_kept"]))

    def test_a_trusted_proxys_id_is_the_requests_and_nobody_elses(self):
        self.serve()
        given = {"X-Request-Id": "proxy-0123456789"}
        self.assertEqual(self.id_of(self.through_proxy("GET", "/healthz", headers=given)),
                         given["X-Request-Id"])
        self.assertNotEqual(self.id_of(self.gateway.ask("GET", "/healthz", headers=given)),
                            given["X-Request-Id"])

    def test_of_a_thousand_refusals_of_a_kind_the_log_tells_one(self):
        self.serve()
        for _ in range(1_000):
            self.raw(b"GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n")
        self.raw(b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        codes = [entry["detail"].split(" ")[0] for entry in self.of("refused")]
        self.assertIn(codes.count("unknown_host"), (1, 2), "more than a line a minute")
        self.assertEqual(codes.count("method_unknown"), 1)
        text = self.gateway.ask("GET", "/metrics", headers=self.operator).body.decode()
        self.assertIn('chopay_refused_total{code="unknown_host"} 1000\n', text)
        self.assertIn('chopay_refused_total{code="method_unknown"} 1\n', text)
        self.assertIn("chopay_shed_total 0\n", text)

    def test_what_a_browser_types_and_a_proxy_says_forges_no_line(self):
        self.serve()
        page = self.through_proxy("GET", "/sign-in")
        visit = self.gateway.ask("GET", "/sign-in")
        self.assertEqual(page.status, 200)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie_of(visit),
                   "X-Forwarded-For": IN_A_FORM[-20:], "User-Agent": IN_A_FORM}
        for typed, status in ((HOSTILE_BYTES, 400), (IN_A_FORM, 403)):
            fields = urllib.parse.urlencode({"csrf": hidden(visit, "csrf"), "name": typed,
                                             "password": typed, "code": typed})
            answer = self.through_proxy("POST", "/sign-in", fields, headers)
            self.assertEqual(answer.status, status)
        self.assertEqual(len(self.of("sign_in_wrong")), 1)
        self.assertEqual(self.of("signed_in"), [])

    def test_hosts_and_paths_forge_no_line(self):
        self.serve()
        path = b"/" + urllib.parse.quote(HOSTILE_BYTES).encode()
        for sent in (b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                     b"POST /callbacks" + path + b" HTTP/1.1\r\nHost: localhost\r\n"
                     b"Connection: close\r\nContent-Length: 0\r\n\r\n",
                     b"GET /" + IN_A_FIELD + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: " + IN_A_FIELD + b"\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: localhost\n" + HOSTILE_BYTES + b"\r\n\r\n",
                     HOSTILE_BYTES + b"\r\n\r\n"):
            self.assertRegex(self.raw(sent)[:13], rb"^HTTP/1\.1 4\d\d")
        self.assertNotIn("signed_in", {entry["event"] for entry in self.log()})
        self.assertGreater(len(self.of("refused")), 0)

    def test_what_a_source_sends_forges_no_line(self):
        self.serve()
        for body in (HOSTILE_BYTES, json.dumps({HOSTILE: HOSTILE}).encode(),
                     b'{"gateway":"' + IN_A_FIELD + b'"}',
                     sepay_body("970436", "00009999", 50_000, HOSTILE, code=HOSTILE,
                                referenceCode=HOSTILE, gateway=HOSTILE)):
            self.notice(body)
        self.assertGreater(len(self.of("notice_kept")), 0)
        self.assertNotIn("signed_in", {entry["event"] for entry in self.log()})

    def test_what_a_providers_list_answers_forges_no_line(self):
        token = self.folder / "token"
        token.write_text("list-token-1\n")
        token.chmod(0o600)
        (self.folder / "casso").write_text("s3cret-of-casso\n")
        (self.folder / "casso").chmod(0o600)
        body = json.dumps({"status": HOSTILE, "error": HOSTILE, "messages": HOSTILE}) + HOSTILE
        server = ListServer(SePay, [[]], [(200, {}, body)] * 2)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        with (self.folder / "chopay.toml").open("a") as settings:
            settings.write(CONFIG.format(url=server.url, folder=self.folder, provider="sepay"))
        self.serve()
        wait_until(lambda: self.of("poll_failed"), "the list to fail")
        self.assertNotIn("signed_in", {entry["event"] for entry in self.log()})


if __name__ == "__main__":
    unittest.main()
