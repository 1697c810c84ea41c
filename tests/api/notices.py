"""What banks and their aggregators send, and how they sign it."""

import base64
import datetime
import hashlib
import hmac
import itertools
import json
import time

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
GATEWAYS = {"970436": "Vietcombank", "970422": "MBBank", "970418": "BIDV"}

_numbers = itertools.count(int(time.time() * 1000) % 10**9)


def vietnam_now():
    return datetime.datetime.now(VIETNAM)


def clear_of_midnight(margin_s=120):
    """Waits until Vietnam's next day where that begins soon: a test that begins on a day ends on it."""
    now = vietnam_now()
    next_day = (now + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left_s = (next_day - now).total_seconds()
    if left_s < margin_s:
        time.sleep(left_s + 1)


def minutes_before_now(minutes):
    """So long ago, or the day's first moment where that was later: never yesterday."""
    now = vietnam_now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, now - datetime.timedelta(minutes=minutes))


def sepay_body(bank, account, amount, content="chuyen tien", **changes):
    """The bytes of one SePay webhook; a keyword changes a field, None leaves it out."""
    number = next(_numbers)
    at = changes.pop("at", None) or vietnam_now()
    fields = {"id": number, "gateway": GATEWAYS.get(bank, bank),
              "transactionDate": at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M:%S"),
              "accountNumber": account, "code": None, "content": content, "transferType": "in",
              "transferAmount": amount, "accumulated": 0, "subAccount": None,
              "referenceCode": f"FT{number}", "description": "BankAPINotify " + content}
    fields.update(changes)
    return json.dumps(fields, ensure_ascii=False).encode()


def hmac_headers(secret, body, at=None):
    """SePay's signature: hexadecimal HMAC-SHA256 of "unix seconds.raw body"."""
    timestamp = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return {"Content-Type": "application/json", "X-SePay-Timestamp": timestamp,
            "X-SePay-Signature": "sha256=" + mac.hexdigest()}


def standard_message(secret, event_id, data, kind="bank.credit"):
    """Body and headers of one Standard Webhooks message; the secret is whsec_ and base64."""
    body = json.dumps({"type": kind, "timestamp": vietnam_now().isoformat(timespec="seconds"),
                       "data": data}).encode()
    timestamp = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{event_id}.{timestamp}.".encode() + body
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return body, {"Content-Type": "application/json", "webhook-id": event_id,
                  "webhook-timestamp": timestamp, "webhook-signature": "v1," + mac}


def casso_message(secret, data):
    """Body and headers of one Casso webhook, version 2: HMAC-SHA512 of "milliseconds.JSON", with
    the keys of the JSON sorted."""
    message = {"error": 0, "data": data}
    at = str(int(time.time() * 1000))
    signed = json.dumps(message, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    mac = hmac.new(secret.encode(), f"{at}.{signed}".encode(), hashlib.sha512).hexdigest()
    return (json.dumps(message, ensure_ascii=False).encode(),
            {"Content-Type": "application/json", "X-Casso-Signature": f"t={at},v1={mac}"})
