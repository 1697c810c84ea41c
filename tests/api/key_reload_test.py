"""Keys of what goes out, and of shops, are changed while the gateway runs."""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import shutil
import signal
import tempfile
import threading
import unittest

from privacy_test import open_market
from sandbox import Served, chopay, wait_until

CONFIG = """
[[webhook]]
id = "books"
url = "{url}/hook"
market = "cho-kin"
secret_file = "{folder}/hook.secret"
allow_private = true
[[payos]]
client_id = "shop"
market = "cho-kin"
stall = "P01"
api_key_file = "{folder}/shop.api"
checksum_key_file = "{folder}/shop.checksum"
allow_private = true
"""
KEYS = [bytes([first] * 32) for first in (1, 2)]


def whsec(key):
    return "whsec_" + base64.b64encode(key).decode()


class KeyReloadTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-keys-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.got = got = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.append((dict(self.headers),
                            self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        data = open_market(self.folder)
        self.key = chopay("key", "create", "--market", "cho-kin", "--role", "api", "--data",
                          data).stdout.strip()
        self.write("hook.secret", whsec(KEYS[0]))
        self.write("shop.api", "api-one")
        self.write("shop.checksum", "checksum-one")
        config = self.folder / "chopay.toml"
        config.write_text(config.read_text() + CONFIG.format(
            url=f"http://127.0.0.1:{server.server_port}", folder=self.folder))
        self.gateway = self.enterContext(Served(self.folder))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)

    def reload(self):
        """SIGHUP, and what the log says then."""
        before = len(self.gateway.errors())
        self.gateway.process.send_signal(signal.SIGHUP)

        def said():
            for line in self.gateway.errors()[before:].rpartition("\n")[0].splitlines():
                if line.startswith("{") and json.loads(line)["event"].endswith("reloaded"):
                    return json.loads(line)["event"]
            return None
        return wait_until(said, "the reload")

    def signed_by(self, key):
        """Whether a message that is sent now is signed with that key."""
        answer = self.gateway.ask("POST", "/v1/webhooks/books/ping", "{}",
                                  {"Authorization": "Bearer " + self.key})
        self.assertEqual(answer.status, 200, answer)
        def ping():
            for headers, body in list(self.got):  # events of the shop's orders are among them
                headers = {name.lower(): value for name, value in headers.items()}
                if headers["webhook-id"] == answer.json()["id"]:
                    return headers, body
            return None
        headers, body = wait_until(ping, "the ping")
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return headers["webhook-signature"] == "v1," + mac

    def shop(self, api_key, checksum_key):
        """How an order of the shop is answered, made with these keys."""
        order = {"orderCode": 7, "amount": 2_000, "description": "don 7",
                 "cancelUrl": "https://a.example/no", "returnUrl": "https://a.example/ok"}
        text = "&".join(f"{name}={order[name]}" for name in sorted(order))
        order["signature"] = hmac.new(checksum_key.encode(), text.encode(),
                                      hashlib.sha256).hexdigest()
        return self.gateway.ask("POST", "/v2/payment-requests", json.dumps(order),
                                {"x-client-id": "shop", "x-api-key": api_key}).json()["code"]

    def test_what_is_sent_is_signed_with_the_new_key_and_a_shop_shows_its_new_ones(self):
        self.assertTrue(self.signed_by(KEYS[0]))
        self.assertEqual(self.shop("api-one", "checksum-one"), "00")
        self.write("hook.secret", whsec(KEYS[1]))
        self.write("shop.api", "api-two")
        self.write("shop.checksum", "checksum-two")
        self.assertTrue(self.signed_by(KEYS[0]), "a file alone changes nothing")
        self.assertEqual(self.reload(), "reloaded")
        self.assertTrue(self.signed_by(KEYS[1]))
        self.assertEqual(self.shop("api-one", "checksum-one"), "401")
        self.assertEqual(self.shop("api-two", "checksum-one"), "24")
        self.assertEqual(self.shop("api-two", "checksum-two"), "00")

    def test_a_key_that_is_none_changes_none_of_them(self):
        self.write("shop.api", "api-two")
        self.write("hook.secret", "not a key")
        self.assertEqual(self.reload(), "not_reloaded")
        self.assertTrue(self.signed_by(KEYS[0]))
        self.assertEqual(self.shop("api-one", "checksum-one"), "00")


if __name__ == "__main__":
    unittest.main()
