"""Disks that are full, or take no writes: at the start, and in the middle.

Each test has a disk of its own, mounted; whoever may not mount runs none of them.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body
from privacy_test import open_market
from sandbox import Served, chopay, wait_until

EXIT_DISK = 74
LOOKS_EVERY_S = 1
ACCOUNT = "99110001"


def notice():
    return sepay_body("970436", ACCOUNT, 50_000)


def mount(*arguments):
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True,
                          check=False)


class DiskTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-disk-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.disk = self.folder / "data"  # where the shared settings have it
        self.disk.mkdir()

    def mounted(self, *arguments):
        made = mount(*arguments, self.disk)
        if made.returncode != 0:
            self.skipTest("no disk of our own can be mounted here: " + made.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=False)

    def fill(self):
        """Takes all room there is."""
        with open(self.disk / "filler", "wb", buffering=0) as file:
            for piece in (1 << 20, 4096):
                try:
                    while True:
                        os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, piece)
                except OSError:
                    pass

    def make_room(self):
        (self.disk / "filler").unlink()

    def refused_start(self):
        """What the program says that ends at its start because of its disk."""
        ended = chopay("serve", "--config", self.folder / "chopay.toml", "--listen", "127.0.0.1:0")
        self.assertEqual(ended.returncode, EXIT_DISK, ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)
        return ended.stderr

    def configure(self):
        """Settings of a service that has no ledger yet."""
        (self.folder / "chopay.toml").write_text(f'data = "{self.disk}"\n')

    def send(self, gateway, body):
        return gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body))

    def refusals(self, gateway):
        """Why nothing is added to the ledger, as an operator's machines are told."""
        text = gateway.ask("GET", "/metrics", headers=self.operator).body.decode()
        return re.findall(r'^chopay_lane_refused\{why="(\w+)"\} 1$', text, re.M)

    def entries(self):
        """How many entries the ledger has, all of which verify."""
        verified = chopay("ledger", "verify", "--data", self.disk)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        return sum(map(int, re.findall(r"(\d+) entries", verified.stdout)))


class AtTheStart(DiskTest):
    def setUp(self):
        super().setUp()
        self.mounted("-t", "tmpfs", "-o", "size=160m", "none")

    def test_a_new_ledger_on_a_full_disk_is_told_and_begun_when_there_is_room(self):
        self.configure()
        self.fill()
        said = self.refused_start()
        self.assertIn("0 MiB left", said)
        self.assertIn("make room", said)
        self.make_room()
        with Served(self.folder) as gateway:
            self.assertEqual(gateway.ask("GET", "/healthz").status, 200)

    def test_a_ledger_on_a_full_disk_is_read_and_takes_money_again_when_there_is_room(self):
        open_market(self.folder)
        self.operator = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--role", "operator",
            "--data", self.disk).stdout.strip()}
        with Served(self.folder) as gateway:
            self.assertEqual(self.send(gateway, notice()).status, 200)
            self.assertEqual(self.refusals(gateway), [])
            gateway.stop()
        before = self.entries()
        self.fill()
        with Served(self.folder) as gateway:
            self.assertEqual(gateway.ask("GET", "/healthz").status, 200)
            self.assertEqual(gateway.ask("GET", "/readyz").status, 503)
            late = notice()
            answer = self.send(gateway, late)
            self.assertEqual(answer.status, 503, answer)
            self.assertIsNotNone(answer.headers["Retry-After"])
            self.assertEqual(self.refusals(gateway), ["disk_full"])
            self.make_room()
            wait_until(lambda: self.send(gateway, late).status == 200, "the notice to be taken")
            wait_until(lambda: gateway.ask("GET", "/readyz").status == 200, "it to be ready")
            self.assertEqual(self.refusals(gateway), [])
        self.assertEqual(self.entries(), before + 1)

    def test_a_ledger_that_may_not_be_written_is_told_left_as_it_is_and_served_afterwards(self):
        open_market(self.folder)
        with Served(self.folder) as gateway:
            self.assertEqual(self.send(gateway, notice()).status, 200)
            gateway.stop()
        before = self.entries()
        self.assertEqual(mount("-o", "remount,ro", self.disk).returncode, 0)
        self.assertIn("mounted read-only", self.refused_start())
        self.assertEqual(mount("-o", "remount,rw", self.disk).returncode, 0)
        with Served(self.folder) as gateway:
            self.assertEqual(self.send(gateway, notice()).status, 200)
        self.assertEqual(self.entries(), before + 1)

    def test_a_new_ledger_on_a_disk_that_may_not_be_written_is_told(self):
        self.configure()
        self.assertEqual(mount("-o", "remount,ro", self.disk).returncode, 0)
        self.assertIn("mounted read-only", self.refused_start())


