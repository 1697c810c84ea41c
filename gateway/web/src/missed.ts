// What came while the line was lost: said once, as one sum, instead of one by one.

import { formatAmount } from "../../pages/assets/money.js";
import type { Credit } from "./api";
import { speakSummary } from "./speech";
import { set } from "./store";
import { words } from "./words";

/** What comes so long, in ms, after the line is back belongs to what was missed. */
const GATHER_MS = 400;
const ONE_BY_ONE_MAX = 1;

/**
 * Gathers the credits that come at once behind a lost line.
 * @param tell shows one credit as it always is shown
 */
export function gatherer(tell: (credit: Credit) => void) {
  let open = false;
  let gathered: Credit[] = [];

  const end = () => {
    open = false;
    const missed = gathered;
    gathered = [];
    if (missed.length <= ONE_BY_ONE_MAX) {
      missed.forEach(tell);
      return;
    }
    const amounts = missed.map(({ amount }) => amount);
    const sum = amounts.reduce((all, each) => all + each, 0);
    set({ sayNow: words().missed(amounts.length, formatAmount(sum)), missed });
    speakSummary(amounts);
  };
  return {
    /** The line is up again: what comes now may have been missed. */
    lineBack(): void {
      open = true;
      setTimeout(end, GATHER_MS);
    },
    take(credit: Credit): void {
      if (open) gathered.push(credit);
      else tell(credit);
    },
  };
}
