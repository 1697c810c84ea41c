"""Who walks round the stalls: what was found is kept, of stalls that there are."""

import json
import pathlib
import shutil
import tempfile
import unittest

from privacy_test import OPEN, SHY, open_market
from sandbox import Served, chopay


class PatrolTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-patrol-"))
        self.addCleanup(shutil.rmtree, self.folder)
        key = chopay("key", "create", "--market", "cho-kin", "--role", "board",
                     "--data", open_market(self.folder)).stdout.strip()
        self.key = {"Authorization": "Bearer " + key}
        self.gateway = self.enterContext(Served(self.folder))

    def check(self, **body):
        return self.gateway.ask("POST", "/v1/patrols", json.dumps(body), self.key)

    def test_a_foreign_code_at_a_stall_is_kept_and_the_stall_stays_unchecked(self):
        found = self.check(payload="https://lua-dao.example", stall=OPEN, place="cửa đông")
        self.assertEqual(found.status, 201, found)
        self.assertNotEqual(found.json()["verdict"], "genuine")
        checks = self.gateway.ask("GET", "/v1/patrols", headers=self.key).json()
        self.assertEqual([(row["stall"], row["place"]) for row in checks["newest"]],
                         [(OPEN, "cửa đông")])
        self.assertIn(OPEN, [row["stall"] for row in checks["unchecked"]])
        self.assertIn(SHY, [row["stall"] for row in checks["unchecked"]])

    def test_nothing_is_kept_of_a_stall_that_is_not_there(self):
        self.assertEqual(self.check(payload="x", stall="Z99", place="").status, 404)
        checks = self.gateway.ask("GET", "/v1/patrols", headers=self.key).json()
        self.assertEqual(checks["newest"], [])


if __name__ == "__main__":
    unittest.main()
