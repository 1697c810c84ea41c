"""Who paid is shown in one place alone, and that it was shown is kept."""

import json
import pathlib
import shutil
import tempfile
import unittest

from market_hour import STANDARD_SECRET
from notices import standard_message, vietnam_now
from privacy_test import CONFIG, OPEN, SHY, open_market, readable
from routes import PAGES, ROUTES
from sandbox import Served, chopay
from two_sides import let_in

NAME, MASKED_NAME = "TRAN THI KHACH HANG", "TRAN T* K* H*"
ACCOUNT, MASKED_ACCOUNT = "6612340056789", "••••6789"
ACCOUNTS = {OPEN: "99110001", SHY: "99110077"}
SOURCE = """
[[source]]
id = "bank-x"
kind = "standard"
secret_file = "{folder}/standard"
"""
# A copy of the log for another machine has what the log's vault has.
NEEDS_ALL = "/log/cho-kin/entries"


class PayerTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-payer-"))
        self.addCleanup(shutil.rmtree, self.folder)
        data = open_market(self.folder)
        secret = self.folder / "standard"
        secret.write_text(STANDARD_SECRET + "\n")
        secret.chmod(0o600)
        (self.folder / "chopay.toml").write_text((CONFIG + SOURCE).format(folder=self.folder))
        _, households = let_in(self.folder, OPEN, SHY)
        self.keys = {"till": households[OPEN], "shy": households[SHY]}
        for role in ("api", "board", "collector", "viewer", "ward", "operator"):
            done = chopay("key", "create", "--market", "cho-kin", "--role", role, "--data", data)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.keys[role] = done.stdout.strip()
        self.gateway = self.enterContext(Served(self.folder))

    def ask(self, key, method, path, body=None):
        return self.gateway.ask(method, path, None if body is None else json.dumps(body),
                                {"Authorization": "Bearer " + self.keys[key]})

    def refund_of(self, key, stall):
        """A sale that somebody paid by name, and the refund that is asked for it."""
        data = {"txn_id": "T-" + stall, "reference": "R-" + stall, "bank": "970436",
                "account": ACCOUNTS[stall], "amount": 50_000, "content": "mua hang",
                "time": vietnam_now().isoformat(timespec="seconds"), "payer_name": NAME,
                "payer_account": ACCOUNT, "payer_bank": "MBBank"}
        body, headers = standard_message(STANDARD_SECRET, "evt-" + stall, data)
        answer = self.gateway.ask("POST", "/callbacks/bank-x", body, headers)
        self.assertEqual(answer.status, 204, answer)
        seq = self.ask(key, "GET", f"/v1/stalls/{stall}/credits").json()["credits"][0]["seq"]
        refund = self.ask(key, "POST", f"/v1/credits/{seq}/refunds", {"amount": 50_000})
        self.assertEqual(refund.status, 201, refund)
        return seq, refund.json()

    def views(self, key):
        page = self.ask(key, "GET", "/board/audit").body.decode()
        return [row.partition("</li>")[0] for row in page.split('<li class="payer-view">')[1:]]

    def test_a_payer_is_shown_by_one_route_and_who_asked_is_kept_over_a_restart(self):
        seq, refund = self.refund_of("till", OPEN)
        seen = self.ask("till", "GET", f"/v1/refunds/{refund['id']}").json()
        for masked in (refund, seen):
            self.assertEqual((masked["payer_name"], masked["payer_account"]),
                             (MASKED_NAME, MASKED_ACCOUNT))
            self.assertNotIn(ACCOUNT, json.dumps(masked))
        self.assertEqual(self.ask("till", "POST", f"/v1/stalls/{OPEN}/consent",
                                  {"granted": True}).status, 200)
        self.assertEqual(self.views("board"), [])
        path = f"/v1/refunds/{refund['id']}/payer"
        for stranger in ("board", "viewer", "ward", "collector", "shy"):
            self.assertNotIn(NAME.encode(), self.ask(stranger, "GET", path).body, stranger)
        self.assertEqual(self.views("board"), [], "who was refused has seen nothing")
        payer = self.ask("till", "GET", path).json()
        self.assertEqual((payer["payer_name"], payer["payer_account"]), (NAME, ACCOUNT))
        self.assertIn(ACCOUNT, payer["payload"])
        # What it was is on the disk before the answer: nothing else is done but to kill it.
        self.gateway.kill()
        self.gateway.restart()
        views = self.views("board")
        self.assertEqual(len(views), 1)
        self.assertIn(f"Số {seq}</strong>", views[0])
        self.assertIn("<code>till:", views[0])
        self.assertNotIn(NAME, views[0])
        self.assertNotIn(ACCOUNT, views[0])

    def test_of_a_stall_without_consent_a_board_learns_only_when_a_payer_was_shown(self):
        _, refund = self.refund_of("shy", SHY)
        self.assertEqual(self.ask("shy", "GET", f"/v1/refunds/{refund['id']}/payer").status, 200)
        views = self.views("board")
        self.assertEqual(len(views), 1)
        self.assertNotIn(SHY, views[0])
        self.assertNotIn("<code>", views[0])

    def test_no_other_route_or_page_of_any_role_and_no_line_of_the_log_has_a_whole_payer(self):
        seq, refund = self.refund_of("till", OPEN)
        self.ask("till", "POST", f"/v1/stalls/{OPEN}/consent", {"granted": True, "cash": False})
        today = vietnam_now().date()
        paths = {path.format(day=today) for method, path, _ in ROUTES
                 if method == "GET" and path != NEEDS_ALL}
        paths |= {path for path, _ in PAGES}
        paths |= {f"/v1/credits/{seq}", f"/v1/refunds/{refund['id']}",
                  f"/v1/stalls/{OPEN}/credits", f"/v1/receipts/cho-kin/{seq}"}
        for role in self.keys:
            shown = 0
            for path in sorted(paths):
                answer = self.ask(role, "GET", path)
                shown += answer.status == 200
                text = readable(answer)
                self.assertNotIn(NAME, text, f"{role} {path}")
                self.assertNotIn(ACCOUNT, text, f"{role} {path}")
            self.assertGreater(shown, 4, role)
        log = self.gateway.errors()
        self.assertNotIn(NAME, log)
        self.assertNotIn(ACCOUNT, log)


if __name__ == "__main__":
    unittest.main()
