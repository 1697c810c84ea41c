"""TLS inside the gateway: what it speaks, how certificates are renewed, who must show one."""

import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.parse

from notices import hmac_headers, sepay_body
from sandbox import DEADLINE_S, Served, chopay, wait_until
from source_test import MARKET
from tls_files import Authority, fingerprint

HEAD = """
listen = "127.0.0.1:8443"
hosts = ["localhost"]
data = "{folder}/data"
[tls]
certificate_file = "{folder}/server.pem"
key_file = "{folder}/server.key"
[[source]]
id = "plain"
kind = "sepay"
secret_file = "{folder}/secret"
"""
BANK = """
[[source]]
id = "bank"
kind = "sepay"
secret_file = "{folder}/secret"
client_ca_file = "{folder}/banks.pem"
{rule}
"""


class TlsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-tls-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "secret").write_text("a-secret")
        (self.folder / "secret").chmod(0o600)
        (self.folder / "market.json").write_text(json.dumps(MARKET))
        self.authority = Authority(self.folder, "ours")
        self.install(*self.authority.vouch_for("localhost"))
        self.configure()

    def install(self, certificate, key):
        shutil.copy(certificate, self.folder / "server.pem")
        shutil.copy(key, self.folder / "server.key")

    def configure(self, *more):
        text = HEAD + "".join(more)
        (self.folder / "chopay.toml").write_text(text.format(folder=self.folder))

    def serve(self):
        opened = chopay("market", "open", self.folder / "market.json", "--data",
                        self.folder / "data")
        self.assertEqual(opened.returncode, 0, opened.stderr)
        self.gateway = self.enterContext(Served(self.folder))
        self.port = urllib.parse.urlsplit(self.gateway.url).port

    def not_served(self):
        """What the program says that does not start."""
        ended = chopay("serve", "--config", self.folder / "chopay.toml", "--listen", "127.0.0.1:0")
        self.assertNotEqual(ended.returncode, 0)
        return ended.stderr

    def context(self, certificate=None):
        context = ssl.create_default_context(cafile=self.authority.file)
        if certificate:
            context.load_cert_chain(*certificate)
        return context

    def ask(self, method, path, body=None, headers=None, context=None):
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=DEADLINE_S,
                                                 context=context or self.context())
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def shown(self):
        """The server's certificate as a new client sees it."""
        return ssl.get_server_certificate(("localhost", self.port), timeout=DEADLINE_S)

    def s_client(self, *options):
        """What openssl's client prints of a handshake."""
        ran = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{self.port}",
                              "-CAfile", self.authority.file, *options], input=b"",
                             capture_output=True, timeout=DEADLINE_S, check=False)
        return ran.returncode, ran.stdout.decode(errors="replace")

    def reload(self):
        before = self.gateway.errors()
        self.gateway.process.send_signal(signal.SIGHUP)

        def said():
            fresh = self.gateway.errors()[len(before):].rpartition("\n")[0]
            for entry in map(json.loads, fresh.splitlines()):
                if entry["event"] in ("reloaded", "not_reloaded"):
                    return entry
            return None
        return wait_until(said, "the answer to SIGHUP")

    def send(self, source, certificate=None):
        body = sepay_body("970436", "1017595600", 50_000)
        return self.ask("POST", "/callbacks/" + source, body, hmac_headers("a-secret", body),
                        self.context(certificate))[0]


