// Money that the bank perhaps told twice. Only the stall's people know whether they were paid once or
// twice, so they are asked here; until they have said it, it is counted once.

import { useEffect, useState } from "preact/hooks";

import { formatAmount, formatStamp } from "../../pages/assets/money.js";
import { call, Refusal } from "./api";
import { place } from "./stall";
import { now, set, show } from "./store";
import { Title } from "./title";
import { words } from "./words";

export interface Held {
  seq: number;
  amount: number;
  source: string;
  occurred_at: string;
  told_at: string;
}

const PATH = "/v1/held";

/** Whether there is something to say; without an answer it stays as it was. */
export async function askHeld(): Promise<void> {
  if (!place.household) return;
  await call<{ held: Held[] }>("GET", PATH).then(({ held }) => set({ held }), () => {});
}

/** On the first screen, below all keys, so that it moves none under the thumb. */
export function HeldNotice() {
  return now().held.length > 0
    ? <button type="button" id="show-held" class="quiet notice" onClick={() => show("held")}>{words().heldNotice}</button>
    : null;
}

function Card({ held, onSay }: { held: Held; onSay: (seq: number, other: boolean) => void }) {
  const [sure, setSure] = useState("");
  const w = words();
  // What is counted as money, or never will be, is asked twice.
  const button = (name: string, word: string, look: string, other: boolean) => (
    <button type="button" class={look} data-say={name} onClick={() => sure === name ? onSay(held.seq, other) : setSure(name)}>
      {sure === name ? w.sureAgain(word) : word}<span class="unseen"> {formatAmount(held.amount)}</span></button>
  );
  return (
    <li class="held" data-held={held.seq}>
      <p class="amount">{formatAmount(held.amount)}</p>
      <p>{w.heldTold(formatStamp(new Date(held.told_at)))}<br />{w.heldAgain(formatStamp(new Date(held.occurred_at)))}</p>
      <div class="row">{button("same", w.heldSame, "button", false)}{button("other", w.heldOther, "quiet", true)}</div>
    </li>
  );
}

export function HeldMoney() {
  const { held } = now();
  const [why, setWhy] = useState("");
  const w = words();
  useEffect(() => { askHeld(); }, []);
  const say = (seq: number, other: boolean) => call("POST", `${PATH}/${seq}`, { other_money: other })
    .then(() => setWhy(""), (error: Refusal) => setWhy(error.message)).then(askHeld);
  return (
    <section id="held" aria-labelledby="held-title">
      <Title id="held-title">{w.heldTitle}</Title>
      <p>{w.heldHow}</p>
      <ul>{held.map((each) => <Card key={each.seq} held={each} onSay={say} />)}</ul>
      <p id="held-none" role="status">{held.length === 0 && w.heldNone}</p>
      <p id="held-word" class="hint" role="alert">{why}</p>
      <button type="button" id="hide-held" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
