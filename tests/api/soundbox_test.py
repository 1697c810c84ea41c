"""Loudspeakers: the bridge to MQTT, with the broker and the client of Debian's `mosquitto`."""

import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

from ports import free_port
from sandbox import DEADLINE_S, Sandbox, wait_until


def certificate(folder):
    """A broker's certificate that signs itself, for 127.0.0.1."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)


class Configured(Sandbox):
    """A sandbox with more settings."""

    def __init__(self, config):
        super().__init__()
        self._config = config

    def arguments(self, listen):
        return (*super().arguments(listen), "--config", self._config)


@unittest.skipUnless(shutil.which("mosquitto", path="/usr/sbin:/usr/bin"), "no mosquitto here")
class SoundboxTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-mqtt-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        certificate(self.folder)
        (self.folder / "key.pem").chmod(0o644)
        self.port = free_port()
        (self.folder / "broker.conf").write_text(
            f"user root\nlistener {self.port} 127.0.0.1\nallow_anonymous true\n"
            # So that it knows the box after its own restart.
            f"persistence true\npersistence_location {self.folder}/\n"
            f"log_dest file {self.folder}/broker.log\nlog_type subscribe\n"
            f"certfile {self.folder}/cert.pem\nkeyfile {self.folder}/key.pem\n")
        self.config = self.folder / "chopay.toml"
        self.config.write_text(
            f'[[mqtt]]\nid = "boxes"\nhost = "127.0.0.1"\nport = {self.port}\n'
            f'market = "ha-long-1"\nca_file = "{self.folder}/cert.pem"\n')
        self.heard = self.folder / "heard"

    def start(self, *command):
        with open(self.heard, "ab") as heard:
            process = subprocess.Popen(list(map(str, command)), stderr=subprocess.DEVNULL,
                                       stdout=heard)
        self.addCleanup(process.wait, DEADLINE_S)
        self.addCleanup(process.kill)
        return process

    def start_broker(self):
        broker = self.start(shutil.which("mosquitto", path="/usr/sbin:/usr/bin"), "-c",
                            self.folder / "broker.conf")

        def listens():
            with socket.socket() as one:
                return one.connect_ex(("127.0.0.1", self.port)) == 0
        wait_until(listens, "the broker")
        return broker

    def start_box(self):
        box = self.start("mosquitto_sub", "-h", "127.0.0.1", "-p", self.port, "--cafile",
                         self.folder / "cert.pem", "-t", "chopay/#", "-q", "1", "-i", "box", "-c",
                         "-F", "%t %q %r %p")
        # What is sent before the broker knows of it never comes.
        wait_until(lambda: "chopay/#" in (self.folder / "broker.log").read_text(),
                   "the subscription")
        return box

    def lines(self):
        whole = self.heard.read_text().rpartition("\n")[0]
        return [line.split(" ", 3) for line in whole.splitlines()]

    def amounts(self):
        return [json.loads(line[3])["amount"] for line in self.lines()]

    def test_a_box_hears_each_credit_in_order_also_what_came_while_the_broker_was_away(self):
        broker = self.start_broker()
        self.start_box()
        with Configured(self.config) as sandbox:
            self.assertEqual(sandbox.pay(sandbox.open_request(85_000)).status, 200)
            wait_until(lambda: 85_000 in self.amounts(), "the first credit")
            topic, qos, retained, payload = self.lines()[0]
            self.assertEqual((topic, qos, retained), ("chopay/ha-long-1/A12/credit", "1", "0"))
            self.assertEqual(json.loads(payload)["verdict"], "paid")
            self.assertEqual(set(json.loads(payload)),
                             {"id", "amount", "verdict", "occurred_at", "at"})
            broker.terminate()
            broker.wait(DEADLINE_S)
            for amount in (1_000, 2_000, 3_000):
                self.assertEqual(sandbox.pay(sandbox.open_request(amount)).status, 200)
            self.start_broker()
            wait_until(lambda: 3_000 in self.amounts(), "what came meanwhile")
            self.assertEqual(sandbox.stop(), 0)
            sandbox.restart()
            self.assertEqual(sandbox.pay(sandbox.open_request(4_000)).status, 200)
            wait_until(lambda: 4_000 in self.amounts(), "the credit after the restart")
        told = [amount for at, amount in enumerate(self.amounts())
                if amount not in self.amounts()[:at]]
        self.assertEqual(told, [85_000, 1_000, 2_000, 3_000, 4_000])


if __name__ == "__main__":
    unittest.main()
