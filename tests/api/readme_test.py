"""The README's commands for making and paying a code do what it says.

The README has one fenced block whose first line begins with `# try it`. It is written for
`./dev run` (a sandbox on http://127.0.0.1:8080 with its ledger in ./data); here it runs as it
stands, in bash, but for the address, which is that of the test's own sandbox.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from notices import vietnam_now
from sandbox import CHOPAY, ROOT, Sandbox

BLOCK = re.compile(r"^```[a-z]*\n(# try it.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"http://(127\.0\.0\.1|localhost):8080")


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        path = ROOT / "README.md"
        self.assertTrue(path.exists(), "there is no README.md")
        blocks = BLOCK.findall(path.read_text())
        self.assertEqual(len(blocks), 1, "README.md has not one fenced block that begins with "
                                         "\"# try it\", the commands that make and pay a code")
        self.commands = blocks[0]

    @staticmethod
    def checkout(sandbox):
        """A folder that looks like a checkout where `./dev run` was called."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="chopay-readme-"))
        (folder / "build/release").mkdir(parents=True)
        (folder / "build/release/chopay").symlink_to(CHOPAY)
        (folder / "data").symlink_to(sandbox.data)
        return folder

    def test_the_commands_make_and_pay_a_code(self):
        for wanted in ("curl", "build/release/chopay pay"):
            self.assertIn(wanted, self.commands, "the block does not make and pay a code")
        day = vietnam_now().date()
        with Sandbox() as sandbox:
            folder = self.checkout(sandbox)
            self.addCleanup(shutil.rmtree, folder)
            commands = ADDRESS.sub(sandbox.url, self.commands)
            before = sandbox.settlement(day)["totals"]
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands],
                                  cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"},
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertRegex(done.stdout, r'(?m)^200 \{"success":true\} ')
            after = sandbox.settlement(day)["totals"]
            self.assertGreater(after["count"], before["count"], "nothing was paid")
            self.assertEqual(after["unmatched"], before["unmatched"])


if __name__ == "__main__":
    unittest.main()
