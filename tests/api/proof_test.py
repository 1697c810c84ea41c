"""What somebody who does not trust the server can check: receipts, tiles, and old copies."""

import base64
import hashlib
import json
import pathlib
import shutil
import tempfile
import unittest

from live_market_test import CONFIG, MARKET, STANDARD_SECRET
from notices import hmac_headers, sepay_body
from sandbox import Gateway, Served, chopay, wait_until

MARKET_ID = MARKET["id"]


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root_of(leaves):
    """RFC 6962 §2.1, as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


def entries_of(bundle):
    entries = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2:2 + length])
        bundle = bundle[2 + length:]
    return entries


class WitnessProcess(Gateway):
    """`chopay witness` on a folder of its own."""

    def __init__(self, state, key):
        super().__init__(state)
        self._key = key

    def arguments(self, listen):
        return ("witness", "--listen", listen, "--state", self.data, "--key", self._key,
                "--name", "board.example.vn/w1")


class SignedMarket(unittest.TestCase):
    """A live market whose log is signed and guarded, with keys."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-proof-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name, secret in (("sepay", "s3cret-of-sepay"), ("standard", STANDARD_SECRET),
                             ("play", "play-money")):
            self.write(name, secret + "\n").chmod(0o600)
        self.write("market.json", json.dumps(MARKET))
        self.write("chopay.toml", 'log_host = "pay.example.vn"\n' +
                   f'head_guard = "{self.folder}/guard/head"\n' +
                   CONFIG.format(folder=self.folder))
        self.data = self.folder / "data"
        self.do("market", "open", self.folder / "market.json")
        self.key = self.do("key", "create", "--market", MARKET_ID).strip()
        self.till_key = self.do("key", "create", "--market", MARKET_ID, "--role", "till",
                                "--stall", "A02").strip()
        self.gateway = self.enterContext(Served(self.folder))
        self.log_key = self.do("log", "key").strip()

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def do(self, *arguments):
        done = chopay(*arguments, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def get(self, path, key=None):
        headers = {"Authorization": "Bearer " + key} if key else {}
        return self.gateway.ask("GET", path, headers=headers)

    def pay(self, amount=50_000, **changes):
        body = sepay_body("970436", "1017595600", amount, **changes)
        return self.gateway.ask("POST", "/callbacks/sepay-main", body,
                                hmac_headers("s3cret-of-sepay", body))

    def checkpoint(self):
        answer = self.get(f"/log/{MARKET_ID}/checkpoint")
        self.assertEqual(answer.status, 200, answer)
        origin, size, root = answer.body.decode().splitlines()[:3]
        self.assertEqual(origin, "pay.example.vn/" + MARKET_ID)
        return int(size), base64.b64decode(root)


class ProofTest(SignedMarket):
    def verify(self, receipt, *more):
        file = self.folder / "sale.receipt"
        file.write_bytes(receipt)
        return chopay("receipt", "verify", file, "--key", self.log_key, *more)

    def test_a_receipt_proves_its_payment_without_server_and_ledger(self):
        self.assertEqual(self.pay(85_000).status, 200)
        size, _ = self.checkpoint()
        answer = self.get(f"/v1/receipts/{MARKET_ID}/{size}", self.key)
        self.assertEqual(answer.status, 200, answer)
        self.assertLessEqual(len(answer.body), 2048)
        self.assertEqual(self.get(f"/log/{MARKET_ID}/key").body.decode().strip(), self.log_key)
        self.gateway.stop()
        shutil.rmtree(self.data)
        done = self.verify(answer.body)
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("85000 VND", done.stdout)
        for old, new in ((b"85000", b"95000"), (b"index ", b"index 1"),
                         (b"pay.example.vn/cho-that\n", b"pay.example.vn/cho-khac\n")):
            self.assertIn(old, answer.body)
            done = self.verify(answer.body.replace(old, new, 1))
            self.assertEqual((done.returncode, done.stdout), (1, ""), done)
            self.assertEqual(len(done.stderr.splitlines()), 1)
        witness = "w.example+" + "00000000+" + base64.b64encode(b"\4" + bytes(32)).decode()
        self.assertEqual(self.verify(answer.body, "--witness", witness).returncode, 2)

    def test_receipts_are_for_those_who_may_see_the_entry(self):
        self.pay()
        size, _ = self.checkpoint()
        self.assertEqual(self.get(f"/v1/receipts/{MARKET_ID}/{size}").status, 401)
        self.assertEqual(self.get(f"/v1/receipts/{MARKET_ID}/{size}", self.till_key).status, 404)
        self.assertEqual(self.get(f"/v1/receipts/{MARKET_ID}/{size + 1}", self.key).status, 404)
        for bad in (f"{MARKET_ID}/0", f"{MARKET_ID}/x", f"other/{size}", f"{MARKET_ID}/-1"):
            self.assertEqual(self.get("/v1/receipts/" + bad, self.key).status, 404, bad)

    def test_tiles_rebuild_the_root_and_entries_need_a_key(self):
        for number in range(3):
            self.assertEqual(self.pay(1_000 + number).status, 200)
        size, root = self.checkpoint()
        tile = self.get(f"/log/{MARKET_ID}/tile/0/000.p/{size}")
        self.assertEqual((tile.status, len(tile.body)), (200, 32 * size), tile)
        leaves = [tile.body[at:at + 32] for at in range(0, len(tile.body), 32)]
        self.assertEqual(root_of(leaves), root)
        path = f"/log/{MARKET_ID}/tile/entries/000.p/{size}"
        self.assertEqual(self.get(path).status, 401)
        self.assertEqual(self.get(path, self.till_key).status, 403)
        entries = entries_of(self.get(path, self.key).body)
        self.assertEqual([leaf(entry) for entry in entries], leaves)
        for none in ("0/000", f"0/000.p/{size + 1}", "0/001.p/1", "1/000.p/1", "9/000", "0/0",
                     "entries/001.p/1"):
            self.assertEqual(self.get(f"/log/{MARKET_ID}/tile/{none}", self.key).status, 404, none)
        self.assertEqual(self.get("/log/no-such/checkpoint").status, 404)

    def test_a_kept_checkpoint_holds_the_ledger_to_its_past(self):
        self.pay()
        kept = self.folder / "kept.checkpoint"
        kept.write_bytes(self.get(f"/log/{MARKET_ID}/checkpoint").body)
        self.pay(2_000)
        self.gateway.stop()
        self.assertIn(", signed ", self.do("ledger", "verify", "--from-checkpoint", kept))
        lines = kept.read_bytes().split(b"\n")
        lines[1] = b"1"
        kept.write_bytes(b"\n".join(lines))
        done = chopay("ledger", "verify", "--data", self.data, "--from-checkpoint", kept)
        self.assertEqual(done.returncode, 2, done)

    def add_witness(self):
        """A witness that the gateway, started anew, sends its checkpoints to."""
        witness = self.enterContext(WitnessProcess(self.folder / "witness", self.log_key))
        key = witness.ask("GET", "/key").body.decode().strip()
        config = (self.folder / "chopay.toml").read_text()
        self.write("chopay.toml",
                   config + f'[[witness]]\nurl = "{witness.url}"\nkey = "{key}"\n')
        self.gateway.stop()
        self.gateway.restart()
        return witness, key

    def cosigned(self):
        """The newest checkpoint, once the witness's signature stands on it."""
        note = self.get(f"/log/{MARKET_ID}/checkpoint").body
        return note if "board.example.vn/w1".encode() in note else None

    def test_a_witness_signs_what_grows_and_refuses_a_second_history(self):
        self.pay()
        witness, key = self.add_witness()
        wait_until(self.cosigned, "the witness's signature")
        self.assertEqual(self.pay(2_000).status, 200)
        wait_until(self.cosigned, "the witness's signature on the next")
        size, _ = self.checkpoint()
        audit = self.get("/board/audit", self.key).body.decode()
        self.assertIn("1 bên đã ký", audit)
        self.assertIn(f"board.example.vn/w1, đến bút toán số {size}", audit)
        self.assertIn(self.log_key, audit)
        receipt = self.get(f"/v1/receipts/{MARKET_ID}/{size}", self.key).body
        done = self.verify(receipt, "--witness", key)
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("seen by board.example.vn/w1 at ", done.stdout)
        self.assertLessEqual(len(receipt), 2048)
        witness.stop()
        witness.restart()
        self.assertEqual(self.pay(3_000).status, 200)
        wait_until(self.cosigned, "the signature of the witness that was started again")
        note = self.get(f"/log/{MARKET_ID}/checkpoint").body
        old = witness.ask("POST", "/add-checkpoint", b"old 0\n\n" + note)
        self.assertEqual((old.status, old.body), (409, f"{size + 1}\n".encode()), old)
        self.assertEqual(old.headers["Content-Type"], "text/x.tlog.size")
        forged = note.replace(str(size + 1).encode(), str(size + 2).encode(), 1)
        self.assertEqual(witness.ask("POST", "/add-checkpoint", b"old 0\n\n" + forged).status, 403)
        self.assertEqual(witness.ask("POST", "/add-checkpoint", b"old 0\n").status, 400)

    def test_an_old_copy_is_only_read_and_says_why(self):
        self.assertEqual(self.pay().status, 200)
        self.gateway.stop()
        shutil.copytree(self.data, self.folder / "old")
        self.gateway.restart()
        self.assertEqual(self.pay(2_000).status, 200)
        size, _ = self.checkpoint()
        self.gateway.stop()
        shutil.rmtree(self.data)
        shutil.copytree(self.folder / "old", self.data)
        self.gateway.restart()
        self.assertIn("was signed up to", self.gateway.logged("ledger_rolled_back"))
        refused = self.pay(3_000)
        self.assertEqual(refused.status, 503, refused)
        opened = self.gateway.ask("POST", "/v1/payment-requests", b'{"stall":"A01","amount":50000}',
                                  {"Authorization": "Bearer " + self.key})
        self.assertEqual((opened.status, opened.json()["code"]), (503, "ledger_rolled_back"), opened)
        self.assertEqual(self.get("/v1/stalls", self.key).status, 200)
        self.assertEqual(self.checkpoint()[0], size - 1)
        self.gateway.stop()
        (self.folder / "guard/head").rename(self.folder / "guard/head.old")
        self.gateway.restart()
        self.assertIn("trust-head", self.gateway.logged("head_guard_lost"))
        self.assertEqual(self.pay(3_000).status, 503)
        self.gateway.stop()
        self.do("log", "trust-head", "--head-guard", self.folder / "guard/head")
        self.gateway.restart()
        self.assertEqual(self.pay(3_000).status, 200)

    def test_a_damaged_head_guard_is_named_and_the_ledger_is_read_until_it_is_trusted_anew(self):
        self.assertEqual(self.pay().status, 200)
        self.gateway.stop()
        guard = self.folder / "guard/head"
        guard.write_bytes(guard.read_bytes()[:700])
        self.gateway.restart()
        said = self.gateway.logged("head_guard_damaged")
        self.assertIn("trust-head", said)
        self.assertIn(str(guard), said)
        self.assertEqual(self.get("/v1/stalls", self.key).status, 200)
        opened = self.gateway.ask("POST", "/v1/payment-requests", b'{"stall":"A01","amount":50000}',
                                  {"Authorization": "Bearer " + self.key})
        self.assertEqual((opened.status, opened.json()["code"]), (503, "head_guard_damaged"), opened)
        self.gateway.stop()
        refused = chopay("log", "trust-head", "--data", self.data, "--head-guard", guard)
        self.assertEqual(refused.returncode, 2, refused)
        self.assertIn("move it away first", refused.stderr)
        guard.rename(self.folder / "guard/head.damaged")
        self.do("log", "trust-head", "--head-guard", guard)
        self.gateway.restart()
        self.assertEqual(self.pay(3_000).status, 200)


if __name__ == "__main__":
    unittest.main()
