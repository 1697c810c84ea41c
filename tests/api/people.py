"""What a person does in a browser, and with the app that shows their codes."""

import base64
import hmac
import re
import struct
import time
import urllib.parse

STEP_S = 30
MARGIN_S = 15


def code_at(secret, step):
    """The six digits of RFC 6238."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06d}"


def cookie_of(answer):
    """What the browser sends back of the answer's Set-Cookie."""
    return answer.headers["Set-Cookie"].split(";")[0]


def hidden(answer, name):
    """The value of a hidden field of a page."""
    return re.search(rf'name="{name}" value="([^"]*)"', answer.body.decode())[1]


class Person:
    """Somebody with a name, a password and an authenticator app. Each code is good once, and none is
    before its time, so two of them can be given within half a minute."""

    def __init__(self, gateway, name, password="mực một nắng"):
        self.gateway = gateway
        self.name = name
        self.password = password
        self.secret = None
        self.cookie = None
        self._last_step = 0

    def code(self):
        """A code that is good for some seconds more, and was not given yet."""
        now, into = divmod(time.time(), STEP_S)
        oldest = int(now) - 1 if into < STEP_S - MARGIN_S else int(now)
        self._last_step = max(self._last_step + 1, oldest)
        if self._last_step > now:
            assert self._last_step == now + 1, "more codes than an app shows"
            time.sleep(STEP_S - into)
        return code_at(self.secret, self._last_step)

    def form(self, path, cookie=None, headers=None, **fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        if cookie:
            headers["Cookie"] = cookie
        return self.gateway.ask("POST", path, urllib.parse.urlencode(fields), headers)

    def enrol(self, url, **changes):
        """Takes an invitation up: name, password, app, code."""
        path = urllib.parse.urlsplit(url).path
        page = self.gateway.ask("GET", path)
        assert page.status == 200, page
        shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page.body.decode())[1]
        self.secret = shown.replace(" ", "")
        fields = {"name": self.name, "password": self.password, "again": self.password,
                  **changes}
        if "code" not in fields:
            fields["code"] = self.code()
        answer = self.form(path, **fields)
        if answer.status == 303:
            self.cookie = cookie_of(answer)
        return answer

    def sign_in(self, **changes):
        """Opens the page and sends its form."""
        page = self.gateway.ask("GET", "/sign-in")
        fields = {"csrf": hidden(page, "csrf"), "name": self.name, "password": self.password,
                  **changes}
        if "code" not in fields:
            fields["code"] = self.code()
        answer = self.form("/sign-in", "; ".join(filter(None, (cookie_of(page), self.cookie))),
                           **fields)
        if answer.status == 303:
            self.cookie = cookie_of(answer)
        return answer

    def ask(self, method, path, body=None, token=None):
        """A script's request with the session's cookie; `token` for what changes something."""
        headers = {"Cookie": self.cookie}
        if token:
            headers["X-CSRF-Token"] = token
        return self.gateway.ask(method, path, body, headers)

    def sessions(self):
        return self.ask("GET", "/v1/sessions").json()
