"""Ports for programs that must be told theirs before they start."""

import random
import socket

# Below what the system gives to whoever asks for any port, so that no connection takes one in between.
LOWEST, HIGHEST = 10_000, 32_000
_kept = []  # until this process ends


def free_port():
    """A port of 127.0.0.1 that nobody has, and that no other test is given while this one runs."""
    while True:
        port = random.randrange(LOWEST, HIGHEST)
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0chopay-test-port-{port}")
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            mark.close()
            continue
        _kept.append(mark)
        return port
