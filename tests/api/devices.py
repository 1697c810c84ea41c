"""What a vendor's phone does with an invitation."""

import json
import urllib.parse

PIN = "2580"


def take_up(gateway, invitation):
    """Looks at the page of an invitation's answer, then agrees; the answer to that."""
    path = urllib.parse.urlsplit(invitation.json()["url"]).path
    page = gateway.ask("GET", path)
    assert page.status == 200, page
    return gateway.ask("POST", path, "")


def cookie_of_device(answer):
    """The headers of a request that the phone's own page sends."""
    return {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "Sec-Fetch-Site": "same-origin"}


def choose_pin(gateway, headers, pin=PIN):
    return gateway.ask("POST", "/v1/devices/pin", json.dumps({"pin": pin}), headers)


def enrolled_key(gateway, inviter, role, stall):
    """The key of a device that somebody's key has invited, and that has no PIN yet."""
    body = json.dumps({"role": role, "stall": stall})
    invitation = gateway.ask("POST", "/v1/invitations", body, {"Authorization": "Bearer " + inviter})
    assert invitation.status == 201, invitation
    answer = take_up(gateway, invitation)
    assert answer.status == 303, answer
    return cookie_of_device(answer)["Cookie"].partition("=")[2]
