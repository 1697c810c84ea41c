"""Three PostgreSQL machines under Patroni with one etcd, two gateways, and HAProxy before them, each a
group of processes of this machine with ports of its own.

Patroni's settings are config/patroni.example.yml but for addresses, folders and how fast it looks.
"""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request

import yaml

from sandbox import CHOPAY, ROOT, chopay, wait_until

PROGRAMS = ("patroni", "etcd", "haproxy", "setpriv")
NODES = ("db1", "db2", "db3")
START_S = 90


def missing():
    """What must be installed before this can run; empty when nothing is."""
    names = [name for name in PROGRAMS if shutil.which(name) is None]
    if not pathlib.Path("/usr/lib/postgresql").exists():
        names.append("postgresql")
    if os.getuid() != 0:
        names.append("root, who may become postgres")
    return names


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """A group of processes that is killed, stopped and started as one. `pid_file` names one more that
    belongs to it with its children: Patroni lets PostgreSQL outlive it."""

    def __init__(self, name, command, log, pid_file=None):
        self.name = name
        self._pid_file = pid_file
        self._command = [str(word) for word in command]
        self._log = log
        self._process = None

    def start(self):
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log,
                                             start_new_session=True)

    def signal(self, number):
        """To every process that came from this one, also those with a session of their own."""
        for process in self._family():
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def kill(self):
        if self._process:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
            self._process.wait(30)
            self._process = None

    def _family(self):
        parents = {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
        family = {self._process.pid}
        if self._pid_file and self._pid_file.exists():
            family.add(int(self._pid_file.read_text().split()[0]))
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return family


class Cluster:
    """A context manager: everything starts with it and is gone afterwards."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-cluster-"))
        self.folder.chmod(0o755)
        self._bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self._etcd_port, self._etcd_peer, self.port = free_port(), free_port(), free_port()
        self.sql_ports = {name: free_port() for name in NODES}
        self._rest_ports = {name: free_port() for name in NODES}
        self.gateway_ports = {"gateway1": free_port(), "gateway2": free_port()}
        self.machines = {}

    def __enter__(self):
        try:
            self._start_databases()
            self._make_ledger()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for machine in self.machines.values():
            machine.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _add(self, name, command, pid_file=None):
        self.machines[name] = Machine(name, command, self.folder / f"{name}.log", pid_file)
        self.machines[name].start()

    def _start_databases(self):
        client = f"http://127.0.0.1:{self._etcd_port}"
        peer = f"http://127.0.0.1:{self._etcd_peer}"
        self._add("etcd", ["etcd", "--data-dir", self.folder / "etcd", "--name", "etcd",
                           "--listen-client-urls", client, "--advertise-client-urls", client,
                           "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                           "--initial-cluster", f"etcd={peer}"])
        for name in NODES:
            path = self.folder / f"{name}.yml"
            path.write_text(yaml.safe_dump(self._settings(name)))
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, "postgres")
            self._add(name, ["setpriv", "--reuid", "postgres", "--regid", "postgres",
                             "--clear-groups", "env", f"HOME={self.folder / name}",
                             "/usr/bin/patroni", path], self.folder / name / "data/postmaster.pid")
        wait_until(self.primary, "a primary", START_S)
        wait_until(lambda: len(self.members("replica")) == 2, "two standbys", START_S)
        wait_until(lambda: self.members("sync"), "a synchronous standby", START_S)

    def _settings(self, name):
        settings = yaml.safe_load((ROOT / "config/patroni.example.yml").read_text())
        rest, sql = (f"127.0.0.1:{ports[name]}" for ports in (self._rest_ports, self.sql_ports))
        settings["name"] = name
        settings["restapi"] = {"listen": rest, "connect_address": rest}
        settings["etcd3"] = {"hosts": f"127.0.0.1:{self._etcd_port}"}
        settings["postgresql"] |= {
            "listen": sql, "connect_address": sql, "data_dir": str(self.folder / name / "data"),
            "bin_dir": str(self._bin),
            "parameters": {"unix_socket_directories": str(self.folder / name)},
            "authentication": {"replication": {"username": "replicator", "password": "r"},
                               "superuser": {"username": "postgres", "password": "p"}},
            "pg_hba": ["local all all trust", "host all all 127.0.0.1/32 trust",
                       "host replication all 127.0.0.1/32 trust"]}
        settings["watchdog"] = {"mode": "off"}  # one kernel for all three
        return settings

    def members(self, role):
        """The names of the machines that say they have this role: primary, replica, sync."""
        path = {"primary": "/primary", "replica": "/replica", "sync": "/synchronous"}[role]
        found = []
        for name, port in self._rest_ports.items():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1):
                    found.append(name)
            except OSError:
                continue
        return found

    def primary(self):
        return next(iter(self.members("primary")), None)

    def is_settled(self):
        """One primary, two standbys that follow it, one of them synchronous; and every server says so
        itself. One that was paused takes itself for the primary until it notices, which a watchdog
        would spare it: what is read from it then is old."""
        return (len(self.members("replica")) == 2 and len(self.members("sync")) == 1 and
                sorted(self._in_recovery(port) for port in self.sql_ports.values()) ==
                ["f", "t", "t"])

    @staticmethod
    def _in_recovery(port):
        asked = subprocess.run(["psql", "--no-psqlrc", "-qtAX", "-h", "127.0.0.1", "-p", str(port),
                                "-U", "postgres", "-c", "SELECT pg_is_in_recovery()"],
                               capture_output=True, text=True, timeout=30, check=False)
        return asked.stdout.strip()

    def url(self, user, database="chopay"):
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.sql_ports.values())
        return f"postgres://{user}@{hosts}/{database}"

    def _make_ledger(self):
        port = self.sql_ports[self.primary()]
        subprocess.run(["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "chopay"],
                       check=True, timeout=60)
        # A standby that has not heard of the database yet ends the search for the primary.
        init = ("store", "init", "--url", self.url("postgres"), "--gateway", "chopay")
        wait_until(lambda: chopay(*init).returncode == 0, "the ledger's tables")

    def do(self, *arguments):
        done = chopay(*arguments)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def data(self, gateway):
        return self.folder / f"{gateway}-data"

    def start_gateways(self, config):
        """`config`: what chopay.toml has besides addresses. The folders are there, with one key."""
        for name, port in self.gateway_ports.items():
            path = self.folder / f"{name}.toml"
            path.write_text(f'listen = "127.0.0.1:{port}"\nhosts = ["127.0.0.1"]\n'
                            f'log_host = "cluster.test"\ndata = "{self.data(name)}"\n' + config)
            self.start_gateway(name)
        servers = "".join(f"  server {name} 127.0.0.1:{port} check inter 300 fall 2 rise 1\n"
                          for name, port in self.gateway_ports.items())
        path = self.folder / "haproxy.cfg"
        path.write_text("defaults\n  mode http\n  retries 0\n  timeout connect 1s\n  timeout client 30s\n"
                        "  timeout server 30s\n"
                        f"frontend till\n  bind 127.0.0.1:{self.port}\n  default_backend gateways\n"
                        "backend gateways\n  option httpchk\n"
                        "  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host 127.0.0.1\n" + servers)
        self._add("haproxy", ["haproxy", "-f", path])

    def start_gateway(self, name):
        """As a service manager would: it comes back when it ends."""
        path = self.folder / f"{name}.toml"
        loop = f"while :; do '{CHOPAY}' serve --config '{path}'; sleep 0.2; done"
        self._add(name, ["sh", "-c", loop])

    def serving(self):
        """The gateway that listens."""
        for name, port in self.gateway_ports.items():
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
                return name
            except OSError:
                continue
        return None
