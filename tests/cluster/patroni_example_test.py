"""config/patroni.example.yml is what Patroni takes: it leaves out of a role's settings what it does not
know, without a word, and the role would have no password."""

import json
import pathlib
import subprocess
import unittest

from sandbox import ROOT

try:
    import yaml
except ImportError:
    yaml = None

PYTHON = "/usr/bin/python3"  # Debian's, for which its Patroni is installed
PATRONI = pathlib.Path("/usr/lib/python3/dist-packages/patroni/config.py")
TAKEN = ("import json, sys; from patroni.config import Config; "
         "print(json.dumps(Config(sys.argv[1])['postgresql']['authentication']))")
EXAMPLE = ROOT / "config/patroni.example.yml"
SUPERUSER = "superuser"  # comes by the socket, as the system's user of that name


@unittest.skipUnless(yaml and PATRONI.exists(), "Patroni or PyYAML is not installed")
class PatroniExampleTest(unittest.TestCase):
    def setUp(self):
        self.written = yaml.safe_load(EXAMPLE.read_text())["postgresql"]

    def test_patroni_takes_every_word_of_every_role(self):
        taken = subprocess.run([PYTHON, "-c", TAKEN, EXAMPLE], check=True, capture_output=True, text=True,
                               timeout=60)
        self.assertEqual(set(self.written["authentication"]), {SUPERUSER, "replication", "rewind"})
        self.assertEqual(json.loads(taken.stdout), self.written["authentication"])

    def test_every_role_that_comes_over_the_network_has_a_password_and_a_line_of_pg_hba(self):
        lines = [line.split() for line in self.written["pg_hba"]]
        self.assertEqual([line[0] for line in lines], ["local"] + (len(lines) - 1) * ["hostssl"])
        asked = {line[2]: line[-1] for line in lines[1:]}
        for role, words in self.written["authentication"].items():
            if role != SUPERUSER:
                self.assertTrue(words["password"])
                self.assertEqual(words["sslmode"], "verify-full")
                self.assertEqual(asked[words["username"]], "scram-sha-256")

    def test_lines_that_ask_for_tls_have_a_server_that_speaks_it(self):
        parameters = self.written["parameters"]
        self.assertEqual(parameters["ssl"], "on")
        self.assertTrue(parameters["ssl_cert_file"] and parameters["ssl_key_file"])


if __name__ == "__main__":
    unittest.main()
