// The customer says it is paid: what came in the last minutes, and what did not.

import { useEffect, useState } from "preact/hooks";

import { formatMoment } from "../../pages/assets/money.js";
import { call, type Credit } from "./api";
import { WarningIcon } from "./icons";
import { CreditRow } from "./credits";
import { stallPath } from "./stall";
import { now, show } from "./store";
import { Title } from "./title";
import { words } from "./words";

const FRESH_MS = 5_000;
/** A bank that was not heard for so long may be late with what it has to tell. */
const SILENT_MS = 10 * 60_000;

interface Recent {
  minutes: number;
  last_credit_at: string | null;
  bank_heard_at: string | null;
  credits: Credit[];
}

function ageOf(credit: Credit): string {
  const age_s = credit.age_s ?? 0;
  return words().ago(Math.floor(age_s / 60), age_s);
}

export function CheckPaid() {
  const [recent, setRecent] = useState<Recent | null>(null);
  const [why, setWhy] = useState("");
  const newest = now().credits[0]?.seq;
  const ask = () => call<Recent>("GET", `${stallPath}/recent`).then(
    (found) => { setRecent(found); setWhy(""); }, (error) => setWhy(error.message));
  useEffect(() => {
    ask();
    const again = setInterval(ask, FRESH_MS);
    return () => clearInterval(again);
  }, [newest]);
  const w = words();
  const last = recent?.last_credit_at;
  const heard = recent?.bank_heard_at ? new Date(recent.bank_heard_at) : null;
  const silent = recent !== null && (!heard || Date.now() - heard.getTime() > SILENT_MS);
  return (
    <section id="check" aria-labelledby="check-title">
      <Title id="check-title">{w.customerPaid}</Title>
      {why && <p class="hint" role="alert">{why}</p>}
      {recent && !why && recent.credits.length === 0 &&
        <p id="not-seen" class="verdict"><WarningIcon /><strong>{w.notSeen}</strong></p>}
      {recent && recent.credits.length > 0 && <h3>{w.lastMinutes(recent.minutes)}</h3>}
      <ol id="check-list" class="credits">
        {recent?.credits.map((each) => <CreditRow key={each.seq} credit={each} when={ageOf(each)} />)}
      </ol>
      {recent && <p id="contact">{last ? w.lastContact(formatMoment(new Date(last))) : w.neverContact}</p>}
      {recent && <p id="bank-heard">{heard ? w.bankHeard(formatMoment(heard)) : w.bankNotHeard} {silent && w.bankSilent}</p>}
      <p>{w.proof}</p>
      <button type="button" id="check-again" class="button" onClick={ask}>{w.checkAgain}</button>
      <button type="button" id="hide-check" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
