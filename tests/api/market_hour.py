"""A made-up hour at a market, from a seed: the stalls, the sales, every transfer with its trouble, and
the truth that the ledger must come to."""

import base64
import collections
import dataclasses
import datetime
import functools
import random

from notices import VIETNAM, hmac_headers, sepay_body, standard_message

BANKS = ("970436", "970422", "970418")
SEPAY_SECRET = "s3cret-of-sepay"
STANDARD_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
PAYER = "NGUYEN THI BI MAT"
COPIES = 3  # of each source
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# How often each kind of payment comes, in a thousand.
KINDS = {"exact": 430, "damaged": 60, "by_amount": 60, "static": 110, "short_only": 40,
         "short_then_rest": 60, "over": 50, "twice": 40, "late": 40, "cancelled": 20,
         "memo_shared": 40, "nameless_shared": 40, "outgoing": 5, "unknown_account": 5}


@dataclasses.dataclass
class Transfer:
    bank: str
    account: str
    amount: int
    content: str
    at: datetime.datetime
    reference: str
    out: bool = False

    def by_sepay(self):
        body = sepay_body(self.bank, self.account, self.amount, self.content, at=self.at,
                          referenceCode=self.reference, transferType="out" if self.out else "in")
        return "/callbacks/sepay-main", body, hmac_headers(SEPAY_SECRET, body)

    def by_standard(self, event):
        data = {"txn_id": self.reference, "reference": self.reference, "bank": self.bank,
                "account": self.account, "amount": self.amount, "content": self.content,
                "time": self.at.isoformat(timespec="seconds"),
                "payer_name": PAYER, "payer_account": "66" + self.reference[-10:]}
        kind = "bank.debit" if self.out else "bank.credit"
        body, headers = standard_message(STANDARD_SECRET, event, data, kind)
        return "/callbacks/bank-x", body, headers


class Truth:
    """What must stand in the ledger in the end."""

    def __init__(self):
        self.gross = collections.Counter()
        self.count = collections.Counter()
        self.unmatched = 0
        self.unmatched_count = 0
        self.status = {}

    def credit(self, stall, amount):
        if stall:
            self.gross[stall] += amount
            self.count[stall] += 1
        else:
            self.unmatched += amount
            self.unmatched_count += 1


