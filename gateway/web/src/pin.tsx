// The PIN of this device: set, changed or taken away, and locking it now.

import { useEffect, useState } from "preact/hooks";

import { call, Refusal } from "./api";
import { askIfLocked, type DeviceLock } from "./lock";
import { place } from "./stall";
import { words } from "./words";

export function Pin() {
  const [lock, setLock] = useState<DeviceLock | null>(null);
  const [digits, setDigits] = useState("");
  const [next, setNext] = useState("");
  const [why, setWhy] = useState("");
  const w = words();
  useEffect(() => { call<DeviceLock>("GET", `/v1/devices/pin?stall=${encodeURIComponent(place.stall)}`).then(setLock, () => {}); }, []);
  // A key that belongs to no device of the stall, such as a program's, has nothing to lock.
  if (!lock) return null;

  const ask = async (path: string, body = {}) => {
    try {
      setLock(await call<DeviceLock>("POST", `/v1/devices/${path}`, { ...body, stall: place.stall }));
      setDigits("");
      setNext("");
      setWhy("");
    } catch (refusal) {
      const told: Record<number, string> = { 403: w.pinWrong, 422: w.pinPoor };
      const { status, message } = refusal as Refusal;
      setWhy(told[status] ?? message);
    }
  };
  // A device that must have a PIN gets another, never none.
  const kept = lock.pin && lock.pin_required;
  const field = (id: string, value: string, set: (text: string) => void) => (
    <input id={id} type="password" inputMode="numeric" autocomplete="off" minLength={4} maxLength={8}
      required value={value} onInput={(event) => set(event.currentTarget.value)} />
  );
  const send = (event: Event) => {
    event.preventDefault();
    if (!lock.pin) ask("pin", { pin: digits });
    else if (kept) ask("pin", { pin: next, current: digits });
    else ask("pin/remove", { current: digits });
  };
  return (
    <form id="pin-form" class="pin" onSubmit={send}>
      <label for="pin">{lock.pin ? w.pinNow : w.pinNew}</label>
      {field("pin", digits, setDigits)}
      {kept && <label for="pin-next">{w.pinNew}</label>}
      {kept && field("pin-next", next, setNext)}
      <p>{w.pinHow(Math.round(lock.locks_after_s / 60))}</p>
      <p id="pin-word" class="hint" role="alert">{why}</p>
      <button id="pin-send" class="quiet">{kept ? w.pinChange : lock.pin ? w.pinRemove : w.pinSet}</button>
      {lock.pin && <button type="button" id="lock-now" class="button"
        onClick={() => ask("lock").then(askIfLocked)}>{w.lockNow}</button>}
    </form>
  );
}
