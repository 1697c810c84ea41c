"""Behind a real HAProxy that passes TLS through and says by the PROXY protocol who is there."""

import csv
import http.client
import socket
import ssl

from notices import hmac_headers, sepay_body
from ports import free_port
from proxies import start_proxy
from sandbox import DEADLINE_S, wait_until
from tls_files import Authority
from tls_test import BANK, TlsTest

SETTING = 'proxy_protocol = ["127.0.0.1"]\n'
HAPROXY = """
global
  stats socket {folder}/haproxy.sock
defaults
  mode tcp
  timeout connect 5s
  timeout client 10s
  timeout server 10s
  timeout check 30s
frontend front
  bind 127.0.0.1:{port}
  default_backend back
backend back
  option httpchk
  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host localhost
  server gateway 127.0.0.1:{back} {how}
"""


class BehindHaproxy(TlsTest):
    def configure(self, *more):
        super().configure(*more)
        path = self.folder / "chopay.toml"
        path.write_text(SETTING + path.read_text())

    def proxied(self, how):
        self.port = free_port()
        config = self.folder / "haproxy.cfg"
        back = self.gateway.url.rpartition(":")[2]
        config.write_text(HAPROXY.format(folder=self.folder, port=self.port, back=back, how=how))
        start_proxy(self, self.port, self.folder / "haproxy.log", "haproxy", "-f", config, "-db")

    def send_from(self, address, source, certificate=None):
        """The status of a signed notice from that address of this machine."""
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=DEADLINE_S, context=self.context(certificate),
            source_address=(address, 0))
        self.addCleanup(connection.close)
        body = sepay_body("970436", "1017595600", 50_000)
        connection.request("POST", "/callbacks/" + source, body, hmac_headers("a-secret", body))
        return connection.getresponse().status

    def test_a_bank_is_known_by_its_address_and_its_certificate_through_the_proxy(self):
        banks = Authority(self.folder, "banks")
        self.configure(BANK.replace("{rule}",
                                    'client_names = ["bank"]\naddresses = ["127.0.0.9"]'))
        self.serve()
        self.proxied("send-proxy-v2")
        certificate = banks.vouch_for("bank")
        self.assertEqual(self.send_from("127.0.0.9", "bank", certificate), 200)
        self.assertEqual(self.send_from("127.0.0.8", "bank", certificate), 401)
        self.assertEqual(self.send_from("127.0.0.9", "bank"), 401)

    def test_extensions_behind_the_addresses_do_not_disturb(self):
        self.serve()
        self.proxied("send-proxy-v2-ssl-cn proxy-v2-options crc32c,unique-id")
        self.assertEqual(self.send_from("127.0.0.9", "plain"), 200)

    def looked(self):
        """What HAProxy saw when it looked at us last."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.folder / "haproxy.sock"))
            client.sendall(b"show stat\n")
            rows = list(csv.DictReader(client.makefile()))
        return next(row for row in rows if row["svname"] == "gateway")["check_status"].lstrip("* ")

    def test_the_proxys_own_look_at_our_health_is_answered(self):
        self.serve()
        self.proxied("send-proxy-v2 check inter 100ms check-ssl verify none")
        wait_until(lambda: self.looked() == "L7OK", "the answer to HAProxy's look at us")
        self.assertIsNone(self.gateway.logged("no_proxy_header"))

    def test_the_text_form_and_no_header_at_all_are_closed_and_told(self):
        for how in ("send-proxy", ""):
            with self.subTest(how):
                self.serve()
                self.proxied(how)
                with self.assertRaises((ssl.SSLError, OSError)):
                    self.send_from("127.0.0.9", "plain")
                self.assertEqual(wait_until(lambda: self.gateway.logged("no_proxy_header"), "the log"),
                                 "127.0.0.1")
                self.gateway.close()

    def test_who_comes_past_the_proxy_is_himself(self):
        self.serve()
        self.port = int(self.gateway.url.rpartition(":")[2])
        self.assertEqual(self.send_from("127.0.0.8", "plain"), 200)
        with socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE_S,
                                      source_address=("127.0.0.8", 0)) as client:
            client.sendall(b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes(12))
            try:
                self.assertNotIn(b"HTTP", client.recv(1000))
            except ConnectionError:
                pass

    def test_a_list_with_what_is_no_address_is_not_started_with(self):
        path = self.folder / "chopay.toml"
        path.write_text(path.read_text().replace("127.0.0.1\"]", "10.0.0.1/8\"]"))
        self.assertIn('proxy_protocol: "10.0.0.1/8" is no address', self.not_served())


del TlsTest  # it is no test of this file
