// The full screen of a credit.

import { useEffect, useRef } from "preact/hooks";

import { formatAmount, formatMoment } from "../../pages/assets/money.js";
import { OutcomeIcon } from "./icons";
import { hide } from "./outcome";
import { open } from "./sale";
import { now } from "./store";
import { words } from "./words";

const LONG = 9_999_999;

export function OutcomeScreen() {
  const { shown } = now();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus({ preventScroll: true }), [shown]);
  if (!shown) return null;
  const w = words();
  const rest = () => {
    hide();
    open(shown.missing);
  };
  return (
    <section id="outcome" aria-labelledby="outcome-word outcome-amount" key={shown.turn} data-look={shown.look} data-sale={shown.other ? "other" : "own"}>
      <OutcomeIcon />
      <p id="outcome-word" class="word">{shown.word}</p>
      <p id="outcome-amount" class={`amount${shown.amount > LONG ? " long" : ""}`}>{formatAmount(shown.amount)}</p>
      <p id="outcome-detail" class="detail">{shown.detail}</p>
      <p id="outcome-time" class="time">{formatMoment(new Date(shown.credit.occurred_at))}{shown.credit.payer_bank && ` · ${shown.credit.payer_bank}`}</p>
      <div class="row">
        {shown.missing > 0 && <button type="button" id="outcome-rest" onClick={rest}>{w.makeRest(formatAmount(shown.missing))}</button>}
        <button type="button" id="outcome-back" ref={back} onClick={hide}>{w.back}</button>
      </div>
      <span class="fuse" aria-hidden="true" />
    </section>
  );
}
