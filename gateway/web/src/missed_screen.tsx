// The list of what came while the line was lost. Never green: it is read, then put away.

import { formatAmount } from "../../pages/assets/money.js";
import { CreditRow } from "./credits";
import { now, set } from "./store";
import { words } from "./words";

export function MissedCredits() {
  const { missed } = now();
  if (missed.length === 0) return null;
  const w = words();
  const sum = missed.reduce((all, { amount }) => all + amount, 0);
  return (
    <section id="missed" class="missed" aria-labelledby="missed-title">
      <h2 id="missed-title">{w.missed(missed.length, formatAmount(sum))}</h2>
      <ol class="credits">{missed.map((each) => <CreditRow key={each.seq} credit={each} />)}</ol>
      <button type="button" id="missed-seen" class="button" onClick={() => set({ missed: [] })}>{w.back}</button>
    </section>
  );
}
