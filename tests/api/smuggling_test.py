"""No request hides behind another: alone, and behind HAProxy and nginx.

A proxy refuses the hidden target itself, so whoever is served it has got past the proxy.
"""

import pathlib
import re
import shutil
import socket
import tempfile
import unittest
import urllib.parse

from ports import free_port
from proxies import start_proxy
from sandbox import DEADLINE_S, Sandbox, chopay, wait_until
from smuggling import shapes

HAPROXY = """
global
  maxconn 500
defaults
  mode http
  timeout connect 5s
  timeout client 1s
  timeout http-request 300ms
  timeout http-keep-alive 200ms
  timeout server 10s
frontend front
  bind 127.0.0.1:{port}
  http-request deny if {{ path /v1/banks }}
  default_backend back
backend back
  http-reuse always
  server gateway 127.0.0.1:{back}
"""
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 500; }}
http {{
  access_log off;
  client_header_timeout 300ms;
  client_body_timeout 300ms;
  keepalive_timeout 200ms;
  lingering_timeout 200ms;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream back {{ server 127.0.0.1:{back}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    location = /v1/banks {{ return 403; }}
    location / {{
      proxy_pass http://back;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host localhost;
    }}
  }}
}}
"""


def answer_to(port, sent):
    """All bytes that come until the other end closes or falls silent."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S) as client:
        try:
            client.sendall(sent)
            while piece := client.recv(65536):
                got += piece
        except (ConnectionError, TimeoutError):
            pass
    return got


class SmugglingTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-smuggling-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.gateway = self.enterContext(Sandbox())
        self.gateway.stop()  # metrics are an operator's to read, whose key is made offline
        made = chopay("key", "create", "--market", self.gateway.file["market"], "--role", "operator",
                      "--data", self.gateway.data)
        self.key = made.stdout.strip()
        self.gateway.restart()
        self.back = urllib.parse.urlsplit(self.gateway.url).port

    def hidden_ones(self):
        """How often the gateway has served the hidden target."""
        answer = self.gateway.get("/metrics", self.key)
        self.assertEqual(answer.status, 200)
        text = answer.body.decode()
        counts = re.findall(r'^chopay_request_seconds_count\{[^}]*"/v1/banks"[^}]*\} (\d+)', text,
                            re.MULTILINE)
        return sum(map(int, counts))

    def refused_ones(self):
        """How often the gateway has refused what was not even a request."""
        text = self.gateway.get("/metrics", self.key).body.decode()
        counts = re.findall(r"^chopay_refused_total\{[^}]*\} (\d+)", text, re.MULTILINE)
        return sum(map(int, counts))

    def start(self, port, program, *arguments):
        start_proxy(self, port, self.folder / "proxy.log", program, *arguments)

    def check_behind(self, port):
        health = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        def fresh(question):
            """The answer of a new connection; asked again where the proxy had not heard it in time, as
            on a busy machine."""
            return wait_until(lambda: (answer := answer_to(port, question))
                              and b" 408 " not in answer[:20] and answer, "an answer")

        good = fresh(health)
        self.assertIn(b" 200 ", good[:20])
        self.assertIn(b" 403 ", fresh(health.replace(b"healthz", b"v1/banks"))[:20])
        for name, sent in shapes():
            with self.subTest(name):
                answer_to(port, sent)
                # The next client gets the answer to its own question.
                self.assertEqual(fresh(health).split(b"\r\n\r\n")[1],
                                 good.split(b"\r\n\r\n")[1])
        self.assertEqual(self.hidden_ones(), 0)

    def test_each_of_60_shapes_and_more_is_refused_once_and_nothing_behind_it_is_read(self):
        self.assertGreaterEqual(len(list(shapes())), 60)
        for name, sent in shapes():
            with self.subTest(name):
                got = answer_to(self.back, sent)
                self.assertRegex(got[:13], rb"^HTTP/1\.1 [45]\d\d")
                self.assertEqual(len(re.findall(rb"HTTP/1\.1 \d", got)), 1, got)
                self.assertIn(b"\r\nConnection: close\r\n", got)
        self.assertEqual(self.hidden_ones(), 0)
        self.assertEqual(self.refused_ones(), len(list(shapes())))
        self.assertIsNotNone(self.gateway.logged("refused"))
        self.gateway.ask("GET", "/v1/banks?q=hidden")
        self.assertEqual(self.hidden_ones(), 1, "they would have been counted")

    def test_none_gets_through_haproxy(self):
        port = free_port()
        config = self.folder / "haproxy.cfg"
        config.write_text(HAPROXY.format(port=port, back=self.back))
        self.start(port, "haproxy", "-f", config, "-db")
        self.check_behind(port)

    def test_none_gets_through_nginx(self):
        port = free_port()
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, port=port, back=self.back))
        self.start(port, "nginx", "-c", config)
        self.check_behind(port)


if __name__ == "__main__":
    unittest.main()
