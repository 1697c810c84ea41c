"""A real PostgreSQL server for one test file, and folders whose ledger is in it."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

from sandbox import ROOT, chopay, wait_until

SCRIPT = ROOT / "tests/support/postgres_server.sh"


class PostgresServer:
    """A context manager; skips the test where PostgreSQL is not installed. `options`: of the server
    itself."""

    def __init__(self, *options):
        self._options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-pg-"))
        self._databases = 0

    def __enter__(self):
        if not pathlib.Path("/usr/lib/postgresql").exists():
            raise unittest.SkipTest("PostgreSQL is not installed")
        self._process = subprocess.Popen([SCRIPT, self.folder, *self._options])
        try:
            wait_until(self._answers, "PostgreSQL's start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self):
        if self._process.poll() is not None:
            raise AssertionError("PostgreSQL ended at its start")
        return (self.folder / ".s.PGSQL.5432").exists() and self.sql("SELECT 1", check=False) == "1"

    def sql(self, text, database="postgres", check=True):
        """What a statement of the server's owner gives, as psql prints it."""
        done = subprocess.run(["psql", "--no-psqlrc", "-qtAX", "-h", self.folder, "-U", "postgres",
                               "-d", database, "-c", text], capture_output=True, text=True,
                              check=False, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    def url(self, database, user):
        return f"postgres:///{database}?host={self.folder}&user={user}"

    def new_ledger(self):
        """The name of a new database with an empty ledger, to which the user `gateway` may add."""
        self._databases += 1
        database = f"ledger_{self._databases}"
        self.sql(f"CREATE DATABASE {database}")
        made = chopay("store", "init", "--url", self.url(database, "postgres"),
                      "--gateway", "gateway")
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        return database

    def use(self, data):
        """Lets the folder have its ledger in a new database; the database's name."""
        database = self.new_ledger()
        used = chopay("store", "use", "--url", self.url(database, "gateway"), "--data", data)
        if used.returncode != 0:
            raise AssertionError(used.stderr)
        return database
