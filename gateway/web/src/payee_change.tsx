// Another payee account for the stall: asked for here or by the board, agreed to by the other side,
// taken back by either.

import { useEffect, useState } from "preact/hooks";

import { call, type Refusal } from "./api";
import { usePinFirst } from "./pin_first";
import { place, stallPath } from "./stall";
import { now, set, show } from "./store";
import { words } from "./words";

interface PayeeChange {
  id: string;
  bank: string;
  account: string;
  holder: string;
  status: "waiting" | "cooling" | "ready" | "done" | "withdrawn";
  asked_by: "household" | "board";
  effective_at: string | null;
}

const path = `${stallPath}/payee-change`;
const isOpen = (change: PayeeChange | null) =>
  change !== null && ["waiting", "cooling", "ready"].includes(change.status);

/** Somebody did something about a change; there is one, so it can be asked for. */
export function onPayeeChange(): void {
  if (place.household) call<PayeeChange>("GET", path).then((change) => set({ payeeWaits: isOpen(change) }), () => {});
}

/** Whoever follows the notice comes to the change, not to the settings above it. */
let sought = false;

function seek(): void {
  sought = true;
  show("settings");
}

/**
 * On the first screen: who asks for another account must not go unseen until the settings are opened.
 * Below all keys, so that it moves none under the thumb.
 */
export function PayeeNotice() {
  return now().payeeWaits
    ? <button type="button" id="payee-notice" class="quiet notice" onClick={seek}>{words().payeeNotice}</button>
    : null;
}

/** A change that waits: what it would change, and what this side may do. */
function Waiting({ change, onStep }: { change: PayeeChange; onStep: (step: string) => void }) {
  const [sure, setSure] = useState("");
  const w = words();
  // What moves money is asked twice.
  const press = (step: string) => () => sure === step ? onStep(step) : setSure(step);
  const label = (step: string, word: string) => sure === step ? w.sureAgain(word) : word;
  return (
    <div id="payee-waiting">
      <p>{w.payeeTo(change.account, change.holder)}</p>
      <p id="payee-state">{w.payeeStates[change.status]}</p>
      {change.status === "waiting" && change.asked_by === "board" &&
        <button type="button" id="payee-approve" class="button" onClick={press("approve")}>{label("approve", w.payeeApprove)}</button>}
      <button type="button" id="payee-withdraw" class="quiet" onClick={press("withdraw")}>
        {label("withdraw", change.asked_by === "board" ? w.payeeRefuse : w.payeeWithdraw)}</button>
    </div>
  );
}

function Ask({ onAsk }: { onAsk: (body: object) => void }) {
  const w = words();
  const send = (event: Event) => {
    event.preventDefault();
    onAsk(Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)));
  };
  return (
    <form id="payee-form" class="pin" onSubmit={send}>
      <label for="payee-bank">{w.payeeBank}</label>
      <input id="payee-bank" name="bank" autocomplete="off" maxLength={60} required />
      <label for="payee-account">{w.payeeAccount}</label>
      <input id="payee-account" name="account" autocomplete="off" maxLength={19} pattern="[A-Za-z0-9]+" required />
      <label for="payee-holder">{w.payeeHolder}</label>
      <input id="payee-holder" name="holder" autocomplete="off" maxLength={100} required />
      <button id="payee-send" class="quiet">{w.payeeAsk}</button>
    </form>
  );
}

export function PayeeChangeOfStall() {
  const [change, setChange] = useState<PayeeChange | null>(null);
  const [known, setKnown] = useState(false);
  const [why, setWhy] = useState("");
  const pin = usePinFirst("payee", (error) => {
    const told: Record<number, string> = { 409: w.payeeNotNow, 422: w.payeeBad };
    setWhy(told[error.status] ?? error.message);
  });
  const w = words();
  const take = (next: PayeeChange | null) => { setChange(next); setKnown(true); set({ payeeWaits: isOpen(next) }); };
  useEffect(() => {
    // 404: nobody has ever asked. Whatever else: this key is no side of a change.
    if (place.household) call<PayeeChange>("GET", path).then(take, (error: Refusal) => { if (error.status === 404) take(null); });
  }, []);
  useEffect(() => {
    if (known && sought) document.getElementById("payee")!.scrollIntoView();
    sought &&= !known;
  }, [known]);
  if (!known) return null;
  const ask = (at: string, body: object) => pin.run(async () => {
    take(await call<PayeeChange>("POST", at, body));
    setWhy("");
  });
  return (
    <section id="payee" aria-labelledby="payee-title">
      <h3 id="payee-title">{w.payeeTitle}</h3>
      <p>{w.payeeHow}</p>
      {isOpen(change)
        ? <Waiting change={change!} onStep={(step) => ask(`${path}/${change!.id}/${step}`, {})} />
        : <Ask onAsk={(body) => ask(path, body)} />}
      {pin.form}
      <p id="payee-word" class="hint" role="alert">{why}</p>
    </section>
  );
}
