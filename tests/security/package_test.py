"""The Debian package on a machine: installed, started, upgraded with data, removed, purged; and what is
in it. The machine is this one's files without the changes (machine.py); without root only the
package itself is looked at."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from machine import Machine, mounts_of_our_own

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CHOPAY") or ROOT / "build/release/chopay").parent
HAS_MOUNTS = mounts_of_our_own()
DEADLINE_S = 60
# As the unit has it, for a machine on which no systemd runs: nothing is writable but the two
# folders, /tmp is another, and root's rights are gone.
AS_THE_UNIT = """
set -e
for folder in /var/lib/chopay /var/lib/chopay-guard; do mount --bind $folder $folder; done
mount -o remount,bind,ro /
mount -t tmpfs tmpfs /tmp
cd /
umask 077
exec setpriv --reuid chopay --regid chopay --clear-groups --no-new-privs \
  --bounding-set -all,+net_bind_service "$@"
"""


def output(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300,
                          check=True).stdout


def make_package(folder):
    """The .deb as cpack makes it of the build."""
    subprocess.run(["cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder],
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}, timeout=300,
                   stdout=subprocess.DEVNULL, check=True)
    return next(folder.glob("chopay_*.deb"))


def next_version(package, folder):
    """The same package with a higher version."""
    output("dpkg-deb", "--raw-extract", package, folder / "next")
    control = folder / "next/DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*", "Version: 99.0", control.read_text(), flags=re.M))
    output("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder / "next", folder / "next.deb")
    return folder / "next.deb"


def setUpModule():
    global FOLDER, PACKAGE, NEXT
    FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="chopay-package-"))
    unittest.addModuleCleanup(shutil.rmtree, FOLDER)
    PACKAGE = make_package(FOLDER)
    NEXT = next_version(PACKAGE, FOLDER)


def system_calls(*sets):
    """The calls of systemd's sets, those of the sets in them too."""
    names = set()
    for line in output("systemd-analyze", "--no-pager", "syscall-filter", *sets).splitlines():
        name = line.strip()
        if line.startswith("    ") and name.startswith("@"):
            names |= system_calls(name)
        elif line.startswith("    ") and not name.startswith("#"):
            names.add(name)
    return names


class ContentTest(unittest.TestCase):
    def files(self):
        """Mode, owner and path of each file and folder."""
        rows = (line.split(maxsplit=5) for line in output("dpkg-deb", "--contents",
                                                          PACKAGE).splitlines())
        return {row[5].removeprefix("."): (row[0], row[1]) for row in rows}

    def test_it_has_what_an_operator_needs(self):
        wanted = {"/usr/bin/chopay", "/etc/chopay/chopay.toml",
                  "/lib/systemd/system/chopay.service", "/usr/share/man/man1/chopay.1.gz",
                  "/usr/share/bash-completion/completions/chopay",
                  "/usr/share/doc/chopay/sbom.spdx.json", "/usr/share/doc/chopay/alerts.yml",
                  "/usr/share/doc/chopay/grafana.json"}
        self.assertEqual(wanted - self.files().keys(), set())

    def test_all_of_it_is_roots_and_nobody_else_may_write_it(self):
        for path, (mode, owner) in self.files().items():
            self.assertEqual(owner, "root/root", path)
            self.assertNotRegex(mode, "^.....w|^........w|s", path)

    def test_the_settings_are_the_operators(self):
        self.assertEqual(output("dpkg-deb", "--info", PACKAGE, "conffiles").split(),
                         ["/etc/chopay/chopay.toml"])

    def test_it_wants_the_libraries_that_the_program_loads(self):
        wanted = output("dpkg-deb", "--field", PACKAGE, "Depends")
        for library in ("libc6", "libsqlite3-0", "libssl3", "libsodium23", "fonts-noto-core"):
            self.assertIn(library, wanted)

    def test_the_same_build_gives_the_same_bytes(self):
        folder = FOLDER / "again"
        folder.mkdir()
        os.utime(BUILD / "package/chopay.toml")  # as in a build that began later
        self.assertEqual(make_package(folder).read_bytes(), PACKAGE.read_bytes())

    def test_the_bill_of_materials_names_each_part_once(self):
        bill = json.loads((BUILD / "package/sbom.spdx.json").read_text())
        names = [package["name"] for package in bill["packages"]]
        self.assertEqual(len(names), len(set(names)))
        for name in ("libsqlite3-0", "libssl3", "libboost1.81-dev", "preact"):
            self.assertIn(name, names)
        related = {end for relation in bill["relationships"]
                   for end in (relation["spdxElementId"], relation["relatedSpdxElement"])}
        ids = {package["SPDXID"] for package in bill["packages"]}
        self.assertEqual(ids - related, set())
        self.assertEqual(related - ids, {"SPDXRef-DOCUMENT"})


