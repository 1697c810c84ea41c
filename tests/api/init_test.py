"""A market from nothing: one command, one link, and its first board manager is in."""

import pathlib
import re
import shutil
import tempfile
import unittest

from people import Person
from sandbox import Served, chopay

OPTIONS = ("--name", "Chợ Cái Dăm", "--province", "Quảng Ninh", "--person", "Chị Lan")


class InitTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-init-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = self.folder / "data"
        (self.folder / "chopay.toml").write_text(f'data = "{self.data}"\n')

    def init(self, *more):
        return chopay("init", "--data", self.data, *OPTIONS, *more)

    def link(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        return re.search(r"http://127\.0\.0\.1:8080/enrol/[0-9a-z]{26}", done.stdout)[0]

    def test_the_link_makes_the_first_board_manager_after_a_restart_too(self):
        done = self.init()
        url = self.link(done)
        self.assertIn("█", done.stdout)
        gateway = self.enterContext(Served(self.folder))
        lan = Person(gateway, "lan")
        gateway.stop()
        gateway.start()
        answer = lan.enrol(url)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/board"))
        page = lan.ask("GET", "/board")
        self.assertIn("Chợ Cái Dăm", page.body.decode())
        first = lan.ask("GET", "/v1/people").json()["people"][0]
        self.assertEqual((first["settled"], first["vouched_for"]), (True, True))
        gateway.stop()
        again = self.init()
        self.assertEqual(again.returncode, 2)
        self.assertIn("had its first manager", again.stderr)
        self.assertEqual(chopay("ledger", "verify", "--data", self.data).returncode, 0)

    def test_what_was_lost_is_asked_for_again_and_another_market_is_not_overwritten(self):
        first = self.link(self.init())
        second = self.link(self.init())
        self.assertNotEqual(first, second)
        other = chopay("init", "--data", self.data, *OPTIONS[2:], "--name", "Chợ khác", "--id",
                       "cho-cai-dam")
        self.assertEqual(other.returncode, 2)
        self.assertIn("registered otherwise", other.stderr)

    def test_beside_a_running_server_nothing_is_begun(self):
        self.link(self.init())
        self.enterContext(Served(self.folder))
        self.assertEqual(self.init().returncode, 2)


if __name__ == "__main__":
    unittest.main()
