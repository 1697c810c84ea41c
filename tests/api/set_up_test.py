"""The first run on an empty folder: one link, one browser, and nothing half after a crash."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from people import Person, cookie_of
from sandbox import Gateway, answers_until_429, chopay

STALL = {"stall": "A01", "stall_name": "Mực một nắng", "trade": "Hải sản",
         "household": "Hộ KD Trần Thu Hà", "bank": "970436", "account": "9901000000101",
         "holder": "HKD TRAN THU HA"}
MARKET = {"name": "Chợ Cái Dăm", "province": "Quảng Ninh", "person": "Chị Lan"}


class FirstRun(Gateway):
    """`chopay serve` with a folder and nothing else."""

    def arguments(self, listen):
        return "serve", "--data", self.data, "--listen", listen

    def link(self, page):
        """The path that it has printed."""
        printed = re.search(rf"^  http://[^/]+(/{page}/\w+)$",
                            (self._folder / "out").read_text(), re.M)
        return printed and printed[1]


class SetUpTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-setup-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = self.folder / "data"
        self.gateway = self.enterContext(FirstRun(self.data))
        self.person = Person(self.gateway, "lan")

    def ask(self, method, path, cookie=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.gateway.ask(method, path, None,
                                {**headers, **({"Cookie": cookie} if cookie else {})})

    def take_link(self):
        answer = self.ask("POST", self.gateway.link("setup"))
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/setup"))
        self.assertIn("HttpOnly; SameSite=Strict", answer.headers["Set-Cookie"])
        return cookie_of(answer)

    def test_until_it_is_set_up_nothing_else_is_served(self):
        for path in ("/", "/board", "/sign-in", "/docs", "/v1/sources", "/pay/x"):
            self.assertEqual(self.ask("GET", path).status, 503, path)
        self.assertEqual(self.gateway.ask("POST", "/callbacks/sepay", "{}").status, 503)
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.ask("GET", path).status, 200, path)

    def test_the_link_is_for_one_browser_and_a_look_at_it_spends_nothing(self):
        link = self.gateway.link("setup")
        self.assertEqual(len(link.split("/")[-1]), 64)
        self.assertEqual([self.ask("GET", link).status for _ in range(2)], [200, 200])
        self.assertEqual(self.ask("GET", "/setup").status, 410)
        foreign = self.ask("POST", link, Sec_Fetch_Site="cross-site")
        self.assertEqual(foreign.status, 403)
        cookie = self.take_link()
        self.assertEqual(self.ask("GET", "/setup", cookie).status, 200)
        self.assertEqual(self.ask("POST", link).status, 410)
        self.assertEqual(self.ask("GET", link).status, 410)
        self.assertEqual(self.ask("GET", "/setup").status, 410)
        other = self.person.form("/setup", "chopay-setup=" + "0" * 64, **MARKET)
        self.assertEqual(other.status, 410)
        self.assertFalse((self.data / "setup.json").exists())

    def test_a_restart_has_a_new_link_and_the_old_one_is_gone(self):
        link, cookie = self.gateway.link("setup"), self.take_link()
        self.gateway.stop()
        self.gateway.start()
        self.assertNotEqual(self.gateway.link("setup"), link)
        self.assertEqual(self.ask("GET", link).status, 410)
        self.assertEqual(self.ask("GET", "/setup", cookie).status, 410)

    def test_who_guesses_is_stopped(self):
        answers = answers_until_429(lambda: self.ask("GET", "/setup/" + "0" * 64), 400)
        self.assertEqual({answer.status for answer in answers}, {410, 429})

    def test_what_is_wrong_is_told_and_nothing_is_written(self):
        cookie = self.take_link()
        (self.data / "sepay.secret").write_text("another's\n")
        wrong = [({**MARKET, "name": "!"}, "Tên chợ"), ({**MARKET, "person": " "}, "người quản lý"),
                 ({**MARKET, **STALL, "account": "12 34"}, "Số tài khoản"),
                 ({**MARKET, "kind": "unheard-of"}, "loại nguồn"),
                 ({**MARKET, "kind": "sepay"}, "sepay.secret")]
        for fields, told in wrong:
            answer = self.person.form("/setup", cookie, **fields)
            self.assertEqual(answer.status, 422, answer)
            self.assertIn(told, re.search(r'role="alert".*', answer.body.decode())[0])
        foreign = self.person.form("/setup", cookie, {"Sec-Fetch-Site": "cross-site"}, **MARKET)
        self.assertEqual(foreign.status, 403)
        self.assertEqual((self.data / "sepay.secret").read_text(), "another's\n")
        self.assertFalse((self.data / "sources.toml").exists())
        self.assertFalse((self.data / "setup.json").exists())
        self.assertEqual(self.ask("GET", "/board").status, 503)

    def test_it_goes_on_as_the_ordinary_gateway_and_so_does_the_next_start(self):
        cookie = self.take_link()
        answer = self.person.form("/setup", cookie, kind="sepay", secret="from the provider",
                                  **MARKET, **STALL)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/setup/done"))
        self.assertEqual(self.ask("GET", "/setup/done").status, 410)
        self.assertEqual(self.person.form("/setup/test").status, 410)
        self.assertEqual(self.person.form("/setup/test", cookie).status, 303)
        done = self.ask("GET", "/setup/done", cookie).body.decode()
        self.assertIn('data-result="understood"', done)
        self.assertNotIn("from the provider", done)
        again = self.person.form("/setup", cookie, **MARKET)
        self.assertEqual((again.status, again.headers["Location"]), (303, "/setup/done"))
        enrolled = self.person.enrol(re.search(r"/enrol/\w+", done)[0])
        self.assertEqual((enrolled.status, enrolled.headers["Location"]), (303, "/board"))
        first = self.person.ask("GET", "/v1/people").json()["people"][0]
        self.assertEqual((first["vouched_for"], first["settled"]), (True, True))
        self.gateway.stop()
        self.gateway.start()
        self.assertIsNone(self.gateway.link("setup"))
        [source] = self.person.ask("GET", "/v1/sources").json()["sources"]
        self.assertEqual(source["id"], "sepay")
        self.gateway.stop()
        self.assertEqual(chopay("ledger", "verify", "--data", self.data).returncode, 0)

    def crash_with(self, *, files=(), market=False):
        """What a kill leaves between keeping the plan and forgetting it."""
        self.gateway.kill()
        described = {"id": "cho-cai-dam", "name": "Chợ Cái Dăm", "province": "Quảng Ninh",
                     "zones": []}
        plan = {"market": json.dumps(described), "person": "Chị Lan", "kind": "sepay", "bank": "",
                "secret": "planned"}
        path = self.data / "setup.json"
        path.write_text(json.dumps(plan))
        path.chmod(0o600)
        if market:
            described_path = self.folder / "market.json"
            described_path.write_text(plan["market"])
            self.assertEqual(chopay("market", "open", described_path, "--data",
                                    self.data).returncode, 0)
        for name in files:
            (self.data / name).write_text("planned\n")
            (self.data / name).chmod(0o600)

    def test_a_crash_in_the_middle_is_made_good_by_the_next_start(self):
        for left in ({}, {"market": True}, {"market": True, "files": ("sepay.secret",)}):
            with self.subTest(left):
                self.gateway.close()
                shutil.rmtree(self.data, ignore_errors=True)
                (self.folder / "data.head").unlink(missing_ok=True)
                self.gateway = self.enterContext(FirstRun(self.data))
                self.person = Person(self.gateway, "lan")
                self.crash_with(**left)
                self.gateway.start()
                self.assertFalse((self.data / "setup.json").exists())
                self.assertIsNone(self.gateway.link("setup"))
                enrolled = self.person.enrol(self.gateway.link("enrol"))
                self.assertEqual(enrolled.status, 303)
                [source] = self.person.ask("GET", "/v1/sources").json()["sources"]
                self.assertEqual(source["id"], "sepay")
                self.assertEqual((self.data / "sepay.secret").read_text(), "planned\n")


if __name__ == "__main__":
    unittest.main()
