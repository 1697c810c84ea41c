"""Looks into the vault of a stopped server, and changes what only time would: how old things are."""

import contextlib
import json
import sqlite3
from datetime import datetime, timedelta, timezone


@contextlib.contextmanager
def rows(data, prefix):
    """The rows whose names begin so, as a dict of what they hold (an object, or a text), to be
    changed. A folder that a server has open is not for this."""
    with contextlib.closing(sqlite3.connect(data / "ledger.db")) as base, base:
        found = {}
        for name, value in base.execute("SELECT name, value FROM vault WHERE substr(name, 1, ?) = ?",
                                        (len(prefix), prefix)):
            found[name] = json.loads(value) if value.startswith(b"{") else value.decode()
        yield found
        for name, value in found.items():
            text = value if isinstance(value, str) else json.dumps(value)
            base.execute("UPDATE vault SET value = ? WHERE name = ?", (text.encode(), name))


@contextlib.contextmanager
def looked_at(data, prefix):
    """The same rows, while a server has the folder open; what is changed of them stays here."""
    with contextlib.closing(sqlite3.connect(f"file:{data / 'ledger.db'}?mode=ro", uri=True)) as base:
        yield dict(base.execute("SELECT name, value FROM vault WHERE substr(name, 1, ?) = ?",
                                (len(prefix), prefix)))


def ago(**time):
    """A moment of the past as rows have it."""
    then = datetime.now(timezone.utc) - timedelta(**time)
    return then.strftime("%Y-%m-%dT%H:%M:%S.") + f"{then.microsecond // 1000:03d}Z"
