"""The rooms of the house and what each may use: the design's picture, as tables.

A room is a folder. `MAY_USE` names the rooms below it whose headers it may include and whose
libraries it may link; a room always may use itself. Adding a room is adding a row.
"""

LOWER = {"config", "qr", "ledger", "merchant"}

MAY_USE = {
    "config": set(),
    "qr": {"config"},
    "ledger": {"config"},
    "merchant": {"config", "qr", "ledger"},
    "gateway/net": {"config", "ledger"},
    "gateway/http": {"config", "ledger", "gateway/net"},
    "gateway/bank": LOWER | {"gateway/http"},
    # Who somebody is: no room's business but the endpoints'.
    "gateway/people": {"config", "ledger", "gateway/http"},
    "gateway/pages": LOWER | {"gateway/http", "gateway/net"},
    # A callback is an endpoint, and its body is read by an adapter.
    "gateway/api": LOWER | {"gateway/http", "gateway/bank", "gateway/people", "gateway/net"},
    # The simulated bank signs as a real one does and sends over HTTP.
    "gateway/sandbox": LOWER | {"gateway/http", "gateway/bank", "gateway/net"},
    # What is told to programs outside is signed as banks sign, and shown by endpoints.
    "gateway/outbound": LOWER
    | {"gateway/api", "gateway/http", "gateway/bank", "gateway/people", "gateway/net"},
    "gateway/payos": LOWER
    | {"gateway/outbound", "gateway/api", "gateway/http", "gateway/bank", "gateway/people",
       "gateway/net"},
    "gateway/cli": LOWER | {"gateway/bank", "gateway/sandbox"},
    "gateway/app": LOWER
    | {f"gateway/{room}" for room in
       ("net", "http", "bank", "people", "pages", "api", "sandbox", "outbound", "payos", "cli")},
}

# The coroutine's own words (what is awaited, on which thread it goes on, a wake-up): no sockets.
AWAITING = {"gateway/net/task.hpp", "gateway/net/io_threads.hpp", "gateway/net/signal.hpp"}

# Of the room below, only these headers: (including room, included room) -> headers.
ONLY_HEADERS = {
    ("gateway/net", "ledger"): {"ledger/result.hpp"},
    ("gateway/api", "gateway/net"): AWAITING,
    ("gateway/pages", "gateway/net"): AWAITING,
}

# The command line is reached from the program's main alone; the hook through which it starts the
# server is a promise that gateway/app keeps.
ONLY_FROM = {"gateway/cli": {"gateway/app/main.cpp"}}
OPEN_HEADERS = {"gateway/cli/serve_hook.hpp"}

# Libraries that stay behind a wall: name of the wall, start of the included path, who may
# include it. A place that ends in / is a folder.
WALLS = (
    ("Beast", ("boost/beast",), ("gateway/net/", "gateway/http/codec.cpp")),
    ("TLS and sockets of Asio", ("boost/asio/ssl", "boost/asio/ip", "boost/asio/local"),
     ("gateway/net/", "gateway/http/codec.cpp")),
    ("system sockets", ("sys/socket.h", "netinet/", "arpa/inet.h", "netdb.h", "sys/un.h"),
     ("gateway/net/", "gateway/http/codec.cpp")),
    ("OpenSSL", ("openssl/",),
     ("ledger/aes_gcm.cpp", "ledger/crypto.cpp", "gateway/bank/signature.cpp",
      "gateway/outbound/p256.cpp", "gateway/people/hmac_sha1.cpp", "gateway/net/")),
    # One file a purpose: signatures of the log, passwords.
    ("libsodium", ("sodium.h",), ("ledger/ed25519.cpp", "gateway/people/password.cpp")),
    ("SQLite", ("sqlite3.h",), ("ledger/sqlite.cpp", "ledger/wal_file.cpp")),
    ("CLI11", ("CLI/",), ("gateway/cli/",)),
)

# Included by exactly one .cpp of the product, whichever that is.
ONE_PLACE = (
    ("libqrencode", "qrencode.h"),
    ("libpng", "png.h"),
    ("ZXing", "ZXing/"),
    ("toml++", "toml++/"),
    ("pugixml", "pugixml.hpp"),
    ("libpq", "libpq-fe.h"),
    ("libmosquitto", "mosquitto.h"),
    ("libxlsxwriter", "xlsxwriter.h"),
    ("libzip", "zip.h"),
    ("zlib", "zlib.h"),
)


def room_of(path):
    """The room that `path` (relative to the root, with /) is in; None outside every room."""
    parts = path.split("/")
    for depth in (2, 1):
        room = "/".join(parts[:depth])
        if len(parts) > depth and room in MAY_USE:
            return room
    return None


def room_of_library(name):
    """chopay_qr -> qr, chopay_http -> gateway/http; None for a name that is no room's library."""
    if not name.startswith("chopay_"):
        return None
    short = name[len("chopay_"):]
    for room in (short, f"gateway/{short}"):
        if room in MAY_USE:
            return room
    return None
