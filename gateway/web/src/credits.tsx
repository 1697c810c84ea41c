// Credits as rows: time, word, sum.

import { AMOUNT_TINY, formatAmount, formatMoment } from "../../pages/assets/money.js";
import type { Credit } from "./api";
import type { Look } from "./attention";
import { place } from "./stall";
import { now, show } from "./store";
import { words } from "./words";

const SHOWN_MAX = 20;

const looks: Record<string, Look> = { paid: "good", static: "good", short: "bad" };

/** The colour of a credit; a tiny one is never green. */
export function lookOf({ verdict, amount }: Credit): Look {
  const look = looks[verdict] ?? "warn";
  return look === "good" && amount < AMOUNT_TINY ? "bad" : look;
}

function wordOf(credit: Credit): string {
  const w = words();
  const tiny = lookOf(credit) === "bad" && credit.verdict !== "short";
  return tiny ? w.underThousand : w.verdicts[credit.verdict] ?? w.checking;
}

/** @param when instead of the time of the credit */
export function CreditRow({ credit, when }: { credit: Credit; when?: string }) {
  return (
    <li data-look={lookOf(credit)}>
      <span class="time">{when ?? formatMoment(new Date(credit.occurred_at))}</span>
      <span class="what"><span class="word">{wordOf(credit)}</span>{credit.payer_bank && <small>{credit.payer_bank}</small>}</span>
      <span class="sum">{formatAmount(credit.amount)}</span>
    </li>
  );
}

export function RecentCredits() {
  const { credits } = now();
  const w = words();
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{w.recent}</h2>
      <ol id="credits" class="credits">
        {credits.slice(0, SHOWN_MAX).map((each) => <CreditRow key={each.seq} credit={each} />)}
      </ol>
      {credits.length === 0 && <p id="no-credits">{w.noCredits}</p>}
      {place.household && <button type="button" id="show-devices" class="quiet" onClick={() => show("devices")}>{w.devices}</button>}
    </section>
  );
}
