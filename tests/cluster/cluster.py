"""A real cluster: three machines with PostgreSQL, Patroni and etcd, three with gateways, and one with
HAProxy before those. Each machine is a network namespace (machines.py).

The settings of Patroni and HAProxy are config/patroni.example.yml and config/haproxy.example.cfg but
for addresses, folders, passwords, the watchdog, and TLS before HAProxy.
"""

import json
import pathlib
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

import yaml

import machines
from sandbox import CHOPAY, ROOT, chopay, wait_until

PROGRAMS = ("patroni", "etcd", "haproxy", "setpriv", "psql", "faketime", "openssl")
DATABASES = {"db1": 11, "db2": 12, "db3": 13}
GATEWAYS = {"gateway1": 21, "gateway2": 22, "gateway3": 23}
START_S = 120
PATRONI_PORT, SQL_PORT, HTTP_PORT, PASSING_PORT = 8008, 5432, 8080, 8090
NETWORK = machines.NETWORK + ".0/24"
PASSWORDS = {"replication": "r", "rewind": "w"}
GATEWAY_PASSWORD = "c"


def missing():
    """What must be there before this can run; empty when nothing is missing."""
    names = [name for name in PROGRAMS if shutil.which(name) is None]
    if not pathlib.Path("/usr/lib/postgresql").exists():
        names.append("postgresql")
    if why := machines.missing():
        names.append(why)
    return names


