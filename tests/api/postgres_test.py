"""A ledger in PostgreSQL: a sale from code to settlement, a move from SQLite, and the hour at the
market, which is the other stores' own test."""

import pathlib
import shutil
import tempfile
import unittest

import market_hour_test
from postgres_server import PostgresServer
from sandbox import Sandbox, chopay


def heads(data):
    """What `ledger verify` says of the markets, without the time that it took."""
    done = chopay("ledger", "verify", "--data", data)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout


class PostgresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(PostgresServer())

    def setUp(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-postgres-"))
        self.addCleanup(shutil.rmtree, folder)
        self.data = folder / "data"

    def pay(self, gateway, amount, reference):
        request = gateway.open_request(amount)
        self.assertEqual(gateway.pay(request, referenceCode=reference).status, 200)
        return gateway.request(request)

    def test_a_sale_is_paid_verified_and_there_after_a_restart(self):
        database = self.server.use(self.data)
        with Sandbox(self.data) as gateway:
            paid = self.pay(gateway, 85_000, "FT1")
            self.assertEqual(paid["status"], "paid")
            self.assertFalse((self.data / "ledger.db").exists())
            gateway.kill()
            gateway.restart()
            self.assertEqual(gateway.request(paid)["status"], "paid")
            self.assertEqual(gateway.stop(), 0)
        heads(self.data)
        stored = self.server.sql("SELECT count(*) FROM chopay.credit_key", database)
        self.assertEqual(stored, "1")

    def test_a_changed_entry_is_named_by_verify(self):
        database = self.server.use(self.data)
        with Sandbox(self.data) as gateway:
            self.pay(gateway, 85_000, "FT1")
            self.assertEqual(gateway.stop(), 0)
        self.server.sql("UPDATE chopay.entry SET bytes = convert_to(replace(convert_from(bytes, "
                        "'UTF8'), '85000', '95000'), 'UTF8') WHERE seq = (SELECT max(seq) FROM "
                        "chopay.entry)", database)
        done = chopay("ledger", "verify", "--data", self.data)
        self.assertEqual(done.returncode, 1)

    def test_a_market_moves_from_sqlite_with_its_keys_and_its_history(self):
        with Sandbox(self.data) as gateway:
            before = self.pay(gateway, 85_000, "FT1")
            self.assertEqual(gateway.stop(), 0)
            in_sqlite = heads(self.data)
            self.server.use(self.data)
            moved = chopay("ledger", "import", self.data / "ledger.db", "--data", self.data)
            self.assertEqual(moved.returncode, 0, moved.stderr)
            self.assertEqual(heads(self.data), in_sqlite)
            again = chopay("ledger", "import", self.data / "ledger.db", "--data", self.data)
            self.assertEqual(again.returncode, 0, again.stderr)
            gateway.restart()
            self.assertEqual(gateway.request(before)["status"], "paid")
            self.assertEqual(self.pay(gateway, 90_000, "FT2")["status"], "paid")

    def test_the_server_may_go_away_for_a_moment(self):
        database = self.server.use(self.data)
        with Sandbox(self.data) as gateway:
            self.pay(gateway, 85_000, "FT1")
            self.server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                            f"datname = '{database}'")
            self.assertEqual(self.pay(gateway, 90_000, "FT2")["status"], "paid")
        heads(self.data)


class PostgresMarketHourTest(market_hour_test.MarketHourTest):
    def setUp(self):
        super().setUp()
        self.enterContext(PostgresServer()).use(self.data)


if __name__ == "__main__":
    unittest.main()
