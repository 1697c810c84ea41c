"""./dev bench attacks: slow clients hold what they can while real notices come in.

slowhttptest opens 2,000 connections in each of its four modes: heads and bodies that do not end,
ranges, answers that are not read. Meanwhile 50 notices a second come in, every other one on a
connection of its own; their p99 under each attack is what counts. The last line is JSON; the exit
code is 1 where a bar was missed.

    ./dev bench attacks [--connections N] [--seconds N]
"""

import argparse
import http.client
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
# pylint: disable=wrong-import-position
from bars import Bars, report  # noqa: E402
from notices import sepay_body  # noqa: E402
from sandbox import DEADLINE_S, Sandbox, account_of  # noqa: E402

NOTICES_PER_SECOND = 50
P99_MS_BELOW = 50
# Where each mode aims, so that the gateway has something to wait for or to send.
MODES = {
    "slow heads": ("-H", "/v1/banks", ("-i", "1")),
    "slow bodies": ("-B", "/callbacks/sandbox", ("-i", "1", "-s", "8192")),
    "ranges": ("-R", "/openapi.json", ("-a", "5", "-b", "3000", "-t", "HEAD")),
    "slow readers": ("-X", "/openapi.json", ("-w", "512", "-y", "1024", "-n", "1", "-z", "16",
                                             "-k", "3")),
}


class Notices(threading.Thread):
    """Sends notices at a steady pace until it is told to end, and notes how long each took."""

    def __init__(self, gateway):
        super().__init__()
        self.gateway = gateway
        self.place = urllib.parse.urlsplit(gateway.url).netloc
        self.over = threading.Event()
        self.took_ms = []
        self.failed = 0

    def run(self):
        bank, account = account_of("A12")
        kept = http.client.HTTPConnection(self.place, timeout=DEADLINE_S)
        due = time.monotonic()
        while not self.over.is_set():
            body = sepay_body(bank, account, 10_000)
            headers = self.gateway.signed(body)
            fresh = len(self.took_ms) % 2 == 0
            connection = http.client.HTTPConnection(self.place, timeout=DEADLINE_S) if fresh \
                else kept
            began = time.monotonic()
            try:
                connection.request("POST", "/callbacks/sandbox", body, headers)
                answer = connection.getresponse()
                answer.read()
                self.failed += answer.status != 200
            except (OSError, http.client.HTTPException):
                self.failed += 1
                connection.close()
            self.took_ms.append((time.monotonic() - began) * 1000)
            if fresh:
                connection.close()
            due += 1 / NOTICES_PER_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
        kept.close()

    def figures(self):
        ordered = sorted(self.took_ms)
        return {"notices": len(ordered), "failed": self.failed,
                "p50_ms": round(ordered[len(ordered) // 2], 2),
                "p99_ms": round(ordered[len(ordered) * 99 // 100], 2)}


def under(attack, gateway, options):
    """The notices' figures while the attack goes on; an attack of nothing is a quiet time."""
    notices = Notices(gateway)
    notices.start()
    if attack:
        mode, path, more = MODES[attack]
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["slowhttptest", mode, "-c", str(options.connections), "-r", "1000",
                            "-l", str(options.seconds), "-u", gateway.url + path, *more],
                           cwd=folder, check=False, stdout=subprocess.DEVNULL,
                           timeout=options.seconds + 60)
    else:
        time.sleep(options.seconds)
    notices.over.set()
    notices.join()
    return notices.figures()


def missed(found):
    """The bars that the figures do not reach. A notice that was not taken was not fast either."""
    bars = Bars(found)
    bars.below("p99_ms_max", P99_MS_BELOW)
    bars.equal("failed", 0)
    bars.equal("came_through", True)
    return bars.missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=15)
    options = parser.parse_args()
    if not shutil.which("slowhttptest"):
        sys.exit("attacks: slowhttptest is not installed")
    figures = {}
    with Sandbox() as gateway:
        for attack in (None, *MODES):
            figures[attack or "none"] = found = under(attack, gateway, options)
            print(f"{attack or 'none'}: {found}", flush=True)
        alive = gateway.ask("GET", "/healthz").status == 200
        came_through = alive and gateway.stop() == 0 and gateway.verify().returncode == 0
    found = {"p99_ms_max": max(one["p99_ms"] for one in figures.values()),
             "failed": sum(one["failed"] for one in figures.values()),
             "came_through": came_through, **figures}
    report("attacks", found, missed(found))


if __name__ == "__main__":
    main()