class MarketHour:
    """`stalls` stalls, every tenth pair with a shared account, and `payments` payments."""

    def __init__(self, seed, stalls, payments):
        self.random = random.Random(seed)
        self.truth = Truth()
        self.transfers = []  # (transfer, the transfer that must have come before it or None)
        self.stalls = [f"S{number:03}" for number in range(1, stalls + 1)]
        self.account = {}
        for number, code in enumerate(self.stalls):
            bank = BANKS[number // 10 % len(BANKS)]
            shared = number % 10 == 9
            self.account[code] = (bank, f"77{(number - shared):08}")
        self.shared = [code for number, code in enumerate(self.stalls) if number % 10 in (8, 9)]
        self.sole = [code for code in self.stalls if code not in self.shared]
        kinds = self.random.choices(list(KINDS), list(KINDS.values()), k=payments)
        self.sales = [self.sale(number, kind) for number, kind in enumerate(kinds)]
        self._references = 0

    def file(self):
        """The market as `chopay market open` reads it."""
        zones = collections.defaultdict(list)
        for number, code in enumerate(self.stalls):
            bank, account = self.account[code]
            zones[f"Z{number // 50 + 1:02}"].append(
                {"code": code, "name": f"Sạp {code}", "trade": "Hải sản", "bank": bank,
                 "household": f"Hộ KD {code}", "account": account, "holder": f"HKD {code}"})
        return {"id": "cho-gio", "name": "Chợ Giờ Cao Điểm", "province": "Quảng Ninh",
                "zones": [{"id": zone, "name": f"Khu {zone}", "stalls": rows}
                          for zone, rows in zones.items()]}

    def sale(self, number, kind):
        """A sale; the amounts of requests are whole thousands, each once a stall, so that no other
        money looks like them."""
        pool = self.shared if kind.endswith("shared") else self.sole
        if kind in ("exact", "damaged"):
            pool = self.stalls
        stall = self.random.choice(pool)
        return {"number": number, "kind": kind, "stall": stall, "amount": 1_000 * (number + 10)}

    def asked(self):
        """The sales that open a payment request."""
        without = ("static", "memo_shared", "nameless_shared", "outgoing", "unknown_account")
        return [sale for sale in self.sales if sale["kind"] not in without]

    def text(self, code):
        """A transfer text as a bank makes it of what the app was given."""
        spoiled = self.random.choice((code, code.lower(), f"{code[:4]} {code[4:]}",
                                      ".".join((code[:3], code[3:]))))
        return self.random.choice(("{}", "MBVCB.3278907687.123456.{}.CT tu 0123 toi 9901",
                                   "{} FT26328012345678", "NGUYEN VAN A chuyen tien {}-",
                                   "IBFT {} Trace 556677", "CT DEN:626201 {}")).format(spoiled)

    def damaged(self, code):
        """The code with one of its last eight symbols wrong."""
        at = self.random.randrange(3, len(code))
        wrong = self.random.choice([each for each in SYMBOLS if each != code[at]])
        return code[:at] + wrong + code[at + 1:]

    def pay(self, sale, request, memos):
        """Makes the transfers of a sale and counts them into the truth; `request` is what the API
        answered, or nothing; `memos` gives a stall's own code."""
        kind, stall, amount = sale["kind"], sale["stall"], sale["amount"]
        opened = datetime.datetime.now(VIETNAM).replace(microsecond=0)
        if request:
            opened = datetime.datetime.fromisoformat(request["created_at"]).astimezone(VIETNAM)
        in_time = opened + datetime.timedelta(seconds=self.random.randrange(1, 600))
        late = opened + datetime.timedelta(minutes=self.random.randrange(16, 60))
        code = request["reference"] if request else ""
        plain = "mua hang"
        part = amount - self.random.randrange(1, 999)
        transfers, status = {
            "exact": lambda: ([(amount, self.text(code), in_time)], "paid"),
            "damaged": lambda: ([(amount, self.damaged(code), in_time)], "paid"),
            "by_amount": lambda: ([(amount, plain, in_time)], "paid"),
            "static": lambda: ([(amount + 500, plain, in_time)], None),
            "short_only": lambda: ([(part, self.text(code), in_time)], "short"),
            "short_then_rest": lambda: ([(part, self.text(code), in_time),
                                         (amount - part, self.text(code), in_time)], "paid"),
            "over": lambda: ([(amount + 500, self.text(code), in_time)], "over"),
            "twice": lambda: ([(amount, self.text(code), in_time)] * 2, "over"),
            "late": lambda: ([(amount, self.text(code), late)], "late"),
            "cancelled": lambda: ([(amount, self.text(code), late)], "late"),
            "memo_shared": lambda: ([(amount + 500, self.text(memos[stall]), in_time)], None),
            "nameless_shared": lambda: ([(amount, plain, in_time)], None),
            "outgoing": lambda: ([(amount, plain, in_time)], None),
            "unknown_account": lambda: ([(amount, plain, in_time)], None)}[kind]()
        if status:
            self.truth.status[request["id"]] = status
        for money, content, at in transfers:
            self.add(kind, stall, money, content, at)

    def add(self, kind, stall, money, content, at):
        bank, account = self.account[stall]
        if kind == "unknown_account":
            account = "88" + account[2:]
        self._references += 1
        transfer = Transfer(bank, account, money, content, at, f"FT26{self._references:010}",
                            kind == "outgoing")
        self.transfers.append((transfer, None))
        if kind in ("outgoing", "unknown_account"):
            return
        self.truth.credit(None if kind == "nameless_shared" else stall, money)
        if self.random.random() < 0.01:  # the same transfer with another amount: a broken source
            self.transfers.append((dataclasses.replace(transfer, amount=money + 1_000), transfer))

    def deliveries(self):
        """Each transfer three times from each of two sources, out of order; a contradiction only
        after what it contradicts. Each is (what makes path, body and headers, whether it
        contradicts): made late, since a signature is not good for long."""
        placed = []
        first = {}
        for number, (transfer, before) in enumerate(self.transfers):
            place = number + self.random.uniform(0, 400)
            if before is None:
                first[transfer.reference] = place
            for turn, (copy, make) in enumerate(self.tellings(number, transfer)):
                later = place + turn * self.random.uniform(0, 400)
                if before is not None:
                    # Far enough behind that no thread overtakes the first delivery.
                    later = first[before.reference] + 1_000 + copy
                placed.append((later, number, turn, make, before is not None))
        placed.sort(key=lambda row: row[:3])
        for _, _, _, make, contradicts in placed:
            yield make, contradicts

    def tellings(self, number, transfer):
        """Both sources' messages of a transfer, three of each, in an order that chance gives: (which
        of the three, what makes it)."""
        told = [(copy, make) for copy in range(COPIES)
                for make in (transfer.by_sepay,
                             functools.partial(transfer.by_standard, f"evt_{number}_{copy}"))]
        self.random.shuffle(told)
        return told
