"""What an operator's machines ask: whether it lives, whether it can append, and how it does."""

import datetime
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from events import Stream
from market_hour import SEPAY_SECRET
from notices import hmac_headers, sepay_body, vietnam_now
from privacy_test import open_market
from sandbox import DEADLINE_S, ROOT, Served, chopay, wait_until

PROMTOOL = shutil.which("promtool")


class HealthTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-health-"))
        self.addCleanup(shutil.rmtree, self.folder)
        data = open_market(self.folder)
        self.key = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--role", "monitor",
            "--data", data).stdout.strip()}
        self.market_key = {"Authorization": "Bearer " + chopay(
            "key", "create", "--market", "cho-kin", "--role", "api",
            "--data", data).stdout.strip()}
        self.gateway = self.enterContext(Served(self.folder))

    def send(self, body, secret=SEPAY_SECRET):
        return self.gateway.ask("POST", "/callbacks/sepay-main", body, hmac_headers(secret, body))

    def metrics(self):
        answer = self.gateway.ask("GET", "/metrics", headers=self.key)
        self.assertEqual(answer.status, 200, answer)
        return answer.body.decode()

    def figure(self, text, name):
        found = re.search("^" + re.escape(name) + r" (\S+)$", text, re.M)
        self.assertIsNotNone(found, name + " is not in\n" + text)
        return float(found.group(1))

    def test_it_is_ready_when_it_can_append(self):
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.gateway.ask("GET", path).status, 200)

    def test_a_notice_is_counted_and_neither_payer_nor_account_is_told(self):
        before = self.figure(self.metrics(), "chopay_entries_total")
        body = sepay_body("970436", "00009999", 50_000)  # of no market: kept aside
        self.send(body)
        body = sepay_body("970436", "88110000", 50_000)  # of two stalls: suspense
        self.send(body)
        text = self.metrics()
        self.assertEqual(self.figure(text, "chopay_entries_total"), before + 1)
        self.assertEqual(self.figure(text, 'chopay_market_suspense{market="cho-kin"}'), 1)
        self.assertEqual(self.figure(
            text, 'chopay_request_seconds_count{route="/callbacks/{source}",status="2xx"}'), 2)
        self.assertGreater(self.figure(text, "chopay_lane_commit_seconds_count"), 0)
        self.assertGreater(self.figure(text, "chopay_wal_bytes"), 0)
        self.assertEqual(self.figure(text, "chopay_lane_failed"), 0)
        refused = re.findall(r'^chopay_lane_refused\{why="(\w+)"\} (\d)$', text, re.M)
        self.assertEqual(len(refused), 7, refused)
        self.assertEqual({value for _, value in refused}, {"0"})
        self.assertNotIn("88110000", text)

    def test_how_late_a_source_tells_is_measured_of_what_is_its_own_and_new(self):
        at = vietnam_now() - datetime.timedelta(seconds=90)
        at = at.replace(second=at.second | 1)  # no midnight: that would be a bank that tells days
        late = sepay_body("970436", "99110001", 50_000, at=at)
        for _ in range(2):
            self.assertEqual(self.send(late).status, 200)
        self.assertEqual(self.send(sepay_body("970436", "99110001", 60_000), "forged").status, 401)
        text = self.metrics()
        lag = "chopay_source_lag_seconds_"
        self.assertEqual(self.figure(text, lag + 'count{source="sepay-main"}'), 1)
        for seconds, within in ((60, 0), (300, 1)):
            name = f'{lag}bucket{{source="sepay-main",le="{seconds}"}}'
            self.assertEqual(self.figure(text, name), within)

    def test_the_way_from_a_commit_to_a_till_is_measured_where_the_till_was_there(self):
        path, measured = "/v1/stalls/P01/events", "chopay_commit_to_screen_seconds_count"
        with Stream(self.gateway.url, path, self.market_key) as till:
            till.next(comments=True)
            self.send(sepay_body("970436", "99110001", 50_000))
            self.assertEqual(till.next_of("credit").data["amount"], 50_000)
            wait_until(lambda: self.figure(self.metrics(), measured) == 1, "the first event's time")
        with Stream(self.gateway.url, path, self.market_key, "cho-kin:0") as till:
            self.assertEqual(till.next_of("credit").data["amount"], 50_000)  # it was away then
            self.send(sepay_body("970436", "99110001", 60_000))
            self.assertEqual(till.next_of("credit").data["amount"], 60_000)
            wait_until(lambda: self.figure(self.metrics(), measured) > 1, "the second event's time")
            self.assertEqual(self.figure(self.metrics(), measured), 2)

    def test_how_long_commits_waited_for_the_write_ahead_log_is_measured(self):
        name = "chopay_wal_checkpoint_seconds_count"
        self.assertEqual(self.figure(self.metrics(), name), 0)
        for sent in range(1, 1_001):  # of about four pages each, and it is moved at a thousand
            self.send(sepay_body("970436", "99110001", 50_000 + sent))
            if sent % 50 == 0 and self.figure(self.metrics(), name) > 0:
                break
        text = self.metrics()
        self.assertGreater(self.figure(text, name), 0)
        self.assertLess(self.figure(text, name), self.figure(text, "chopay_lane_between_seconds_count"))
        self.assertGreater(self.figure(text, "chopay_wal_checkpoint_seconds_sum"), 0)

    def test_alerts_and_dashboard_ask_for_what_is_measured(self):
        body = sepay_body("970436", "88110000", 50_000)
        self.send(body)
        self.gateway.ask("GET", "/healthz", headers={"Host": "elsewhere"})
        measured = set(re.findall(r"^(chopay_\w+)", self.metrics(), re.M))
        measured.add("chopay_webhook_waiting")  # there are none here; tests/out has some
        dashboard = json.loads((ROOT / "config/grafana.json").read_text())
        asked = {target["expr"] for panel in dashboard["panels"] for target in panel["targets"]}
        asked |= set(re.findall("expr: (.*)", (ROOT / "config/alerts.yml").read_text()))
        named = {name for expression in asked for name in re.findall(r"\bchopay_\w+", expression)}
        self.assertEqual(named - measured, set())
        without_kind = {re.sub("_(bucket|sum|count)$", "", name) for name in measured}
        shown = {re.sub("_(bucket|sum|count)$", "", name) for name in named}
        self.assertEqual(without_kind - shown, set(), "measured, and shown nowhere")

    @unittest.skipUnless(PROMTOOL, "promtool is not installed")
    def test_promtool_reads_each_question_of_the_dashboard(self):
        dashboard = json.loads((ROOT / "config/grafana.json").read_text())
        rules = [{"record": f"panel:{panel['id']}:{number}", "expr": target["expr"]}
                 for panel in dashboard["panels"]
                 for number, target in enumerate(panel["targets"])]
        path = self.folder / "rules.yml"  # JSON is YAML too
        path.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
        checked = subprocess.run([PROMTOOL, "check", "rules", path], capture_output=True, text=True,
                                 timeout=DEADLINE_S)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    @unittest.skipUnless(PROMTOOL, "promtool is not installed")
    def test_promtool_reads_the_metrics_and_the_alerts(self):
        checked = subprocess.run([PROMTOOL, "check", "metrics"], input=self.metrics(),
                                 capture_output=True, text=True, timeout=DEADLINE_S)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        rules = subprocess.run([PROMTOOL, "check", "rules", ROOT / "config/alerts.yml"],
                               capture_output=True, text=True, timeout=DEADLINE_S)
        self.assertEqual(rules.returncode, 0, rules.stdout + rules.stderr)

    @unittest.skipUnless(PROMTOOL, "promtool is not installed")
    def test_the_alerts_come_when_they_should_and_not_before(self):
        tested = subprocess.run([PROMTOOL, "test", "rules", ROOT / "tests/api/alerts_test.yml"],
                                capture_output=True, text=True, timeout=DEADLINE_S)
        self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)


if __name__ == "__main__":
    unittest.main()