class WhatIsSpoken(TlsTest):
    def test_a_page_comes_over_tls_and_asks_for_tls_from_then_on(self):
        self.serve()
        status, _, headers = self.ask("GET", "/healthz")
        self.assertEqual(status, 200)
        self.assertEqual(headers["Strict-Transport-Security"],
                         "max-age=63072000; includeSubDomains")
        self.assertTrue(self.gateway.url.startswith("https://"))

    def test_curl_is_served(self):
        self.serve()
        ran = subprocess.run(["curl", "-sS", "--cacert", self.authority.file, "--tlsv1.3",
                              f"https://localhost:{self.port}/healthz"], capture_output=True,
                             timeout=DEADLINE_S, check=False)
        self.assertEqual(ran.returncode, 0, ran.stderr)

    def test_only_1_2_and_1_3_are_spoken_and_only_with_forward_secrecy(self):
        self.serve()
        weak = ("-cipher", "ALL:@SECLEVEL=0")
        for version, spoken in (("-tls1", False), ("-tls1_1", False), ("-tls1_2", True),
                                ("-tls1_3", True)):
            with self.subTest(version):
                code, said = self.s_client(version, *weak)
                self.assertEqual(code == 0 and "Cipher is (NONE)" not in said, spoken, said)
        for suite in ("AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA"):
            with self.subTest(suite):
                self.assertIn("Cipher is (NONE)", self.s_client("-tls1_2", "-cipher", suite)[1])

    def test_http_1_1_is_chosen_and_nobody_is_led_to_another_protocol(self):
        self.serve()
        self.assertIn("ALPN protocol: http/1.1", self.s_client("-alpn", "h2,http/1.1")[1])
        self.assertIn("Cipher is (NONE)", self.s_client("-alpn", "h2")[1])

    def test_a_session_is_taken_up_again_by_its_ticket(self):
        self.serve()
        session = self.folder / "session"
        for version in ("-tls1_2", "-tls1_3"):
            with self.subTest(version):
                # A ticket of TLS 1.3 comes behind the handshake: a question makes the client read it.
                subprocess.run(["openssl", "s_client", "-connect", f"localhost:{self.port}", version,
                                "-sess_out", session, "-ign_eof"],
                               input=b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                                     b"Connection: close\r\n\r\n",
                               capture_output=True, timeout=DEADLINE_S, check=True)
                self.assertIn("Reused, TLSv1", self.s_client(version, "-sess_in", session)[1])

    def test_a_client_of_plain_http_is_let_go_and_the_next_is_served(self):
        self.serve()
        with socket.create_connection(("localhost", self.port), timeout=DEADLINE_S) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try:
                self.assertNotIn(b"HTTP/1.1", client.recv(100))
            except ConnectionError:
                pass
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)

    def test_many_requests_and_a_stop_on_one_connection(self):
        self.serve()
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=DEADLINE_S,
                                                 context=self.context())
        self.addCleanup(connection.close)
        for _ in range(50):
            connection.request("GET", "/openapi.json")
            answer = connection.getresponse()
            self.assertEqual((answer.status, len(json.loads(answer.read())["openapi"])), (200, 5))
        self.assertEqual(self.gateway.stop(), 0)

    def test_who_was_busy_and_rests_in_the_middle_of_a_record_is_understood_when_going_on(self):
        self.serve()
        coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
        secure = self.context().wrap_bio(coming, going, server_hostname="localhost")
        with socket.create_connection(("localhost", self.port), timeout=DEADLINE_S) as plain:
            def until(step):
                while True:
                    try:
                        return step()
                    except ssl.SSLWantReadError:
                        plain.sendall(going.read())
                        coming.write(plain.recv(65536))

            def answered():
                self.assertIn(b"200 OK", until(lambda: secure.read(65536)))

            until(secure.do_handshake)
            for number in range(40):
                secure.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if number % 20 == 10:  # longer than a server keeps the buffers of one that rests
                    record = going.read()
                    plain.sendall(record[:40])
                    time.sleep(1.8)
                    plain.sendall(record[40:])
                answered()

    def test_who_sends_half_a_record_is_let_go_like_who_sends_nothing(self):
        self.serve()
        with socket.create_connection(("localhost", self.port), timeout=DEADLINE_S) as plain, \
                self.context().wrap_socket(plain, server_hostname="localhost") as secure:
            os.write(secure.fileno(), b"\x17\x03\x03\x40\x00" + bytes(100))
            began = time.monotonic()
            while select.select([secure.fileno()], [], [], DEADLINE_S)[0] \
                    and os.read(secure.fileno(), 4096):
                pass
            self.assertLess(time.monotonic() - began, 25)  # five seconds, on a machine that is not busy

    def test_the_cookies_of_an_encrypted_server_are_secure(self):
        self.serve()
        for line in self.ask("GET", "/sign-in")[2].get_all("Set-Cookie"):
            self.assertIn("; Secure", line)


class Renewal(TlsTest):
    def test_a_new_certificate_is_used_after_sighup_and_open_connections_stay(self):
        self.serve()
        first = self.shown()
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=DEADLINE_S,
                                                 context=self.context())
        self.addCleanup(connection.close)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        self.install(*self.authority.vouch_for("localhost"))
        self.assertEqual(self.shown(), first, "nothing before it is told to")
        self.assertEqual(self.reload()["event"], "reloaded")
        self.assertNotEqual(self.shown(), first)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().status, 200)

    def test_files_that_cannot_be_used_change_nothing_and_are_told(self):
        self.serve()
        first = self.shown()
        other = self.authority.vouch_for("elsewhere")
        key = (self.folder / "server.key").read_bytes()
        for what, text in (("not the certificate's", other[1].read_bytes()), ("broken", b"no key"),
                           ("empty", b"")):
            with self.subTest(what):
                (self.folder / "server.key").write_bytes(text)
                told = self.reload()
                self.assertEqual(told["event"], "not_reloaded")
                self.assertIn("server.key", told["detail"])
                self.assertEqual(self.shown(), first)
        (self.folder / "server.key").write_bytes(key)
        (self.folder / "server.key").chmod(0o604)
        self.assertIn("chmod 640", self.reload()["detail"])
        (self.folder / "server.key").chmod(0o600)
        self.assertEqual(self.reload()["event"], "reloaded")

    def test_tls_is_not_switched_off_while_it_runs(self):
        self.serve()
        text = (self.folder / "chopay.toml").read_text()
        (self.folder / "chopay.toml").write_text(
            "\n".join(line for line in text.splitlines()
                      if not line.startswith(("[tls]", "certificate_file", "key_file"))))
        told = self.reload()
        self.assertEqual(told["event"], "not_reloaded")
        self.assertIn("restart", told["detail"])


