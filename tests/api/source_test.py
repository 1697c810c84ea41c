"""Sources of bank notices: their secrets, addresses and limits, and the log of what they sent."""

import hashlib
import json
import pathlib
import shutil
import signal
import tempfile
import unittest

from notices import hmac_headers, sepay_body, vietnam_now
from sandbox import Served, answers_until_429, chopay, wait_until

MARKET = {"id": "cho-that", "name": "Chợ Thật", "province": "Quảng Ninh", "zones": [
    {"id": "A", "name": "Khu cá", "stalls": [
        {"code": "A01", "name": "Cá tươi", "trade": "Hải sản", "household": "Hộ KD Nguyễn Văn An",
         "bank": "970436", "account": "1017595600", "holder": "HKD NGUYEN VAN AN"},
        {"code": "A02", "name": "Tôm", "trade": "Hải sản", "household": "Hộ KD Lê Thị Bình",
         "bank": "970418", "account": "0901234567", "holder": "HKD LE THI BINH"},
        {"code": "A03", "name": "Mực", "trade": "Hải sản", "household": "Hộ KD Trần Thị Cúc",
         "bank": "970418", "account": "0907654321", "holder": "HKD TRAN THI CUC"}]}]}
HEAD = """
listen = "127.0.0.1:8080"
data = "{folder}/data"
proxies = ["127.0.0.1"]
"""
SOURCE = """
[[source]]
id = "{id}"
kind = "{kind}"
secret_file = "{folder}/{secret}"
{more}
"""


class SourceTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-source-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("one", "two"):
            self.write(name, "secret-" + name).chmod(0o600)
        self.write("market.json", json.dumps(MARKET))
        self.data = self.folder / "data"

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def configure(self, *sources):
        """Each source is (id, kind, secret's file, further lines)."""
        self.write("chopay.toml", HEAD.format(folder=self.folder) + "".join(
            SOURCE.format(id=name, kind=kind, folder=self.folder, secret=secret, more=more)
            for name, kind, secret, more in sources))

    def serve(self):
        opened = chopay("market", "open", self.folder / "market.json", "--data", self.data)
        self.assertEqual(opened.returncode, 0, opened.stderr)
        self.key = chopay("key", "create", "--market", "cho-that", "--data",
                          self.data).stdout.strip()
        self.gateway = self.enterContext(Served(self.folder))

    def get(self, path):
        answer = self.gateway.ask("GET", path, headers={"Authorization": "Bearer " + self.key})
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def post(self, path):
        return self.gateway.ask("POST", path, "{}", {"Authorization": "Bearer " + self.key})

    def totals(self):
        return self.get(f"/v1/settlements/{vietnam_now().date()}")["totals"]

    def send(self, secret="one", headers=None, source="bank", **changes):
        body = sepay_body("970436", changes.pop("account", "1017595600"), 50_000, **changes)
        signed = hmac_headers("secret-" + secret, body)
        return self.gateway.ask("POST", "/callbacks/" + source, body, {**signed, **(headers or {})})

    def reload(self):
        """SIGHUP, and what the log says then."""
        before = self.gateway.errors()
        self.gateway.process.send_signal(signal.SIGHUP)

        def said():
            for line in self.gateway.errors()[len(before):].rpartition("\n")[0].splitlines():
                entry = json.loads(line) if line.startswith("{") else {"event": ""}
                if entry["event"] in ("reloaded", "not_reloaded"):
                    return entry["event"]
            return None
        return wait_until(said, "the reload")

    def deliveries(self, source="bank"):
        return self.get(f"/v1/sources/{source}/deliveries")["deliveries"]

    def test_a_secret_is_changed_without_a_restart_and_the_old_one_ends_at_its_time(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        self.assertEqual(self.send("one").status, 200)
        self.assertEqual(self.send("two").status, 401)
        previous = f'previous_secret_file = "{self.folder}/one"\n'
        self.configure(("bank", "sepay", "two", previous +
                        'previous_until = "2099-01-01T00:00:00+07:00"'))
        self.assertEqual(self.reload(), "reloaded")
        self.assertEqual([self.send("one").status, self.send("two").status], [200, 200])
        self.configure(("bank", "sepay", "two", previous +
                        'previous_until = "2020-01-01T00:00:00+07:00"'))
        self.assertEqual(self.reload(), "reloaded")
        self.assertEqual([self.send("one").status, self.send("two").status], [401, 200])

    def test_a_file_that_cannot_be_used_changes_nothing_and_is_told(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        for broken in ((("bank", "sepay", "none-there", ""),), (("bank", "nokind", "one", ""),),
                       (("bank", "sepay", "one", 'addresses = ["10.0.0.1/8"]'),),
                       (("bank", "sepay", "one", 'previous_until = "tomorrow"'),),
                       (("bank", "sepay", "one", "no_such_key = 1"),),
                       (("bank", "sepay", "one", ""), ("bank", "sepay", "two", ""))):
            with self.subTest(broken):
                self.configure(*broken)
                self.assertEqual(self.reload(), "not_reloaded")
                self.assertEqual(self.send("one").status, 200)

    def test_a_source_calls_from_its_addresses_only(self):
        self.configure(("bank", "sepay", "one", 'addresses = ["203.0.113.0/24", "2001:db8::/32"]'))
        self.serve()
        for address, status in (("203.0.113.7", 200), ("::ffff:203.0.113.8", 200),
                                ("2001:db8:1::1", 200), ("203.0.114.1", 401), ("nonsense", 401)):
            with self.subTest(address):
                self.assertEqual(self.send(headers={"X-Forwarded-For": address}).status, status)
        self.assertEqual(self.send().status, 401, "the proxy itself is not the bank")
        self.assertEqual(self.totals()["count"], 3)
        self.assertIn("address", self.deliveries()[0]["why"])

    def test_more_than_a_source_may_send_is_429_in_its_words_and_comes_again(self):
        self.configure(("bank", "sepay", "one", "requests_per_minute = 3"),
                       ("other", "sepay", "one", ""))
        self.serve()
        answers = answers_until_429(self.send, 60)
        self.assertEqual([answer.status for answer in answers[:3]], [200, 200, 200])
        self.assertEqual((answers[-1].status, answers[-1].json()), (429, {"success": False}))
        self.assertIn(int(answers[-1].headers["Retry-After"]), range(1, 21))  # one comes each 20 s
        self.assertEqual(self.send(source="other").status, 200, "one source's flood is its own")

    def test_what_strangers_send_uses_up_nothing_of_a_source(self):
        self.configure(("bank", "sepay", "one", "requests_per_minute = 3"))
        self.serve()
        for _ in range(20):
            self.assertEqual(self.send("guessed").status, 401)
        self.assertEqual(self.send().status, 200)

    def test_a_signed_text_seen_once_cannot_come_back_with_other_unsigned_fields(self):
        self.configure(("bidv", "bidv", "one", ""))
        self.serve()

        def paid(customer, when="20261124065055"):
            signed = hashlib.md5(b"secret-oneBIDV77" b"VQ7K2M" b"85000").hexdigest()
            body = json.dumps({"trans_id": "BIDV77", "trans_date": when, "customer_id": customer,
                               "service_id": "S", "bill_id": "VQ7K2M", "amount": "85000",
                               "checksum": signed}).encode()
            return self.gateway.ask("POST", "/callbacks/bidv", body).status

        self.assertEqual(paid("0901234567"), 200)
        head = self.get("/v1/settlements/2026-11-24")["head"]["seq"]
        self.assertEqual(paid("0901234567"), 200, "the same again is the same")
        self.assertEqual(paid("0907654321"), 409, "another stall's account is not signed")
        self.assertEqual(paid("0901234567", "20261125065055"), 409, "nor is the day")
        for _ in range(2):
            self.assertEqual(paid("0907654321"), 409)
        after = self.get("/v1/settlements/2026-11-24")
        self.assertEqual((after["head"]["seq"], after["totals"]["gross"]), (head, 85_000))
        self.gateway.kill()
        self.gateway.restart()
        self.assertEqual(paid("0907654321"), 409, "not after a crash either")
        self.assertEqual(paid("0901234567"), 200)
        self.assertEqual(self.deliveries("bidv")[0]["outcome"], "duplicate")

    def test_the_log_tells_what_became_of_each_message_also_after_a_restart(self):
        self.configure(("bank", "sepay", "one", ""))
        self.serve()
        self.send()
        self.send("two")
        self.send(account="404")
        self.send(transferAmount="nonsense")
        shown = [(row["number"], row["outcome"], row["status"]) for row in self.deliveries()]
        self.assertEqual(shown, [(4, "malformed", 400), (3, "ignored", 200),
                                 (2, "reject_auth", 401), (1, "accepted", 200)])
        first = self.deliveries()[3]
        self.assertRegex(first["entry"], r"^cho-that:\d+$")
        self.assertEqual(first["bank"], "970436")
        self.assertGreater(first["took_us"], 0)
        self.assertNotIn("50000", json.dumps(self.deliveries()))
        kept = [json.loads(line) for line in
                chopay("callback", "kept", "--data", self.data).stdout.splitlines()]
        self.assertEqual(len(kept), 2, "what cannot be read is kept, too")
        page = self.get("/v1/sources/bank/deliveries?limit=2")
        self.assertEqual(page["next"], 3)
        older = self.get("/v1/sources/bank/deliveries?limit=2&before=3")
        self.assertEqual([row["number"] for row in older["deliveries"]], [2, 1])
        source = self.get("/v1/sources")["sources"][0]
        self.assertEqual(source["last_day"]["accepted"], 1)
        delays = self.gateway.ask("GET", "/v1/bank-delays").json()["banks"]
        self.assertEqual([(row["bank"], row["credits"]) for row in delays], [("970436", 1)])
        before = self.deliveries()
        self.assertEqual(self.gateway.stop(), 0)
        listed = chopay("callback", "log", "--data", self.data, "--source", "bank").stdout
        self.assertEqual([json.loads(line) for line in listed.splitlines()],
                         [{"source": "bank", **row} for row in reversed(before)])
        self.gateway.restart()
        self.assertEqual(self.deliveries(), before)

    def test_a_kept_message_is_taken_once_when_it_may_be(self):
        self.configure(("bank", "sepay", "one", 'account = "999"'))
        self.serve()
        self.assertEqual(self.send().status, 200)
        path = "/v1/sources/bank/deliveries/1/replay"
        refused = self.post(path).json()
        self.assertEqual(refused["outcome"], "ignored")
        self.assertIn("not the one", refused["why"])
        self.configure(("bank", "sepay", "one", ""))
        self.assertEqual(self.reload(), "reloaded")
        key_file = self.write("api.key", self.key)
        again = chopay("callback", "replay", "--source", "bank", "--number", 1, "--url",
                       self.gateway.url, "--key-file", key_file)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn('"outcome":"accepted"', again.stdout)
        self.assertEqual(self.totals()["gross"], 50_000)
        self.assertEqual(self.post(path).status, 409)
        self.assertEqual(self.totals()["gross"], 50_000)
        self.assertEqual(self.post("/v1/sources/bank/deliveries/2/replay").status, 404)
        self.assertEqual(self.gateway.stop(), 0)
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_a_kept_message_of_another_market_is_not_taken(self):
        """Whoever runs the sources of one market gives no money to the stalls of another."""
        self.configure(("bank", "sepay", "one", 'account = "999"'))
        self.serve()
        self.assertEqual(self.send().status, 200)
        self.assertEqual(self.gateway.stop(), 0)
        self.write("other.json", json.dumps({
            "id": "cho-khac", "name": "Chợ Khác", "province": "Quảng Ninh", "zones": [
                {"id": "B", "name": "Khu rau", "stalls": [
                    {"code": "B01", "name": "Rau", "trade": "Rau", "household": "Hộ KD Vũ Thị Dung",
                     "bank": "970436", "account": "1017595601", "holder": "HKD VU THI DUNG"}]}]}))
        opened = chopay("market", "open", self.folder / "other.json", "--data", self.data)
        self.assertEqual(opened.returncode, 0, opened.stderr)
        other_key = chopay("key", "create", "--market", "cho-khac", "--data",
                           self.data).stdout.strip()
        self.configure(("bank", "sepay", "one", ""))
        self.gateway.restart()
        path = "/v1/sources/bank/deliveries/1/replay"
        foreign = self.gateway.ask("POST", path, "{}", {"Authorization": "Bearer " + other_key})
        self.assertEqual(foreign.json()["outcome"], "ignored", foreign)
        self.assertIn("no market of yours", foreign.json()["why"])
        self.assertEqual(self.totals()["gross"], 0)
        self.assertEqual(self.post(path).json()["outcome"], "accepted", "it is kept for its own")
        self.assertEqual(self.totals()["gross"], 50_000)


if __name__ == "__main__":
    unittest.main()
