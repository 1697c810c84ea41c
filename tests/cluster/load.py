"""load.py ADDRESS PORT RATE SECRET FILE: a bank that sends so many notices a second over many connections,
repeats what was not acknowledged, and writes each number that was, with the moment, into the file.

Runs as a process of its own (CheckingClient) until it is told to stop: HTTP by hand, since a library would
take more of the machine than the gateway does.
"""

import array
import collections
import os
import pathlib
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time

from notices import hmac_headers, sepay_body
from sandbox import account_of

CONNECTIONS = 64
STALLS = ("A01", "A12", "B02", "C04")
ANSWER_MAX_S = 5
PAUSE_S = 0.05  # before a notice is repeated
ROW = struct.Struct("<qd")  # number and moment


def reference(number):
    return f"FT{number:012}"


class Connection:
    """One connection with one notice under way at most."""

    def __init__(self, place):
        self.place = place
        self.socket = None
        self.number = None
        self.until = 0.0
        self._in = b""
        self._out = b""

    def send(self, number, message, selector):
        self.number, self._out, self._in = number, message, b""
        self.until = time.monotonic() + ANSWER_MAX_S
        if self.socket is None:
            self.socket = socket.socket()
            self.socket.setblocking(False)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.connect_ex(self.place)
            selector.register(self.socket, selectors.EVENT_WRITE, self)
        else:
            selector.modify(self.socket, selectors.EVENT_WRITE, self)

    def step(self, events, selector):
        """The status once the answer is whole, 0 until then, -1 when the connection broke."""
        try:
            if events & selectors.EVENT_WRITE:
                self._out = self._out[self.socket.send(self._out):]
                if not self._out:
                    selector.modify(self.socket, selectors.EVENT_READ, self)
                return 0
            piece = self.socket.recv(65536)
        except OSError:
            return -1
        if not piece:
            return -1
        self._in += piece
        head, end, body = self._in.partition(b"\r\n\r\n")
        if not end:
            return 0
        length = 0
        for line in head.lower().split(b"\r\n")[1:]:
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        if len(body) < length:
            return 0
        status = int(head.split(b" ", 2)[1])
        if b"connection: close" in head.lower():
            self.close(selector)
        return status

    def close(self, selector):
        if self.socket is not None:
            selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


class Load:
    def __init__(self, place, rate, secret, out):
        self._rate, self._secret, self._out = rate, secret, out
        self._host = f"{place[0]}:{place[1]}"
        self._selector = selectors.DefaultSelector()
        self._idle = [Connection(place) for _ in range(CONNECTIONS)]
        self._busy = set()
        self._again = collections.deque()  # (from when on, number)
        self._next = 1
        self._accounts = [account_of(stall) for stall in STALLS]
        self.stopping = False

    def _message(self, number):
        bank, account = self._accounts[number % len(STALLS)]
        body = sepay_body(bank, account, 1_000 + number % 900_000, id=number,
                          referenceCode=reference(number))
        fields = hmac_headers(self._secret, body)
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return (f"POST /callbacks/sepay-main HTTP/1.1\r\nHost: {self._host}\r\n{head}"
                f"Content-Length: {len(body)}\r\n\r\n").encode() + body

    def run(self):
        began, sent = time.monotonic(), 0
        while not self.stopping:
            now = time.monotonic()
            while self._idle:
                if self._again and self._again[0][0] <= now:
                    number = self._again.popleft()[1]
                elif sent < (now - began) * self._rate:
                    number, self._next, sent = self._next, self._next + 1, sent + 1
                else:
                    break
                connection = self._idle.pop()
                self._busy.add(connection)
                connection.send(number, self._message(number), self._selector)
            else:
                sent = max(sent, int((now - began) * self._rate) - CONNECTIONS)  # no pent-up rush
            for key, events in self._selector.select(0.005):
                if key.data in self._busy:
                    self._settle(key.data, key.data.step(events, self._selector))
                else:
                    key.data.close(self._selector)  # the server has closed an idle one
            for connection in [one for one in self._busy if one.until < now]:
                self._settle(connection, -1)

    def _settle(self, connection, status):
        if status == 0:
            return
        if status == -1:
            connection.close(self._selector)
        moment = time.monotonic()
        if status == 200:
            self._out.write(ROW.pack(connection.number, moment))
        else:
            self._again.append((moment + PAUSE_S, connection.number))
        self._busy.discard(connection)
        self._idle.append(connection)


class CheckingClient:
    """The load as a process, and what was acknowledged to it."""

    def __init__(self, address, port, rate, secret, file):
        self._file = pathlib.Path(file)
        self._file.write_bytes(b"")
        self._read = 0
        self.acknowledged = array.array("b", bytes(1 << 16))  # by number
        self.count = 0
        self._moments = collections.deque()
        # pylint: disable-next=consider-using-with
        self._process = subprocess.Popen([sys.executable, "-B", __file__, address, str(port),
                                          str(rate), secret, str(file)],
                                         env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def look(self):
        """Takes in what was acknowledged since the last look; how many all are."""
        with open(self._file, "rb") as rows:
            rows.seek(self._read)
            data = rows.read()
        data = data[:len(data) // ROW.size * ROW.size]
        self._read += len(data)
        for number, moment in ROW.iter_unpack(data):
            while number >= len(self.acknowledged):
                self.acknowledged.extend(bytes(len(self.acknowledged)))
            self.count += not self.acknowledged[number]
            self.acknowledged[number] = 1
            self._moments.append(moment)
        return self.count

    def was_acknowledged_since(self, begin):
        self.look()
        return bool(self._moments) and self._moments[-1] > begin

    def longest_silence_since(self, begin):
        """Seconds, at most, between two acknowledgements from that moment on; earlier ones are
        forgotten."""
        self.look()
        while self._moments and self._moments[0] < begin:
            self._moments.popleft()
        times = [begin, *sorted(self._moments)]
        return max((b - a for a, b in zip(times, times[1:])), default=float("inf"))


def main():
    address, port, rate, secret, file = sys.argv[1:]
    with open(file, "ab", buffering=0) as out:
        load = Load((address, int(port)), float(rate), secret, out)

        def stop(*_):
            load.stopping = True

        signal.signal(signal.SIGTERM, stop)
        load.run()


if __name__ == "__main__":
    main()