class Settings(TlsTest):
    def test_what_cannot_work_does_not_start_and_says_why(self):
        (self.folder / "server.key").chmod(0o604)
        self.assertIn("chmod 640", self.not_served())
        (self.folder / "server.key").unlink()
        self.assertIn("server.key", self.not_served())
        self.configure(BANK.replace("{rule}", ""))
        self.assertIn("client_names or client_fingerprints", self.not_served())
        Authority(self.folder, "banks")
        self.configure(BANK.replace("{rule}", 'client_fingerprints = ["12:34"]'))
        self.assertIn("SHA-256", self.not_served())

    def test_a_client_certificate_without_tls_or_a_public_url_without_is_refused(self):
        Authority(self.folder, "banks")
        self.configure(BANK.replace("{rule}", 'client_names = ["a"]'))
        text = (self.folder / "chopay.toml").read_text()
        (self.folder / "chopay.toml").write_text(
            "\n".join(line for line in text.splitlines()
                      if not line.startswith(("[tls]", "certificate_file", "key_file"))))
        self.assertIn("needs [tls]", self.not_served())
        (self.folder / "chopay.toml").write_text('public_url = "http://pay.example.vn"\n' + text)
        self.assertIn("https://", self.not_served())


class ClientCertificates(TlsTest):
    """One source must show a certificate; the others, and browsers, need none."""

    def setUp(self):
        super().setUp()
        self.banks = Authority(self.folder, "banks")
        self.good = self.banks.vouch_for("notify.bank.vn")

    def log_after_stop(self):
        self.assertEqual(self.gateway.stop(), 0)
        listed = chopay("callback", "log", "--data", self.folder / "data", "--source", "bank")
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def test_a_source_is_believed_by_its_certificate_alone(self):
        self.configure(BANK.replace("{rule}", 'client_names = ["notify.bank.vn"]'))
        self.serve()
        strangers = Authority(self.folder, "strangers")
        tries = ((None, "no client certificate"),
                 (self.banks.vouch_for("other.bank.vn"), "another name"),
                 (strangers.vouch_for("notify.bank.vn"), "unable to get"),
                 (self.banks.vouch_for("notify.bank.vn", usage="serverAuth"), "purpose"))
        for certificate, why in tries:
            with self.subTest(why):
                self.assertEqual(self.send("bank", certificate), 401)
        self.assertEqual(self.send("plain"), 200, "nobody else is asked")
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)
        for row, (_, why) in zip(self.log_after_stop(), tries):
            self.assertIn(why, row["why"])

    def test_name_and_fingerprint_both_count_and_a_reload_takes_a_certificate_back(self):
        rule = f'client_names = ["notify.bank.vn"]\nclient_fingerprints = ["{fingerprint(self.good[0])}"]'
        self.configure(BANK.replace("{rule}", rule))
        self.serve()
        self.assertEqual(self.send("bank", self.good), 200)
        kept = [shutil.copy(path, str(path) + ".kept") for path in self.good]
        self.assertEqual(self.send("bank", self.banks.vouch_for("notify.bank.vn")), 401)
        self.assertEqual(self.send("bank", kept), 200)
        self.configure(BANK.replace("{rule}", 'client_fingerprints = ["' + "0" * 64 + '"]'))
        self.assertEqual(self.reload()["event"], "reloaded")
        self.assertEqual(self.send("bank", kept), 401)

    def test_the_authorities_of_one_source_do_not_vouch_for_another(self):
        others = Authority(self.folder, "others")
        self.configure(BANK.replace("{rule}", 'client_names = ["notify.bank.vn"]'),
                       BANK.replace('"bank"', '"other"').replace("banks.pem", "others.pem")
                       .replace("{rule}", 'client_names = ["notify.bank.vn"]'))
        self.serve()
        self.assertEqual(self.send("bank", self.good), 200)
        self.assertEqual(self.send("other", self.good), 401)
        self.assertEqual(self.send("other", others.vouch_for("notify.bank.vn")), 200)

    def test_an_expired_certificate_is_refused(self):
        self.configure(BANK.replace("{rule}", 'client_names = ["notify.bank.vn"]'))
        self.serve()
        self.assertEqual(self.send("bank", self.banks.vouch_for("notify.bank.vn", days=-1)), 401)
        self.assertIn("expired", self.log_after_stop()[0]["why"])

    def test_who_shows_a_certificate_proves_it_on_each_connection(self):
        self.configure(BANK.replace("{rule}", 'client_names = ["notify.bank.vn"]'))
        self.serve()
        context = self.context(self.good)
        session = None
        for _ in range(3):
            with socket.create_connection(("localhost", self.port), timeout=DEADLINE_S) as plain, \
                    context.wrap_socket(plain, server_hostname="localhost",
                                        session=session) as secure:
                secure.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertIn(b"200 OK", secure.recv(2000))
                self.assertFalse(secure.session_reused)
                session = secure.session
        self.assertEqual(self.send("bank", self.good), 200)


if __name__ == "__main__":
    unittest.main()
