// The PIN of this device: set, taken away, and locking it now.

import { useEffect, useState } from "preact/hooks";

import { call, Refusal } from "./api";
import { askIfLocked, type DeviceLock } from "./lock";
import { words } from "./words";

export function Pin() {
  const [lock, setLock] = useState<DeviceLock | null>(null);
  const [digits, setDigits] = useState("");
  const [why, setWhy] = useState("");
  const w = words();
  useEffect(() => { call<DeviceLock>("GET", "/v1/devices/pin").then(setLock, () => {}); }, []);
  // A key that belongs to no device of the stall, such as a program's, has nothing to lock.
  if (!lock) return null;

  const ask = async (path: string, body?: unknown) => {
    try {
      setLock(await call<DeviceLock>("POST", `/v1/devices/${path}`, body));
      setDigits("");
      setWhy("");
    } catch (refusal) {
      const told: Record<number, string> = { 403: w.pinWrong, 422: w.pinPoor };
      const { status, message } = refusal as Refusal;
      setWhy(told[status] ?? message);
    }
  };
  const send = (event: Event) => {
    event.preventDefault();
    ask(lock.pin ? "pin/remove" : "pin", lock.pin ? { current: digits } : { pin: digits });
  };
  return (
    <form id="pin-form" class="pin" onSubmit={send}>
      <label for="pin">{lock.pin ? w.pinNow : w.pinNew}</label>
      <input id="pin" type="password" inputMode="numeric" autocomplete="off" minLength={4} maxLength={8}
        required value={digits} onInput={(event) => setDigits(event.currentTarget.value)} />
      <p>{w.pinHow(Math.round(lock.locks_after_s / 60))}</p>
      <p id="pin-word" class="hint" role="alert">{why}</p>
      <button id="pin-send" class="quiet">{lock.pin ? w.pinRemove : w.pinSet}</button>
      {lock.pin && <button type="button" id="lock-now" class="button"
        onClick={() => ask("lock").then(askIfLocked)}>{w.lockNow}</button>}
    </form>
  );
}
