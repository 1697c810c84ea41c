"""Runs the program under test on a folder of its own, and asks it things over HTTP.

The program is named by the environment's CHOPAY. Every wait has a deadline, and every process is
killed at the end of its test.
"""

import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

import openapi
from notices import clear_of_midnight, hmac_headers, sepay_body
from ports import free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHOPAY = os.environ.get("CHOPAY") or str(ROOT / "build/release/chopay")
DEADLINE_S = 60
MARKET_FILE = ROOT / "config/sandbox_market.json"


def chopay(*arguments, timeout=DEADLINE_S):
    """Runs a command to its end; its output as text."""
    return subprocess.run([CHOPAY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=timeout, check=False)


def wait_until(true, what, deadline_s=DEADLINE_S):
    """What `true()` gives, once it gives something."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.01)
    raise AssertionError(f"not within {deadline_s} s: {what}")


def answers_until_429(ask, most):
    """The answers of `ask()`, asked again and again until one is 429, `most` times at the most: how many
    that takes depends on how slow the machine is, since what is spent comes back meanwhile."""
    answers = []
    while len(answers) < most and (not answers or answers[-1].status != 429):
        answers.append(ask())
    return answers


class Answer:
    """One HTTP answer, read whole."""

    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Connection:
    """One keep-alive connection; opened again after the server closed it."""

    def __init__(self, url):
        self._http = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc,
                                                timeout=DEADLINE_S)

    def connect(self):
        self._http.connect()

    def ask(self, method, path, body=None, headers=None):
        self._http.request(method, path, body, headers or {})
        response = self._http.getresponse()
        answer = Answer(response, response.read())
        wrong = openapi.complaint(method, path, answer.status, answer.headers["Content-Type"],
                                  answer.body)
        if wrong:
            raise AssertionError(f"openapi.json: {method} {path}: {wrong}; {answer}")
        return answer

    def close(self):
        self._http.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Gateway:
    """A running `chopay` on the folder `data`. A context manager that kills what is left."""

    def __init__(self, data=None):
        clear_of_midnight()
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-test-"))
        self.data = pathlib.Path(data) if data else self._folder / "data"
        self.process = None
        self.url = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def arguments(self, listen):
        raise NotImplementedError

    def started(self):
        """The address once connections are accepted, else nothing."""
        return self.logged("serving")

    def start(self, listen=None):
        listen = listen or f"127.0.0.1:{free_port()}"  # which restart() finds free still
        with open(self._folder / "out", "wb") as out, open(self._folder / "err", "wb") as err:
            self.process = subprocess.Popen([CHOPAY, *map(str, self.arguments(listen))],
                                            stdout=out, stderr=err)
        self.url = wait_until(self._alive_and_started, "the server's start")

    def _alive_and_started(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended at its start: {self.errors()}")
        return self.started()

    def restart(self):
        """Starts it again, on the port that it had."""
        self.start(urllib.parse.urlsplit(self.url).netloc)

    def stop(self):
        """Asks it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(DEADLINE_S)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(DEADLINE_S)

    def raw_errors(self):
        return (self._folder / "err").read_bytes()

    def errors(self):
        return self.raw_errors().decode()

    def logged(self, event):
        """What the log says beside the event; nothing before it happened."""
        for line in self.errors().rpartition("\n")[0].splitlines():  # the last may be half written
            if line.startswith("{") and (entry := json.loads(line))["event"] == event:
                return entry["detail"]
        return None

    def ask(self, method, path, body=None, headers=None):
        with Connection(self.url) as connection:
            return connection.ask(method, path, body, headers)

    def verify(self):
        """`chopay ledger verify` on the folder."""
        return chopay("ledger", "verify", "--data", self.data)


class Served(Gateway):
    """`chopay serve` as the folder's chopay.toml says."""

    def __init__(self, folder):
        super().__init__(folder / "data")
        self._config = folder / "chopay.toml"

    def arguments(self, listen):
        return "serve", "--config", self._config, "--listen", listen


class Sandbox(Gateway):
    """`chopay sandbox`: a made-up market that is paid with play money."""

    def arguments(self, listen):
        return "sandbox", "--listen", listen, "--data", self.data

    def started(self):
        path = self.data / "sandbox.json"
        # Until the log says so, a file that is there may be the earlier run's.
        if not self.logged("serving") or not path.exists():
            return None
        self.file = json.loads(path.read_text())
        return self.file["url"]

    @property
    def secret(self):
        return self.file["source"]["secret"]

    @property
    def till_key(self):
        return self.file["till"].split("?key=")[1]

    @property
    def board_key(self):
        return self.file["board"].split("?key=")[1]

    def get(self, path, key=None):
        return self.ask("GET", path, headers=self.bearer(key))

    def post(self, path, body, key=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, json.dumps(body), {**self.bearer(key), **headers})

    def put(self, path, body, key=None):
        return self.ask("PUT", path, json.dumps(body), self.bearer(key))

    def bearer(self, key=None):
        return {"Authorization": "Bearer " + (key or self.file["api_key"])}

    def signed(self, body, at=None):
        """The headers that make this body a message of the sandbox's own source."""
        return hmac_headers(self.secret, body, at)

    def post_notice(self, body, headers=None, connection=None):
        headers = self.signed(body) if headers is None else headers
        path = "/callbacks/" + self.file["source"]["id"]
        if connection:
            return connection.ask("POST", path, body, headers)
        return self.ask("POST", path, body, headers)

    def open_request(self, amount, stall="A12", **headers):
        answer = self.post("/v1/payment-requests", {"stall": stall, "amount": amount}, **headers)
        if answer.status != 201:
            raise AssertionError(answer)
        return answer.json()

    def request(self, opened):
        return self.get("/v1/payment-requests/" + opened["id"]).json()

    def pay(self, opened, amount=None, **changes):
        """Sends the notice of a payment of this request; the answer."""
        bank, account = account_of(opened["stall"])
        return self.post_notice(sepay_body(bank, account, amount or opened["amount"],
                                           opened["reference"], **changes))

    def settlement(self, day):
        return self.get(f"/v1/settlements/{day}").json()

    def head(self, day="2026-01-01"):
        return self.settlement(day)["head"]["seq"]


def account_of(stall):
    """BIN and number of the account of a stall of the sandbox market."""
    for zone in json.loads(MARKET_FILE.read_text())["zones"]:
        for row in zone["stalls"]:
            if row["code"] == stall:
                return row["bank"], row["account"]
    raise KeyError(stall)