class Cluster:
    """A context manager: everything starts with it and is gone afterwards."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-cluster-"))
        self.folder.chmod(0o755)
        self._bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self._certificate, self._key = self.folder / "databases.pem", self.folder / "databases.key"
        self._switch = machines.Switch()
        self.machines = {}

    def __enter__(self):
        try:
            self._switch.__enter__()
            for name, number in (DATABASES | GATEWAYS | {"haproxy": 31}).items():
                self.machines[name] = machines.Machine(self._switch, name, number, self.folder,
                                                       own_time=name in GATEWAYS)
            self.address = self.machines["haproxy"].address
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
        self._switch.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_databases(self):
        peers = ",".join(f"{name}=http://{self.machines[name].address}:2380" for name in DATABASES)
        for name in DATABASES:
            machine = self.machines[name]
            client, peer = (f"http://{machine.address}:{port}" for port in (2379, 2380))
            machine.run("etcd", ["etcd", "--enable-v2", "--name", name,
                                 "--data-dir", self.folder / f"{name}-etcd",
                                 "--listen-client-urls", client, "--advertise-client-urls", client,
                                 "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                                 "--initial-cluster", peers])
        self._certify()
        for name in DATABASES:
            machine = self.machines[name]
            path = self.folder / f"{name}.yml"
            path.write_text(yaml.safe_dump(self._settings(name)))
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, "postgres")
            machine.pid_file = self.folder / name / "data/postmaster.pid"
            machine.run("patroni", ["setpriv", "--reuid", "postgres", "--regid", "postgres",
                                    "--clear-groups", "env", f"HOME={self.folder / name}",
                                    "/usr/bin/patroni", path])
        wait_until(self.is_settled, "a primary and two standbys", START_S)

    def _certify(self):
        """One certificate for all three databases, from yesterday on: clocks are set back in the tests."""
        addresses = ",".join(f"IP:{self.machines[name].address}" for name in DATABASES)
        subprocess.run(["faketime", "1 day ago", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=cluster",
                        "-addext", f"subjectAltName={addresses}", "-keyout", self._key, "-out",
                        self._certificate], check=True, capture_output=True, timeout=60)
        shutil.chown(self._key, "postgres")

    def _settings(self, name):
        settings = yaml.safe_load((ROOT / "config/patroni.example.yml").read_text())
        address = self.machines[name].address
        rest, sql = f"{address}:{PATRONI_PORT}", f"{address}:{SQL_PORT}"
        settings["name"] = name
        settings["restapi"] = {"listen": rest, "connect_address": rest}
        settings["etcd"] = {"hosts": ",".join(f"{self.machines[one].address}:2379"
                                              for one in DATABASES)}
        postgresql = settings["postgresql"]
        postgresql |= {"listen": sql, "connect_address": sql, "bin_dir": str(self._bin),
                       "data_dir": str(self.folder / name / "data")}
        postgresql["parameters"] |= {"unix_socket_directories": str(self.folder / name),
                                     "ssl_cert_file": str(self._certificate),
                                     "ssl_key_file": str(self._key)}
        for user, password in PASSWORDS.items():
            postgresql["authentication"][user] |= {"password": password,
                                                   "sslrootcert": str(self._certificate)}
        postgresql["pg_hba"] = [line.replace("10.0.0.0/24", NETWORK) for line in postgresql["pg_hba"]]
        # For who looks on: no machine of the cluster has this address.
        postgresql["pg_hba"].append(f"host all postgres {machines.HERE}/32 trust")
        settings["watchdog"] = {"mode": "off"}  # one kernel for all three
        return settings

    def members(self, role):
        """The names of the machines that say they have this role: primary, replica, sync."""
        path = {"primary": "/primary", "replica": "/replica", "sync": "/synchronous"}[role]
        return [name for name in DATABASES
                if self._answers(f"http://{self.machines[name].address}:{PATRONI_PORT}{path}")]

    @staticmethod
    def _answers(url):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return True
        except OSError:
            return False

    def primary(self):
        return next(iter(self.members("primary")), None)

    def is_settled(self):
        """One primary, two synchronous standbys that follow it; and every server says so itself. One that
        was paused takes itself for the primary until it notices, which a watchdog would spare it: what is
        read from it then is old."""
        return (len(self.members("replica")) == 2 and len(self.members("sync")) == 2 and
                sorted(self.sql(name, "SELECT pg_is_in_recovery()", "postgres")
                       for name in DATABASES) == ["f", "t", "t"])

    def rows(self, name, text, database="chopay", timeout_s=120):
        """The lines that that machine's own server answers; None where it does not, as one that just
        becomes the primary, or no longer is."""
        asked = subprocess.run(
            ["psql", "--no-psqlrc", "-qtAX", "-U", "postgres", "-c", text,
             f"host={self.machines[name].address} dbname={database} connect_timeout=3"],
            capture_output=True, text=True, timeout=timeout_s, check=False)
        return asked.stdout.splitlines() if asked.returncode == 0 else None

    def sql(self, name, text, database="chopay", timeout_s=120):
        """What that machine's own server says; nothing where it does not answer."""
        return "\n".join(self.rows(name, text, database, timeout_s) or [])

    def _url(self, user, options):
        hosts = ",".join(self.machines[name].address for name in DATABASES)
        return f"postgres://{user}@{hosts}/chopay?{options}"

    def _make_ledger(self):
        self.sql(self.primary(), "CREATE DATABASE chopay", "postgres")
        # A standby that has not heard of the database yet ends the search for the primary.
        init = ("store", "init", "--url", self._url("postgres", "sslmode=disable"), "--gateway", "chopay")
        wait_until(lambda: chopay(*init).returncode == 0, "the ledger's tables")
        self.sql(self.primary(), f"ALTER ROLE chopay PASSWORD '{GATEWAY_PASSWORD}'")

    def do(self, *arguments, timeout=600):
        done = chopay(*arguments, timeout=timeout)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def data(self, gateway):
        return self.folder / f"{gateway}-data"

    def start_gateways(self, market_file, config):
        """`config`: what chopay.toml has besides addresses. The first one makes the market and the key of
        the log, which the others are given."""
        secret = self.folder / "gateways.secret"
        secret.write_text("the secret that all gateways of the cluster have\n")
        secret.chmod(0o600)
        passfile = self.folder / "passfile"
        passfile.write_text(f"*:*:*:chopay:{GATEWAY_PASSWORD}\n")
        passfile.chmod(0o600)
        url = self._url("chopay", f"passfile={passfile}&sslrootcert={self._certificate}")
        first = self.data("gateway1")
        for name in GATEWAYS:
            data, address = self.data(name), self.machines[name].address
            self.do("store", "use", "--url", url, "--data", data)
            (self.folder / f"{name}.toml").write_text(
                f'listen = "{address}:{HTTP_PORT}"\nhosts = ["{self.address}", "{address}"]\n'
                f'log_host = "cluster.test"\ndata = "{data}"\n'
                f'[gateways]\naddress = "{address}:{PASSING_PORT}"\nsecret_file = "{secret}"\n' + config)
        self.do("market", "open", market_file, "--data", first)
        self._start_gateway("gateway1")
        key = first / "log.key"
        wait_until(lambda: self.serving() and key.exists(), "the first gateway", START_S)
        for name in list(GATEWAYS)[1:]:
            shutil.copy(key, self.data(name) / "log.key")
            self.do("log", "trust-head", "--data", self.data(name), "--head-guard",
                    f"{self.data(name)}.head")
            self._start_gateway(name)
        self._start_haproxy()

    def _start_gateway(self, name):
        self.machines[name].run("chopay", [CHOPAY, "serve", "--config",
                                           self.folder / f"{name}.toml"], keep_alive=True)

    def _start_haproxy(self):
        text = (ROOT / "config/haproxy.example.cfg").read_text()
        for example, own in {"bind :443 ssl crt /etc/haproxy/pay.example.vn.pem":
                             f"bind {self.address}:{HTTP_PORT}",
                             "hdr Host pay.example.vn": f"hdr Host {self.address}",
                             **{f"10.0.0.1{number}:8080": f"{self.machines[name].address}:{HTTP_PORT}"
                                for number, name in enumerate(GATEWAYS, 1)}}.items():
            assert example in text, f"config/haproxy.example.cfg has no {example}"
            text = text.replace(example, own)
        path = self.folder / "haproxy.cfg"
        path.write_text(text)
        self.machines["haproxy"].run("haproxy", ["haproxy", "-f", path])

    def serving(self):
        """The gateway that leads: its address stands in the lease."""
        primary = self.primary()
        address = self.sql(primary, "SELECT address FROM chopay.lease") if primary else ""
        return next((name for name in GATEWAYS
                     if address == f"{self.machines[name].address}:{PASSING_PORT}"), None)

    def passing(self):
        """The gateways that say they are ready, and do not lead."""
        leader = self.serving()
        return [name for name in GATEWAYS if name != leader and
                self._answers(f"http://{self.machines[name].address}:{HTTP_PORT}/readyz")]

    def heads(self, name):
        """How far each market's log goes on that machine."""
        rows = self.sql(name, "SELECT json_object_agg(market, seq) FROM chopay.chain_head")
        return json.loads(rows or "{}") or {}
