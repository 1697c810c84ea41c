"""./dev bench soak: an hour at the market's pace, and what it costs to live through it.

1,000 notices a second, 500 tills that listen, a report every few seconds and a backup every minute,
on a disk of its own that fills up after a third of the time, and that turns read-only after two
thirds, as a disk with errors does: then nothing may be lost, and it must go on by itself when the
disk takes writes again. A shell around the gateway starts it anew where it ends, as its service
unit does. The last line is JSON; the exit code is 1 where a bar was missed.

    ./dev bench soak [--minutes N] [--per-second N] [--listeners N]

The disk is a file, mounted; whoever may not mount sees no broken disk, and misses that bar. So does
a run that is too short to have steady parts: what is not seen is not shown.
"""

import argparse
import asyncio
import contextlib
import errno
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
# pylint: disable=wrong-import-position
from bars import report  # noqa: E402
from notices import hmac_headers, sepay_body, vietnam_now  # noqa: E402
from sandbox import CHOPAY, account_of, chopay  # noqa: E402
from soak_judge import flatness, missed  # noqa: E402

CONNECTIONS = 32
TROUBLE_FOR_S = 20
STALLS = ("A12", "A02", "C01", "C04")
MB = 1_000_000


class Disk:
    """A folder on a disk of its own that can be filled; without the right to mount, any folder."""

    def __init__(self, folder, size_mb):
        self.folder = folder / "disk"
        self.folder.mkdir()
        image = folder / "disk.img"
        with open(image, "wb") as file:
            file.truncate(size_mb * MB)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
        self.image = image
        self.mounted = self.mount()
        self.device = pathlib.Path(self.source()).name if self.mounted else None

    def mount(self):
        """Whether it could be. An error of its file system makes it read-only."""
        return subprocess.run(["mount", "-o", "loop,errors=remount-ro", self.image, self.folder],
                              check=False, stderr=subprocess.DEVNULL).returncode == 0

    def source(self):
        """The device that is mounted there."""
        return subprocess.run(["findmnt", "--noheadings", "--output", "SOURCE", self.folder],
                              check=True, capture_output=True, text=True).stdout.strip()

    def fill(self):
        """Takes all room that there is."""
        with open(self.folder / "filler", "wb") as file:
            for piece in (64 * MB, MB, 4096):
                try:
                    while True:
                        free = os.statvfs(self.folder)
                        if free.f_bavail * free.f_bsize < piece:
                            break
                        os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, piece)
                except OSError:
                    pass

    def free(self):
        """Gives the room back."""
        (self.folder / "filler").unlink()

    def refusal(self):
        """The error number with which the disk refuses a write now; 0 where it takes it."""
        probe = self.folder / "probe"
        try:
            probe.write_bytes(b"x" * 65536)
            return 0
        except OSError as refused:
            return refused.errno
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()

    def fail(self):
        """Has the kernel find an error: what is written from now on is refused (EROFS)."""
        pathlib.Path(f"/sys/fs/ext4/{self.device}/trigger_fs_error").write_text("1")

    async def mend(self):
        """What an operator does: unmounts it, has it checked, mounts it again. Its users must have
        gone, or it is tried again."""
        while subprocess.run(["umount", self.folder], check=False,
                             stderr=subprocess.DEVNULL).returncode != 0:
            await asyncio.sleep(0.1)
        subprocess.run(["e2fsck", "-p", self.image], check=False, stdout=subprocess.DEVNULL)
        if not self.mount():
            raise RuntimeError("the disk could not be mounted again")

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.folder], check=False)


