"""The sandbox's time can be set forward, and all that it does follows; a real server's cannot."""

import datetime
import json
import pathlib
import shutil
import tempfile
import unittest

from events import Stream
from notices import vietnam_now
from privacy_test import open_market
from sandbox import Sandbox, Served, chopay, wait_until


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class SandboxClockTest(unittest.TestCase):
    def setUp(self):
        self.gateway = self.enterContext(Sandbox())

    def set_clock(self, key=None, **wish):
        return self.gateway.post("/sandbox/clock", wish, key)

    def test_requests_expire_and_an_open_page_hears_of_it_at_once(self):
        opened = self.gateway.open_request(40_000)
        path = f"/pay/{opened['id']}/events"
        with Stream(self.gateway.url, path) as stream:
            self.assertEqual(stream.next_of("status").data["status"], "pending")
            answer = self.set_clock(advance_s=3_600)
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.json()["ahead_s"], 3_600)
            self.assertEqual(stream.next_of("status").data["status"], "expired")
        self.assertEqual(self.gateway.request(opened)["status"], "expired")
        page = self.gateway.ask("GET", f"/pay/{opened['id']}").body.decode()
        self.assertIn('data-status="expired"', page)

    def events_of(self, opened):
        events = self.gateway.get("/v1/events?limit=1000").json()["events"]
        return [event["type"] for event in events
                if event["data"].get("payment_request") == opened["id"]]

    def test_that_a_request_expired_is_told_once_and_late_money_is_late(self):
        opened = self.gateway.open_request(44_000)
        path = "/v1/stalls/A12/events"
        with Stream(self.gateway.url, path, self.gateway.bearer()) as stream:
            self.set_clock(advance_s=3_600)
            told = stream.next_of("request").data
            self.assertEqual((told["request"], told["status"]), (opened["id"], "expired"))
        expected = ["payment_request.opened", "payment_request.expired"]
        self.assertEqual(self.events_of(opened), expected)
        self.gateway.kill()
        self.gateway.restart()
        self.set_clock(advance_s=60)
        next_one = self.gateway.open_request(45_000)
        self.set_clock(advance_s=3_600)
        wait_until(lambda: "payment_request.expired" in self.events_of(next_one), "its end is told")
        self.assertEqual(self.events_of(opened), expected)
        done = chopay("pay", self.gateway.url + "/pay/" + opened["id"], "--amount", "44000",
                      "--data", self.gateway.data)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(self.events_of(opened), expected + ["credit.received",
                                                             "payment_request.late"])
        self.assertEqual(self.gateway.request(opened)["status"], "late")

    def test_what_ended_while_nothing_ran_is_told_at_the_start(self):
        opened = self.gateway.open_request(46_000)
        self.gateway.stop()
        # As if the machine had been off for an hour.
        (pathlib.Path(self.gateway.data) / "sandbox.clock").write_text("3600000 ms ahead\n")
        self.gateway.restart()
        wait_until(lambda: "payment_request.expired" in self.events_of(opened), "its end is told")
        self.assertEqual(self.gateway.verify().returncode, 0)

    def test_a_moment_can_be_named_and_the_next_day_begins(self):
        day = vietnam_now().date() + datetime.timedelta(days=1)
        closing = f"/v1/days/{day}/close"
        self.assertEqual(self.gateway.post(closing, {}).json()["code"], "day_not_over")
        tomorrow = f"{day}T04:00:00+07:00"
        answer = self.set_clock(now=tomorrow)
        self.assertEqual(answer.status, 200, answer)
        self.assertLess(instant(answer.json()["now"]) - instant(tomorrow),
                        datetime.timedelta(minutes=1))
        self.assertEqual(self.gateway.post(closing, {}).status, 200)

    def test_the_bank_of_the_sandbox_keeps_to_its_time(self):
        self.set_clock(advance_s=7_200)
        opened = self.gateway.open_request(41_000)
        done = chopay("pay", self.gateway.url + "/pay/" + opened["id"], "--data",
                      self.gateway.data)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(self.gateway.request(opened)["status"], "paid")

    def test_late_is_late_by_the_gateway_s_own_clock(self):
        opened = self.gateway.open_request(47_000)
        done = chopay("pay", opened["pay_url"], "--late", "20m", "--data", self.gateway.data)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(self.gateway.get("/sandbox/clock").json()["ahead_s"], 1_200)
        request = self.gateway.request(opened)
        self.assertEqual(request["status"], "late")
        codes = {alarm["code"] for alarm in self.gateway.get("/v1/alarms").json()["alarms"]}
        self.assertNotIn("clock_skew", codes)
        in_time = self.gateway.open_request(48_000)
        done = chopay("pay", in_time["pay_url"], "--late", "5m", "--data", self.gateway.data)
        self.assertEqual((done.returncode, self.gateway.request(in_time)["status"]), (0, "paid"))

    def test_a_stall_to_which_nothing_comes_is_told_of_when_the_time_has_come(self):
        for _ in range(10):
            for stall in ("A12", "A01", "A02"):
                self.gateway.pay(self.gateway.open_request(42_000, stall))
        for _ in range(20):
            self.gateway.pay(self.gateway.open_request(43_000, "A01"))

        def silent():
            alarms = self.gateway.get("/v1/alarms").json()["alarms"]
            return {alarm["stall"] for alarm in alarms if alarm["code"] == "silent_stall"}

        self.assertEqual(silent(), set())
        self.set_clock(advance_s=3_600)
        wait_until(lambda: silent() == {"A12", "A02"}, "their silence is told of")

    def test_backwards_is_refused_and_a_restart_keeps_the_time(self):
        later = self.set_clock(advance_s=86_400).json()["now"]
        for wish in ({"now": vietnam_now().isoformat()}, {"now": "2020-01-01T00:00:00Z"}):
            answer = self.set_clock(**wish)
            self.assertEqual((answer.status, answer.json()["code"]), (409, "clock_backwards"))
        self.gateway.stop()
        self.gateway.restart()
        now = self.gateway.get("/sandbox/clock").json()
        self.assertGreaterEqual(instant(now["now"]), instant(later))
        self.assertEqual(self.gateway.post("/v1/payment-requests",
                                           {"stall": "A12", "amount": 1_000}).status, 201)

    def test_a_wish_that_says_no_moment_changes_nothing(self):
        for wish in ({}, {"advance_s": -1}, {"advance_s": 1.5}, {"advance_s": 2**62},
                     {"advance_s": 367 * 86_400}, {"now": "soon"}, {"now": "2199-01-01T00:00:00Z"},
                     {"now": "2030-01-01T00:00:00Z", "advance_s": 1}, {"seconds": 5}):
            answer = self.set_clock(**wish)
            self.assertEqual((answer.status, answer.json()["code"]), (400, "bad_clock"), wish)
        self.assertEqual(self.gateway.get("/sandbox/clock").json()["ahead_s"], 0)

    def test_a_stall_may_not_set_the_time_of_all(self):
        self.assertEqual(self.set_clock(self.gateway.till_key, advance_s=60).status, 403)
        self.assertEqual(self.set_clock("ck_" + "x" * 43, advance_s=60).status, 401)
        self.assertEqual(self.set_clock(self.gateway.board_key, advance_s=60).status, 200)


class RealClockTest(unittest.TestCase):
    def test_a_server_with_real_money_has_no_such_address(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-clock-"))
        self.addCleanup(shutil.rmtree, folder)
        data = open_market(folder)
        key = chopay("key", "create", "--market", "cho-kin", "--role", "api", "--data",
                     data).stdout.strip()
        with Served(folder) as gateway:
            for method, body in (("GET", None), ("POST", json.dumps({"advance_s": 60}))):
                answer = gateway.ask(method, "/sandbox/clock", body,
                                     {"Authorization": "Bearer " + key})
                self.assertEqual(answer.status, 404)


if __name__ == "__main__":
    unittest.main()
