// Whoever finds an open till must not move its money, nor let a device in that does: where the gateway
// wants the device's PIN again, it is asked for, and what was asked for goes on.

import { useState } from "preact/hooks";

import { call, Refusal } from "./api";
import { place } from "./stall";
import { words } from "./words";

type Deed = () => Promise<void>;

/**
 * `run` does a deed, and tells what becomes of it where it fails; `form` asks for the PIN while a deed
 * waits for it. `id` begins the ids of the form.
 */
export function usePinFirst(id: string, told: (error: Refusal) => void) {
  const [waiting, setWaiting] = useState<Deed | null>(null);
  const [digits, setDigits] = useState("");
  const w = words();
  const run = (deed: Deed) => deed().then(() => setWaiting(null), (error: Refusal) => {
    const pinFirst = error.code === "proof_needed";
    setWaiting(() => pinFirst ? deed : null);
    if (!pinFirst) told(error);
  });
  const send = (event: Event) => {
    event.preventDefault();
    call("POST", "/v1/devices/unlock", { pin: digits, stall: place.stall }).then(() => { setDigits(""); return run(waiting!); },
      (error: Refusal) => told(error.code === "wrong_pin" ? new Refusal(w.pinWrong) : error));
  };
  const form = waiting && (
    <form id={`${id}-proof`} class="pin" onSubmit={send}>
      <label for={`${id}-pin`}>{w.pinAgain}</label>
      <input id={`${id}-pin`} type="password" inputMode="numeric" autocomplete="off" minLength={4} maxLength={8}
        required value={digits} onInput={(event) => setDigits(event.currentTarget.value)} />
      <button id={`${id}-prove`} class="button">{w.pinConfirm}</button>
    </form>
  );
  return { run, form };
}