class Service:
    """The gateway, started anew a second after it ends, until it is stopped."""

    def __init__(self, data, log):
        self.data = data
        self.log = log
        self.process = None
        self.starts = 0
        self.port = 0
        self.stopping = False

    async def run(self):
        while not self.stopping:
            self.starts += 1
            self.process = await asyncio.create_subprocess_exec(
                CHOPAY, "sandbox", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
                stdout=self.log, stderr=self.log)
            await self.process.wait()
            if not self.stopping:
                await asyncio.sleep(1)

    async def ready(self):
        path = self.data / "sandbox.json"
        while not path.exists():
            await asyncio.sleep(0.05)
        self.file = json.loads(path.read_text())
        self.port = urllib.parse.urlsplit(self.file["url"]).port

    async def stop(self):
        self.stopping = True
        with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 60)

    def figures(self):
        """Memory in MB and open files; nothing while it is down."""
        try:
            folder = pathlib.Path(f"/proc/{self.process.pid}")
            pages = int((folder / "statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGESIZE") / MB, len(list((folder / "fd").iterdir()))
        except (OSError, IndexError):
            return None


class Soak:
    """All who use the gateway, and what they saw."""

    def __init__(self, service, options):
        self.service = service
        self.options = options
        self.over = False
        self.accepted = 0  # answered 200: they must be in the ledger, each once
        self.refused = 0  # not answered 200, and sent again until they were
        self.busy = 0  # of these, answered 503
        self.took_ms = []
        self.minutes = []
        self.heard = 0
        self.reports = 0
        self.backups = 0
        self.samples = []
        self.part = 0  # of the run, between the disk's troubles; odd while the disk is in one
        self.disk_was_full = False
        self.disk_was_read_only = False
        self.accounts = [account_of(stall) for stall in STALLS]

    async def ask(self, streams, request):
        """Status and body of one answer on a kept connection."""
        reader, writer = streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r")[0])
        return int(head.split()[1]), await reader.readexactly(length)

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.service.port)

    def notice(self, number):
        """One in a hundred is the stall's that all tills listen to: 500 stalls have a till each."""
        others = self.accounts[1:]
        bank, account = (self.accounts[0] if number % 100 == 0
                         else others[number % len(others)])
        return sepay_body(bank, account, 10_000)

    async def bank(self, share):
        """Sends its share of the notices at its pace; each again until it was answered 200."""
        streams = None
        pace = self.options.per_second / CONNECTIONS
        due = time.monotonic() + share / self.options.per_second
        number = share
        while not self.over:
            body = self.notice(number)
            number += CONNECTIONS
            due = max(due + 1 / pace, time.monotonic() - 1)
            first = True
            while True:
                try:
                    streams = streams or await self.connect()
                    headers = hmac_headers(self.service.file["source"]["secret"], body)
                    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                    began = time.monotonic()
                    status, _ = await asyncio.wait_for(self.ask(
                        streams, (f"POST /callbacks/sandbox HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}"
                                  f"Content-Length: {len(body)}\r\n\r\n").encode() + body), 15)
                    if status == 200:
                        self.accepted += 1
                        if first:
                            self.took_ms.append((time.monotonic() - began) * 1000)
                        break
                    self.busy += status == 503
                except (OSError, EOFError, asyncio.TimeoutError, IndexError):
                    if streams:
                        streams[1].close()
                    streams = None
                first = False
                self.refused += 1
                await asyncio.sleep(0.2)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def till(self, number):
        """Listens to a stall's events; comes back when it is cut off."""
        key = self.service.file["till"].split("?key=")[1]
        while not self.over:
            try:
                reader, writer = await self.connect()
                writer.write(f"GET /v1/stalls/{STALLS[0]}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             f"Authorization: Bearer {key}\r\n\r\n".encode())
                while piece := await reader.read(65536):
                    if number == 0:
                        self.heard += piece.count(b"event: credit")
                writer.close()
            except OSError:
                pass
            await asyncio.sleep(1)

    async def board(self):
        """Reads a report every five seconds."""
        while not self.over:
            try:
                streams = await self.connect()
                status, _ = await asyncio.wait_for(self.ask(streams, (
                    f"GET /v1/settlements/{vietnam_now().date()}.pdf HTTP/1.1\r\n"
                    f"Host: 127.0.0.1\r\nAuthorization: Bearer {self.service.file['api_key']}\r\n"
                    "\r\n").encode()), 30)
                self.reports += status == 200
                streams[1].close()
            except (OSError, EOFError, asyncio.TimeoutError, IndexError):
                pass
            await asyncio.sleep(5)

    async def keeper(self, folder):
        """Makes a backup every minute, or ten in a short run, on another disk, and keeps the newest."""
        while not self.over:
            await asyncio.sleep(self.step())
            copy = folder / "backup"
            shutil.rmtree(copy, ignore_errors=True)
            process = await asyncio.create_subprocess_exec(
                CHOPAY, "ledger", "backup", copy, "--data", self.service.data,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.backups += await process.wait() == 0

    def step(self):
        """Seconds: a minute, or a tenth of a short run."""
        return min(60.0, self.options.minutes * 6)

    async def watch(self):
        """Notes memory, files and p99, once a minute or ten times in a short run."""
        step = self.step()
        while not self.over:
            part = self.part
            await asyncio.sleep(step)
            took, self.took_ms = sorted(self.took_ms), []
            memory, files = self.service.figures() or (None, None)
            sample = {"memory_mb": memory and round(memory, 1), "files": files,
                      "starts": self.service.starts, "part": part,
                      "steady": part == self.part and part % 2 == 0, "per_s": round(len(took) / step),
                      "p50_ms": round(took[len(took) // 2], 1) if took else None,
                      "p99_ms": round(took[len(took) * 99 // 100], 1) if took else None}
            self.samples.append(sample)
            print(sample, flush=True)

    async def trouble(self, disk):
        """Fills the disk for a while, and has it fail for a while."""
        third = self.options.minutes * 60 / 3
        await asyncio.sleep(third)
        print("the disk is full", flush=True)
        self.part += 1
        refused = self.refused
        disk.fill()
        self.disk_was_full = disk.refusal() == errno.ENOSPC
        await asyncio.sleep(TROUBLE_FOR_S)
        self.disk_was_full = self.disk_was_full and self.refused > refused
        disk.free()
        self.part += 1
        print("the disk has room", flush=True)
        await asyncio.sleep(third - TROUBLE_FOR_S)
        print("the disk is read-only", flush=True)
        self.part += 1
        refused = self.refused
        disk.fail()
        self.disk_was_read_only = disk.refusal() == errno.EROFS
        await asyncio.sleep(TROUBLE_FOR_S)
        self.disk_was_read_only = self.disk_was_read_only and self.refused > refused
        await disk.mend()
        self.part += 1
        print("the disk takes writes", flush=True)

    async def run(self, disk, folder):
        tasks = [asyncio.create_task(one) for one in (
            *(self.bank(share) for share in range(CONNECTIONS)),
            *(self.till(number) for number in range(self.options.listeners)),
            self.board(), self.keeper(folder), self.watch(),
            *([self.trouble(disk)] if disk.mounted else []))]
        await asyncio.sleep(self.options.minutes * 60)
        self.over = True
        await asyncio.sleep(5)
        for task in tasks:
            task.cancel()
        failed = [one for one in await asyncio.gather(*tasks, return_exceptions=True)
                  if isinstance(one, Exception)]
        if failed:
            raise failed[0]


def verdict(soak, code):
    """What the ledger says at the end, beside what was answered."""
    data = soak.service.data
    verified = chopay("ledger", "verify", "--data", data, timeout=3600)
    shown = chopay("settlement", "--data", data, "--date", vietnam_now().date(), "--format", "json",
                   timeout=3600)
    kept = json.loads(shown.stdout)["totals"]["count"]
    return {"minutes": soak.options.minutes, "accepted": soak.accepted, "in_ledger": kept,
            "lost": max(0, soak.accepted - kept), "verified": verified.returncode == 0,
            "exit_code": code, "sent_again": soak.refused, "busy": soak.busy,
            "starts": soak.service.starts, "disk_was_full": soak.disk_was_full,
            "disk_was_read_only": soak.disk_was_read_only, "heard": soak.heard,
            "reports": soak.reports, "backups": soak.backups, **flatness(soak.samples)}


async def live(options, disk, folder):
    with open(folder / "log", "wb") as log:
        service = Service(disk.folder / "data", log)
        running = asyncio.create_task(service.run())
        try:
            await asyncio.wait_for(service.ready(), 60)
            soak = Soak(service, options)
            await soak.run(disk, folder)
        finally:
            code = await service.stop()
            await running
    return soak, code


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--per-second", type=int, default=1000)
    parser.add_argument("--listeners", type=int, default=500)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="soak-", dir=pathlib.Path.cwd() / "build"))
    disk = Disk(folder, 500 + int(options.minutes * options.per_second / 1000 * 300))
    try:
        soak, code = asyncio.run(live(options, disk, folder))
        found = verdict(soak, code)
    finally:
        disk.close()
        shutil.rmtree(folder, ignore_errors=True)
    report("soak", found, missed(found))


if __name__ == "__main__":
    main()
