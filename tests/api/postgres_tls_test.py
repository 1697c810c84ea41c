"""A PostgreSQL server on another machine is spoken to by TLS, and only when it has the name that the URL
gives and a certificate of the authority that is trusted."""

import pathlib
import shutil
import socket
import ssl
import struct
import tempfile
import unittest

from postgres_server import PostgresServer
from sandbox import chopay, wait_until
from tls_files import Authority

ADDRESS = "127.0.0.37"  # not what counts as this machine
NAME = "db.chopay.test"


class PostgresTlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(PostgresServer("-c", f"listen_addresses={ADDRESS}"))
        cls.database = cls.server.new_ledger()
        rules = cls.server.folder / "data/pg_hba.conf"
        rules.write_text("local all all trust\nhostssl all all 127.0.0.0/8 trust\n")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-postgres-tls-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.authority = Authority(cls.folder, "authority")
        cls.stranger = Authority(cls.folder, "stranger")

    def certify(self, authority, name):
        """Has the server show a certificate for the name from now on."""
        for file, place in zip(authority.vouch_for(name), ("server.crt", "server.key")):
            shutil.copy(file, self.server.folder / "data" / place)
            shutil.chown(self.server.folder / "data" / place, "postgres")
            (self.server.folder / "data" / place).chmod(0o600)
        self.server.sql("ALTER SYSTEM SET ssl = on")
        self.server.sql("SELECT pg_reload_conf()")
        text = (self.server.folder / "data/server.crt").read_text()
        wait_until(lambda: self.shown() == ssl.PEM_cert_to_DER_cert(text), "the new certificate")

    def shown(self):
        """The certificate that the server shows to new clients; nothing where it speaks no TLS."""
        with socket.create_connection((ADDRESS, 5432), timeout=60) as plain:
            plain.sendall(struct.pack(">II", 8, 80877103))  # PostgreSQL's wish for TLS
            if plain.recv(1) != b"S":
                return None
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with context.wrap_socket(plain) as secure:
                return secure.getpeercert(binary_form=True)

    def use(self, **settings):
        """What `store use` says with this URL; its exit code too."""
        words = {"hostaddr": ADDRESS, "sslrootcert": str(self.authority.file)} | settings
        url = (f"postgres://gateway@{NAME}/{self.database}?" +
               "&".join(f"{name}={value}" for name, value in words.items()))
        data = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        done = chopay("store", "use", "--url", url, "--data", data)
        return done.returncode, done.stderr, data

    def test_the_ledger_is_reached_by_tls_where_name_and_authority_are_right(self):
        self.certify(self.authority, NAME)
        code, said, data = self.use()
        self.assertEqual(code, 0, said)
        verified = chopay("ledger", "verify", "--data", data)
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_nothing_is_said_to_a_server_with_another_name_or_of_another_authority(self):
        for authority, name in ((self.authority, "other.chopay.test"), (self.stranger, NAME)):
            self.certify(authority, name)
            code, said, data = self.use()
            self.assertNotEqual(code, 0, name)
            self.assertRegex(said, "certificate")
            self.assertFalse((data / "store.url").exists())

    def test_a_server_that_speaks_no_tls_is_not_spoken_to(self):
        self.server.sql("ALTER SYSTEM SET ssl = off")
        self.server.sql("SELECT pg_reload_conf()")
        wait_until(lambda: self.shown() is None, "the end of TLS")
        code, said, _ = self.use()
        self.assertNotEqual(code, 0)
        self.assertRegex(said, "SSL")


if __name__ == "__main__":
    unittest.main()
