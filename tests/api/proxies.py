"""Others' proxies in front of the program under test."""

import shutil
import socket
import subprocess

from sandbox import DEADLINE_S, wait_until


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def start_proxy(case, port, log, program, *arguments):
    """Runs it until the end of the test, once it accepts on the port; skips where it is missing."""
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if not path:
        case.skipTest(f"{program} is not installed: what a request does behind it is not shown")
    with open(log, "wb") as out:
        process = subprocess.Popen([path, *map(str, arguments)], stdout=out, stderr=out)
    case.addCleanup(process.wait, DEADLINE_S)
    case.addCleanup(process.kill)
    wait_until(lambda: accepts(port), "the proxy")
