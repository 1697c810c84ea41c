"""Reads a stream of server-sent events as a browser would, and notes when each came."""

import json
import queue
import socket
import threading
import time
import urllib.parse


class Event:
    """One event, or one comment (then `type` is ":")."""

    def __init__(self, kind, id_, data):
        self.type = kind
        self.id = id_
        self.text = data
        self.came_at = time.monotonic()
        self.clock = time.time()

    @property
    def data(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"{self.id} {self.type}: {self.text}"


class Stream:
    """An open stream. Reads in a thread of its own until it is closed by either side."""

    def __init__(self, url, path, headers=None, last_id=None):
        self.ended = threading.Event()
        self._events = queue.Queue()
        parts = urllib.parse.urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        fields = {"Host": parts.netloc, "Accept": "text/event-stream", **(headers or {})}
        if last_id:
            fields["Last-Event-ID"] = last_id
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        self._lines = self._socket.makefile("rb")
        self.status = int(self._lines.readline().split()[1])
        self.headers = {}
        while (line := self._lines.readline().strip()):
            name, _, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the server was first
        self._thread.join(10)
        self._lines.close()
        self._socket.close()

    def next(self, timeout_s=60, comments=False):
        """The next event; queue.Empty when none comes in time."""
        end = time.monotonic() + timeout_s
        while True:
            event = self._events.get(timeout=max(0.0, end - time.monotonic()))
            if comments or event.type != ":":
                return event

    def next_of(self, kind, timeout_s=60):
        end = time.monotonic() + timeout_s
        while (event := self.next(max(0.0, end - time.monotonic()))).type != kind:
            pass
        return event

    def waiting(self, quiet_s=0.5):
        """All events until nothing came for so long."""
        events = []
        while True:
            try:
                events.append(self.next(quiet_s))
            except queue.Empty:
                return events

    def _read(self):
        fields = {}
        try:
            for raw in self._lines:
                line = raw.decode().rstrip("\r\n")
                if line.startswith(":"):
                    self._events.put(Event(":", None, line[1:].strip()))
                elif line:
                    name, _, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                elif fields:
                    self._events.put(Event(fields.get("event", "message"), fields.get("id"),
                                           fields.get("data", "")))
                    fields = {}
        except (OSError, ValueError):
            pass  # closed
        self.ended.set()
