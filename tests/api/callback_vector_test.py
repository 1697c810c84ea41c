"""The shared reference messages, sent to the running server: all whose time is not in the past."""

import json
import pathlib
import shutil
import tempfile
import unittest

from sandbox import ROOT, Served, chopay

VECTORS = ROOT.parent / "shared/vectors/callbacks.jsonl"
# The kind as chopay.toml has it, where the file has another name.
KINDS = {"vietqr": "vietqr-vn", "bidv-paybill": "bidv", "standard-webhooks": "standard"}
# Bearer tokens of these rows are signed with a key of the file's own and have ended.
OWN_TOKENS = "bearer-hs512"
REJECTED = {"reject_auth": "reject_auth", "reject_stale": "reject_stale",
            "reject_malformed": "malformed"}


def is_timeless(row):
    """Nothing in the message says when it was signed."""
    names = {name.lower() for name in row["headers"]}
    return not names & {"x-sepay-timestamp", "x-casso-signature", "webhook-timestamp",
                        "stripe-signature", "signature-input", "x-request-timestamp"}


def is_another_amount(row, amounts):
    """True where an earlier row has told of the same reference with another amount: a conflict to
    the ledger, which the adapters alone do not know. Remembers the row."""
    if row["action"] != "credit" or row["provider"] != "sepay":
        return False
    body = json.loads(row["body"])
    amount = body["transferAmount"]
    return amounts.setdefault(body["referenceCode"], amount) != amount


def secret_of(row):
    secret = row["secret"]
    return secret if isinstance(secret, str) else secret["public_key_pem"]


@unittest.skipUnless(VECTORS.exists(), "the shared vectors are not here")
class CallbackVectorTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-vector-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.rows = [row for row in map(json.loads, VECTORS.read_text().splitlines())
                     if is_timeless(row) and row["scheme"] != OWN_TOKENS]
        config = [f'data = "{self.folder}/data"']
        self.sources = {}
        for row in self.rows:
            known = (row["provider"], row["scheme"], secret_of(row))
            if known in self.sources:
                continue
            self.sources[known] = source = f"s{len(self.sources)}"
            path = self.folder / source
            path.write_text(known[2])
            path.chmod(0o600)
            config.append(f'[[source]]\nid = "{source}"\n'
                          f'kind = "{KINDS.get(row["provider"], row["provider"])}"\n'
                          f'secret_file = "{path}"')
        (self.folder / "chopay.toml").write_text("\n".join(config))

    def open_market(self):
        """One market with a stall for each account that the messages name, and their BINs."""
        banks = {"payos": "970422", "mb-mms": "970422", "bidv-paybill": "970418",
                 "vietinbank": "970415"}
        accounts = {}
        for row in self.rows:
            account = (row["normalised"] or {}).get("account")
            if account:
                accounts.setdefault(account, banks.get(row["provider"], "970436"))
        stalls = [{"code": f"A{n:02}", "name": "Cá", "trade": "Hải sản",
                   "household": f"Hộ KD {n}", "bank": bank, "account": account,
                   "holder": f"HKD {n}"} for n, (account, bank) in enumerate(accounts.items(), 1)]
        market = {"id": "cho-that", "name": "Chợ Thật", "province": "Quảng Ninh",
                  "zones": [{"id": "A", "name": "Khu A", "stalls": stalls}]}
        path = self.folder / "market.json"
        path.write_text(json.dumps(market))
        opened = chopay("market", "open", path, "--data", self.folder / "data")
        self.assertEqual(opened.returncode, 0, opened.stderr)
        return chopay("key", "create", "--market", "cho-that", "--data",
                      self.folder / "data").stdout.strip()

    def test_each_timeless_message_gets_its_status_and_its_outcome(self):
        self.assertGreaterEqual(len(self.rows), 25)
        key = self.open_market()
        gateway = self.enterContext(Served(self.folder))
        expected, amounts = {}, {}
        for row in self.rows:
            source = self.sources[(row["provider"], row["scheme"], secret_of(row))]
            path = f"/callbacks/{source}" + (row.get("path") or "")
            answer = gateway.ask(row.get("method") or "POST", path, row["body"].encode(),
                                 row["headers"])
            with self.subTest(row["id"]):
                conflict = is_another_amount(row, amounts)
                self.assertEqual(answer.status, 409 if conflict else row["reply"]["status"], answer)
            expected.setdefault(source, []).append((row["id"], row["action"]))
        for source, rows in expected.items():
            answer = gateway.ask("GET", f"/v1/sources/{source}/deliveries",
                                 headers={"Authorization": "Bearer " + key})
            for (name, action), shown in zip(rows, reversed(answer.json()["deliveries"])):
                with self.subTest(name):
                    self.check(action, shown)
        gateway.stop()
        self.assertEqual(gateway.verify().returncode, 0)

    def check(self, action, shown):
        if action == "duplicate":
            # A credit whose account the market does not have is kept, once, and no duplicate.
            self.assertIn(shown["outcome"], ("duplicate", "ignored"))
        else:
            self.assertEqual(shown["action"], action)
            self.assertEqual(action in REJECTED, shown["outcome"] in REJECTED.values(), shown)
        if action in ("credit", "duplicate"):
            self.assertTrue(shown["entry"] or shown["kept"], shown)


if __name__ == "__main__":
    unittest.main()
