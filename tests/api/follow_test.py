"""A copy of a log on another machine: it follows, stops at another history, and takes over."""

import json
import shutil
import sqlite3
import unittest

from proof_test import MARKET_ID, SignedMarket, WitnessProcess
from sandbox import Gateway, chopay, wait_until


class FollowProcess(Gateway):
    """`chopay ledger follow` on a folder of its own."""

    def __init__(self, arguments):
        super().__init__()
        self._arguments = arguments

    def arguments(self, listen):
        return self._arguments

    def started(self):
        return self.logged("following")

    def restart(self):
        self.start()


class FollowTest(SignedMarket):
    def setUp(self):
        super().setUp()
        self.copy = self.folder / "copy"
        self.write("api.key", self.key + "\n").chmod(0o600)

    def arguments(self, *more, copy=None):
        return ("ledger", "follow", self.gateway.url, "--market", MARKET_ID, "--key-file",
                self.folder / "api.key", "--data", copy or self.copy, *more)

    def follow_once(self, copy=None):
        return chopay(*self.arguments("--once", copy=copy))

    def verified(self, data, *more):
        done = chopay("ledger", "verify", "--data", data, *more)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def pay_many(self, first, count):
        for number in range(first, first + count):
            self.assertEqual(self.pay(1_000 + number).status, 200)

    def copied_to(self, size):
        return lambda: f"{MARKET_ID}: {size} entries, 0 behind, 0 s" in self.follower.errors()

    def test_a_copy_follows_is_killed_goes_on_and_verifies_with_the_same_head(self):
        self.pay_many(0, 3)
        self.follower = self.enterContext(FollowProcess(self.arguments()))
        self.pay_many(3, 3)
        wait_until(self.copied_to(self.checkpoint()[0]), "the copy")
        self.follower.kill()
        self.pay_many(6, 3)
        self.follower.restart()
        wait_until(self.copied_to(self.checkpoint()[0]), "the copy that was started again")
        self.gateway.stop()
        wait_until(lambda: "log_away" in self.follower.errors(), "the word that the log is away")
        self.gateway.restart()
        self.pay_many(9, 1)
        wait_until(self.copied_to(self.checkpoint()[0]), "the copy after the log was away")
        self.assertEqual(self.follower.stop(), 0)
        self.assertEqual(self.verified(self.copy, "--key", self.log_key), self.verified(self.data))

    def test_a_copy_takes_over_as_the_ledger(self):
        self.pay_many(0, 2)
        self.assertEqual(self.follow_once().returncode, 0)
        self.gateway.stop()
        shutil.copy(self.data / "log.key", self.copy / "log.key")
        shutil.rmtree(self.data)
        shutil.move(self.copy, self.data)
        (self.folder / "guard/head").unlink()
        self.do("log", "trust-head", "--head-guard", self.folder / "guard/head")
        self.key = self.do("key", "create", "--market", MARKET_ID).strip()
        self.gateway.restart()
        size, _ = self.checkpoint()
        self.pay_many(2, 1)
        self.assertEqual(self.checkpoint()[0], size + 1)
        self.assertEqual(self.get("/v1/stalls", self.key).status, 200)
        self.gateway.stop()
        self.assertIn("head " + str(size + 1), self.verified(self.data))

    def refused(self, *words):
        before = self.verified(self.copy)
        done = self.follow_once()
        self.assertEqual(done.returncode, 1, done)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(self.verified(self.copy), before)

    def back_to(self, saved):
        """The log's machine gets an older copy of its folder, and is told to trust it."""
        self.gateway.stop()
        shutil.rmtree(self.data)
        shutil.copytree(saved, self.data)
        (self.folder / "guard/head").unlink()
        self.do("log", "trust-head", "--head-guard", self.folder / "guard/head")
        self.gateway.restart()

    def save(self):
        self.gateway.stop()
        shutil.copytree(self.data, self.folder / "saved")
        self.gateway.restart()

    def test_a_log_that_went_back_or_forked_is_refused_with_both_sides_named(self):
        self.pay_many(0, 1)
        self.save()
        self.pay_many(1, 2)
        size, root = self.checkpoint()
        self.assertEqual(self.follow_once().returncode, 0)
        self.back_to(self.folder / "saved")
        self.refused("went back", f"has {size} entries with root {root.hex()}",
                     f"the log has {size - 2} entries")
        self.pay_many(7, 2)
        _, other = self.checkpoint()
        self.refused("split view", root.hex(), other.hex())
        self.pay_many(9, 1)
        self.refused("split view", root.hex())

    def test_a_log_whose_entries_were_changed_is_refused_and_nothing_is_written(self):
        self.pay_many(0, 2)
        self.assertEqual(self.follow_once().returncode, 0)
        self.pay_many(5, 2)
        with sqlite3.connect(self.data / "ledger.db") as database:
            row, text = database.execute(
                "SELECT id, bytes FROM entry ORDER BY id DESC LIMIT 1").fetchone()
            changed = bytes(text).replace(b"1006", b"9006")
            self.assertNotEqual(changed, bytes(text))
            triggers = database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (trigger,) in triggers:
                database.execute(f'DROP TRIGGER "{trigger}"')
            database.execute("UPDATE entry SET bytes = ? WHERE id = ?", (changed, row))
        database.close()
        self.refused("root")

    def test_what_cannot_be_followed_is_said_and_ends(self):
        self.write("api.key", self.till_key)
        done = self.follow_once()
        self.assertEqual(done.returncode, 2, done)
        self.assertIn("answered 403", done.stderr)
        self.write("api.key", self.key)
        other = "pay.example.vn/" + MARKET_ID + self.log_key[self.log_key.index("+"):-4] + "AAA="
        done = chopay(*self.arguments("--once", "--log-key", other, copy=self.folder / "b"))
        self.assertEqual(done.returncode, 2, done)
        for query in ("after=-1", "after=x", "limit=0", "limit=1001", "page=1"):
            path = f"/log/{MARKET_ID}/entries?{query}"
            self.assertEqual(self.get(path, self.key).status, 400, query)
        self.assertEqual(self.get(f"/log/{MARKET_ID}/entries").status, 401)
        self.assertEqual(self.get(f"/log/{MARKET_ID}/entries?after=9999", self.key).body, b"")
        page = self.get(f"/log/{MARKET_ID}/entries?after=1&limit=2", self.key).body.splitlines()
        entries = [json.loads(line) for line in page if not line.startswith(b'{"private_of"')]
        self.assertEqual([entry["seq"] for entry in entries], [2, 3])

    def test_a_witness_asks_the_log_itself_and_refuses_another_history(self):
        class Puller(WitnessProcess):
            def arguments(puller, listen):
                return (*super().arguments(listen), "--log",
                        self.gateway.url + "/log/" + MARKET_ID)
        self.pay_many(0, 1)
        self.save()
        self.pay_many(1, 2)
        size, root = self.checkpoint()
        witness = self.enterContext(Puller(self.folder / "witness", self.log_key))

        def signed(size):
            note = witness.ask("GET", "/cosigned/pay.example.vn/" + MARKET_ID)
            return note.status == 200 and note.body.split(b"\n")[1] == str(size).encode()
        wait_until(lambda: signed(size), "the witness's signature")
        self.pay_many(3, 1)
        wait_until(lambda: signed(size + 1), "the signature on the next")
        witness.stop()
        self.back_to(self.folder / "saved")
        witness.restart()
        wait_until(lambda: "went back to an earlier size" in witness.errors(), "the proof")
        self.assertIn("remembered:\npay.example.vn/" + MARKET_ID,
                      witness.logged("log_contradicted"))
        witness.stop()
        self.pay_many(10, 3)
        witness.restart()
        wait_until(lambda: "split view" in witness.errors(), "the proof of the split view")


if __name__ == "__main__":
    unittest.main()
