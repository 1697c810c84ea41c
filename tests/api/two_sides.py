"""A market's two sides, let in as they are in life: the first manager by `chopay init`, households by
her invitations. Keys that are made on the machine are no side of anything."""

import json
import re

from devices import cookie_of_device, take_up
from people import Person
from sandbox import Served, chopay
from vault import ago, rows


class Manager(Person):
    def post(self, path, body=None):
        return self.ask("POST", path, json.dumps(body or {}), self.sessions()["csrf_token"])

    def household_key(self, stall, role="till"):
        """The key of a stall's first device, which has no PIN: for where none is asked for."""
        invitation = self.post("/v1/invitations", {"role": role, "stall": stall})
        assert invitation.status == 201, invitation
        headers = cookie_of_device(take_up(self.gateway, invitation))
        return headers["Cookie"].partition("=")[2]


def init(folder, person="Chị Lan", code=0):
    """`chopay init` for the market of the folder's market.json: the link, or why there is none."""
    market = json.loads((folder / "market.json").read_text())
    done = chopay("init", "--data", folder / "data", "--id", market["id"], "--name",
                  market["name"], "--province", market["province"], "--person", person)
    assert done.returncode == code, done
    return re.search(r"http://[^/]+/enrol/[0-9a-z]{26}", done.stdout)[0] if code == 0 else done.stderr


def let_in(folder, *stalls):
    """The market's first manager and, by stall, the keys of the households' devices, all let in so
    long ago that none must wait. Beside a stopped server; devices need no PIN from then on."""
    settings = folder / "chopay.toml"
    settings.write_text("device_pin_required = false\n" + settings.read_text())
    url = init(folder)
    with Served(folder) as gateway:
        manager = Manager(gateway, "lan")
        answer = manager.enrol(url)
        assert answer.status == 303, answer
        keys = {stall: manager.household_key(stall) for stall in stalls}
        gateway.stop()
    for prefix in ("account/", "key/"):
        with rows(folder / "data", prefix) as found:
            for name, row in found.items():
                found[name] = {**row, "made_at": ago(hours=25)}
    return manager, keys
