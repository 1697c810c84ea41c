// The stall's devices: who comes in, and is put out again.

import { useEffect, useRef, useState } from "preact/hooks";

import { formatClock, formatMoment } from "../../pages/assets/money.js";
import { call } from "./api";
import { usePinFirst } from "./pin_first";
import { place } from "./stall";
import { show } from "./store";
import { Title } from "./title";
import { words } from "./words";

interface Key {
  id: string;
  name: string | null;
  role: "till" | "helper";
  used_at: string | null;
  own: boolean;
}

interface Offer {
  qr_svg: string;
  expires_at: string;
}

/** One device; the one in the hand cannot put itself out by mistake. The first touch asks, the
 * second does it: a wet thumb must not put a helper out. */
function DeviceRow({ device, onRevoke }: { device: Key; onRevoke: () => void }) {
  const [asked, setAsked] = useState(false);
  const w = words();
  const name = device.name ?? w.roles[device.role];
  const seen = device.used_at ? w.usedAt(formatMoment(new Date(device.used_at))) : w.unused;
  return (
    <li>
      <span class="who">{name}</span>
      <span class="seen">{w.roles[device.role]} · {device.own ? w.thisDevice : seen}</span>
      {!device.own && <button type="button" class="quiet" aria-label={asked ? undefined : w.revokeOf(name)}
        onClick={() => (asked ? onRevoke() : setAsked(true))}>{asked ? w.revokeReally : w.revoke}</button>}
    </li>
  );
}

function Invitation({ offer, name }: { offer: Offer; name: string }) {
  const drawing = useRef<HTMLDivElement>(null);
  const w = words();
  useEffect(() => {
    const code = new DOMParser().parseFromString(offer.qr_svg, "image/svg+xml").documentElement;
    drawing.current?.replaceChildren(code);
  }, [offer]);
  return (
    <div id="invited">
      <div id="invited-qr" class="qr" role="img" aria-label={w.invitation} ref={drawing} />
      <p class="memo">{w.scanWith} <strong id="invited-name">{name}</strong>.<br />
        {w.oneUse} <strong id="invited-until">{formatClock(new Date(offer.expires_at))}</strong>.</p>
    </div>
  );
}

export function Devices() {
  const [keys, setKeys] = useState<Key[]>([]);
  const [why, setWhy] = useState("");
  const [name, setName] = useState("");
  const [invited, setInvited] = useState<{ offer: Offer; name: string } | null>(null);
  const pin = usePinFirst("device", (error) => setWhy(error.message));
  const w = words();
  const tell = (deed: Promise<unknown>) => deed.then(() => setWhy(""), (error) => setWhy(error.message));
  const load = async () => setKeys((await call<{ keys: Key[] }>("GET", "/v1/keys")).keys);
  const revoke = (id: string) => pin.run(async () => {
    await call("DELETE", `/v1/keys/${id}`);
    await load();
    setWhy("");
  });
  const invite = (role: "till" | "helper") => pin.run(async () => {
    const called = name.trim();
    const offer = await call<Offer>("POST", "/v1/invitations", { role, stall: place.stall, name: called });
    setInvited({ offer, name: called || w.roles[role].toLowerCase() });
    setName("");
    setWhy("");
    scrollTo(0, 0);
  });
  useEffect(() => { tell(load()); }, []);
  return (
    <section id="devices" aria-labelledby="devices-title">
      <Title id="devices-title">{w.devices}</Title>
      <p>{w.devicesHow}</p>
      {invited && <Invitation {...invited} />}
      <ol id="device-list">
        {keys.map((key) => <DeviceRow key={key.id} device={key}
          onRevoke={() => revoke(key.id)} />)}
      </ol>
      {pin.form}
      <p id="device-word" class="hint" role="alert">{why}</p>
      <label for="device-name">{w.deviceName}</label>
      <input id="device-name" maxLength={20} autocomplete="off" placeholder="Em Lan" value={name}
        onInput={(event) => setName(event.currentTarget.value)} />
      <button type="button" id="invite-helper" class="button" onClick={() => invite("helper")}>{w.addHelper}</button>
      <button type="button" id="invite-owner" class="quiet" onClick={() => invite("till")}>{w.addOwner}</button>
      <button type="button" id="hide-devices" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