class ManualTest(unittest.TestCase):
    def test_each_command_of_the_program_is_in_the_manual(self):
        page = output("gzip", "--decompress", "--stdout", BUILD / "package/chopay.1.gz")
        helped = output(BUILD / "chopay", "--help")
        commands = re.findall(r"^  ([a-z]+) ", helped.split("Subcommands:")[1], re.M)
        self.assertIn("settlement", commands)
        for command in commands:
            self.assertRegex(page, rf"(?m)^\.SS chopay {command}\b")

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_man_reads_the_page_without_a_complaint(self):
        done = subprocess.run(["man", "--warnings=mac", "--local-file",
                               BUILD / "package/chopay.1.gz"], capture_output=True, text=True,
                              timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True)
        self.assertEqual(done.stderr, "")

    def completed(self, *words):
        """What the shell offers for the last of the words."""
        script = (f"source {BUILD}/package/chopay.bash; COMP_WORDS=(\"$@\"); "
                  "COMP_CWORD=$(($# - 1)); _chopay; echo \"${COMPREPLY[*]}\"")
        return output("bash", "-c", script, "bash", "chopay", *words).split()

    def test_the_shell_completes_commands_and_options(self):
        self.assertIn("settlement", self.completed("se"))
        self.assertEqual(self.completed("ledger", "ba"), ["balances", "backup"])
        self.assertEqual(self.completed("ledger", "backup", "/somewhere", "--d"), ["--data"])
        self.assertEqual(self.completed("words", "--no-such"), [])


class UnitTest(unittest.TestCase):
    UNIT = ROOT / "config/package/chopay.service"

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_calls_it_hardly_exposed(self):
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20",
                               self.UNIT], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


