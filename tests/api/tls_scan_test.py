"""What testssl.sh, which asks for some hundred known weaknesses, says of the gateway's TLS. It takes more
than a minute, so `./dev check` runs it, not `./dev test`."""

import json
import shutil
import subprocess
import unittest

import tls_test

TESTSSL = shutil.which("testssl") or shutil.which("testssl.sh")  # Debian's name, and its author's
SCAN_S_MAX = 900
# What it may fail to look at: with ciphers that its openssl lacks, and by a ticket of TLS 1.3, which comes
# behind the handshake when its client may be gone (test_a_session_is_taken_up_again_by_its_ticket looks).
NOT_SEEN = {("engine_problem", "WARN"), ("sessionresumption_ticket", "WARN")}
LOOKED_FOR = {"SSLv3", "TLS1_3", "cert_trust", "cert_chain_of_trust", "HSTS_time", "heartbleed",
              "CCS", "ticketbleed", "ROBOT", "secure_renego", "CRIME_TLS", "BREACH", "SWEET32",
              "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4"}


@unittest.skipUnless(TESTSSL, "testssl is not installed (Debian package testssl.sh)")
class TlsScanTest(tls_test.TlsTest):
    def scan(self, *options):
        """The findings by their names, and those of them that are above LOW or could not be made."""
        self.serve()
        file = self.folder / "findings.json"
        ran = subprocess.run(
            [TESTSSL, "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none",
             "--ip", "127.0.0.1", "--add-ca", self.authority.file, "--jsonfile", file, *options,
             f"https://localhost:{self.port}/healthz"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SCAN_S_MAX,
            check=False)
        self.assertTrue(file.exists(), ran.stdout + ran.stderr)
        findings = json.loads(file.read_text())
        bad = {row["id"]: f"{row['severity']}: {row['finding']}" for row in findings
               if row["severity"] not in ("OK", "INFO", "LOW")
               and (row["id"], row["severity"]) not in NOT_SEEN}
        return {row["id"] for row in findings}, bad

    def test_testssl_finds_nothing_above_low(self):
        self.install(*self.authority.vouch_for(
            "localhost", days=90, more="crlDistributionPoints=URI:http://localhost/revoked.crl"))
        names, bad = self.scan()
        self.assertEqual(bad, {})
        self.assertEqual(LOOKED_FOR - names, set(), "not looked for")

    def test_what_testssl_does_not_like_is_noticed(self):
        self.install(*self.authority.vouch_for("localhost", days=2))
        _, bad = self.scan("--server-defaults")
        self.assertEqual(bad.keys(), {"cert_expirationStatus", "cert_notAfter", "cert_revocation"})


if __name__ == "__main__":
    unittest.main()