class InTheMiddle(DiskTest):
    """The kernel itself stops all writes after an error on the disk, as ext4 does."""

    def setUp(self):
        super().setUp()
        self.image = self.folder / "disk.img"
        with open(self.image, "wb") as file:
            file.truncate(256 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", self.image], check=True)
        self.mounted("-o", "loop", self.image)

    def is_refused(self, gateway, body):
        """Whether the notice is answered so that its bank sends it again; asked anew where the
        gateway is between two listeners."""
        try:
            answer = self.send(gateway, body)
        except OSError:
            return False
        self.assertEqual(answer.status, 503, answer)
        return answer.headers["Retry-After"] is not None

    def test_a_start_on_a_disk_that_has_become_read_only_is_told(self):
        open_market(self.folder)
        self.assertEqual(mount("-o", "remount,abort", self.disk).returncode, 0)
        ended = chopay("serve", "--config", self.folder / "chopay.toml", "--listen", "127.0.0.1:0")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("Read-only", ended.stderr)

    def test_it_answers_503_while_the_disk_takes_no_writes_and_goes_on_by_itself_losing_nothing(self):
        open_market(self.folder)
        before = self.entries()
        bodies = [notice() for _ in range(20)]
        last = notice()
        with Served(self.folder) as gateway:
            for body in bodies:
                self.assertEqual(self.send(gateway, body).status, 200)
            self.assertEqual(mount("-o", "remount,abort", self.disk).returncode, 0)
            self.assertEqual(self.send(gateway, last).status, 503)
            wait_until(lambda: gateway.logged("waiting_for_disk"), "it to let the disk go")
            wait_until(lambda: self.is_refused(gateway, last), "an answer to the bank")
            self.assertEqual(gateway.ask("GET", "/healthz").status, 200)
            self.assertEqual(gateway.ask("GET", "/readyz").status, 503)
            # What only an operator can do: nothing of the disk is held open.
            subprocess.run(["umount", self.disk], check=True)
            self.assertTrue(self.is_refused(gateway, last))
            time.sleep(LOOKS_EVERY_S * 2)  # the folder beneath is no ledger
            self.assertEqual(list(self.disk.iterdir()), [])
            self.assertEqual(mount("-o", "loop", self.image, self.disk).returncode, 0)
            wait_until(lambda: gateway.logged("disk_is_back"), "it to see the disk")
            wait_until(lambda: self.is_taken(gateway, last), "the notice to be taken")
            self.assertEqual(gateway.ask("GET", "/readyz").status, 200)
            self.assertIsNone(gateway.process.poll())
            for body in bodies:  # the bank sends all of them again
                self.assertEqual(self.send(gateway, body).status, 200)
            self.assertEqual(gateway.stop(), 0)
        self.assertEqual(self.entries() - before, len(bodies) + 1)

    def test_it_ends_at_once_when_it_is_told_to_while_it_waits_for_its_disk(self):
        open_market(self.folder)
        with Served(self.folder) as gateway:
            self.assertEqual(mount("-o", "remount,abort", self.disk).returncode, 0)
            self.assertEqual(self.send(gateway, notice()).status, 503)
            wait_until(lambda: gateway.logged("waiting_for_disk"), "it to let the disk go")
            self.assertEqual(gateway.stop(), 0)

    def is_taken(self, gateway, body):
        try:
            return self.send(gateway, body).status == 200
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