@unittest.skipUnless(HAS_MOUNTS, "needs root and mounts of its own")
class MachineTest(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)
        self.service = None
        self.addCleanup(self.stop)
        for package in (PACKAGE, NEXT):
            shutil.copy(package, self.machine.root / "tmp")

    def dpkg(self, *arguments):
        return self.machine.run("dpkg", *arguments)

    def install(self, package=None):
        # Rebuilding the index of all man pages is not what is tried here.
        self.dpkg("--no-triggers", "--install", f"/tmp/{(package or PACKAGE).name}")

    def chopay(self, *arguments):
        return self.machine.run("setpriv", "--reuid", "chopay", "--regid", "chopay",
                                "--clear-groups", "chopay", *arguments, "--data",
                                "/var/lib/chopay").stdout

    def start(self, *before):
        """Starts the service as its unit does, behind the words `before`; waits until it serves."""
        unit = (self.machine.root / "lib/systemd/system/chopay.service").read_text()
        command = re.search(r"^ExecStart=(.*)", unit, re.M).group(1)
        with open(FOLDER / "log", "w", encoding="utf-8") as log:
            self.service = subprocess.Popen(
                ["unshare", "--mount", "chroot", self.machine.root, "sh", "-c", AS_THE_UNIT, "sh",
                 *before, *command.split()], stderr=log)
        end = time.monotonic() + DEADLINE_S
        while '"serving"' not in (text := (FOLDER / "log").read_text()):
            if self.service.poll() is not None or time.monotonic() > end:
                self.fail(text)
            time.sleep(0.02)

    def stop(self):
        if self.service:
            self.service.send_signal(signal.SIGTERM)
            self.assertEqual(self.service.wait(DEADLINE_S), 0)
        self.service = None

    def open_market(self):
        market = json.loads((ROOT / "config/sandbox_market.json").read_text())
        market.pop("sandbox", None)
        (self.machine.root / "tmp/market.json").write_text(json.dumps(market))
        self.chopay("market", "open", "/tmp/market.json")
        return self.chopay("key", "create", "--market", market["id"]).strip()

    def listen_on(self, port):
        """An operator's change of the settings."""
        settings = self.machine.root / "etc/chopay/chopay.toml"
        settings.write_text(settings.read_text().replace("127.0.0.1:8080", f"127.0.0.1:{port}"))

    def ask(self, method, path, key, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Authorization": "Bearer " + key})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def sell(self, key):
        status, body = self.ask("POST", "/v1/payment-requests", key,
                                json.dumps({"stall": "A12", "amount": 85_000}))
        self.assertEqual(status, 201, body)
        return json.loads(body)["id"]

    @staticmethod
    def free_port():
        """Below the ports that the system gives to whoever asks for any: none is taken in between."""
        while True:
            port = random.randrange(10_000, 32_000)
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) != 0:
                    return port

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_understands_the_unit(self):
        self.install()
        done = self.machine.run("systemd-analyze", "verify", "--man=no",
                                "/lib/systemd/system/chopay.service", check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_sale_survives_upgrade_and_removal(self):
        self.install()
        self.port = self.free_port()
        self.listen_on(self.port)
        key = self.open_market()
        self.start()
        sale = self.sell(key)
        self.install(NEXT)  # under the running service, whose file is another then
        self.assertEqual(self.ask("GET", f"/v1/payment-requests/{sale}", key)[0], 200)
        self.stop()
        self.start()
        self.assertEqual(self.ask("GET", f"/v1/payment-requests/{sale}", key)[0], 200)
        for path in ("/v1/stalls/A12/sticker.png?paper=square_80", "/v1/settlements/2026-11-24.pdf"):
            self.assertEqual(self.ask("GET", path, key)[0], 200, path)
        self.stop()
        self.chopay("ledger", "verify")
        self.dpkg("--remove", "chopay")
        self.assertFalse((self.machine.root / "usr/bin/chopay").exists())
        self.install()
        self.start()  # on the port of the settings that were kept
        self.assertEqual(self.ask("GET", f"/v1/payment-requests/{sale}", key)[0], 200)
        self.stop()
        self.dpkg("--purge", "chopay")
        self.assertTrue((self.machine.root / "var/lib/chopay/ledger.db").exists())

    @unittest.skipUnless(shutil.which("strace") and shutil.which("systemd-analyze"),
                         "strace or systemd is not installed")
    def test_it_calls_nothing_of_the_system_that_its_unit_forbids(self):
        self.install()
        self.port = self.free_port()
        self.listen_on(self.port)
        key = self.open_market()
        calls = "var/lib/chopay-guard/calls"
        self.start("strace", "-D", "-f", "-qq", "-o", f"/{calls}")
        self.sell(key)
        for path in ("/v1/stalls/A12/sticker.pdf?paper=square_80", "/v1/settlements/2026-11.xlsx"):
            self.assertEqual(self.ask("GET", path, key)[0], 200, path)
        picture = self.ask("GET", "/v1/stalls/A12/sticker.png?paper=square_80", key)[1]
        self.assertEqual(self.ask("POST", "/v1/codes/read?stall=A12", key, picture)[0], 200)
        self.stop()
        text = (self.machine.root / calls).read_text()
        called = set(re.findall(r"^\d+ +(?:<... )?(\w+)(?:\(| resumed)", text, re.M))
        self.assertIn("fdatasync", called)
        self.assertEqual(called - (system_calls("@system-service") - system_calls("@privileged")),
                         set())
        self.assertNotIn("PROT_WRITE|PROT_EXEC", text)
        self.assertEqual(set(re.findall(r"socket\((\w+)", text)) - {"AF_INET", "AF_INET6", "AF_UNIX"},
                         set())

    def test_the_service_is_switched_on_once_and_stays_off_when_somebody_has_switched_it_off(self):
        (self.machine.root / "run/systemd/system").mkdir(parents=True)
        said = self.machine.root / "tmp/said"
        switch = self.machine.root / "usr/local/bin/systemctl"
        switch.write_text('#!/bin/sh\necho "$*" >>/tmp/said\n'
                          'test "$1" != is-enabled || test ! -e /tmp/off\n')
        switch.chmod(0o755)

        def told(*arguments):
            said.write_text("")
            self.dpkg("--no-triggers", *arguments)
            return [line.split()[0] for line in said.read_text().splitlines()]
        install, upgrade = (("--install", f"/tmp/{one.name}") for one in (PACKAGE, NEXT))
        self.assertEqual(told(*install), ["daemon-reload", "enable", "is-enabled", "restart"])
        self.assertIn("restart", told(*upgrade))
        (self.machine.root / "tmp/off").touch()
        self.assertEqual(told(*upgrade)[-2:], ["daemon-reload", "is-enabled"])
        self.assertEqual(told("--remove", "chopay")[0], "stop")

    def test_the_service_begins_with_a_set_up_and_its_log_is_named_when_it_signs(self):
        self.install()
        unit = (self.machine.root / "lib/systemd/system/chopay.service").read_text()
        self.assertNotIn("ConditionPathExists", unit)
        self.port = self.free_port()
        self.listen_on(self.port)
        self.start()
        self.assertEqual(self.ask("GET", "/board", "none")[0], 503)
        self.stop()
        key = self.machine.root / "var/lib/chopay/log.key"
        self.assertIn("+localhost+", key.read_text())
        settings = self.machine.root / "etc/chopay/chopay.toml"
        plain = settings.read_text()
        self.open_market()
        for host in ("pay.example.vn", "pay2.example.vn"):
            settings.write_text(f'log_host = "{host}"\n{plain}')
            self.start()
            self.stop()
            self.assertIn("+pay.example.vn+", key.read_text(), "what has signed stays")

    def test_purged_it_leaves_the_keys_of_a_ledger_that_lies_in_another_database(self):
        for kept in ("store.url", "log.key", "vault.keys", "push.key"):
            with self.subTest(kept=kept):
                self.install()
                (self.machine.root / "var/lib/chopay" / kept).write_text("precious")
                head = self.machine.root / "var/lib/chopay-guard/head"
                head.write_text("the last that was seen")
                self.dpkg("--purge", "chopay")
                (self.machine.root / "var/lib/chopay" / kept).unlink()  # fails where it is gone
                self.assertEqual(head.read_text(), "the last that was seen")
                self.assertIn("chopay", (self.machine.root / "etc/passwd").read_text())

    def test_purged_without_a_ledger_it_leaves_nothing(self):
        def remains():
            users = (self.machine.root / "etc/passwd").read_text()
            return {path for path in self.machine.files_changed()
                    if "chopay" in path}, "chopay" in users
        before = remains()
        self.install()
        self.assertNotEqual(remains(), before)
        self.dpkg("--purge", "chopay")
        self.assertEqual(remains(), before)


if __name__ == "__main__":
    unittest.main()
