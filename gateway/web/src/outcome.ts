// The full screen that says what a credit meant. Shown only for an event of the ledger.

import { call, type Credit, type PaymentRequest } from "./api";
import { callVendor, type Look } from "./attention";
import { face, type Face } from "./face";
import { now, set } from "./store";
import { speakCredit } from "./speech";
import { stallPath } from "./stall";

const GREEN_MS = 5_000;

export interface Outcome extends Face {
  credit: Credit;
  /** Counts up, so that the fuse starts anew. */
  turn: number;
}

const covered: Outcome[] = [];
let timer = 0;
let turn = 0;

function draw(shown: Outcome | null): void {
  clearTimeout(timer);
  if (shown) shown.turn = ++turn;
  set({ shown });
  if (shown?.look === "good") timer = window.setTimeout(hide, GREEN_MS);
}

/** Green goes by itself; a warning that a newer credit had covered comes back. */
export function hide(): void {
  draw(covered.pop() ?? null);
}

/** How loudly: another sale's money must not sound like that of the open code. */
function callOf(looks: Face): Look {
  return looks.look === "good" && looks.other ? "warn" : looks.look;
}

/**
 * @param request the payment request of the credit as the API shows it now; null for none
 * @param waiting what an open code of another sale waits for; 0 for none
 */
export function tell(credit: Credit, request: PaymentRequest | null, waiting: number): void {
  const looks = face(credit, request, waiting);
  const before = now().shown;
  if (before && before.look !== "good") covered.push(before);
  set({ sayNow: looks.say });
  draw({ ...looks, credit, turn });
  addPayerBank(credit);
  speakCredit(credit, request, callVendor(callOf(looks)));
}

/** The payer's bank stands in lists alone: asked for behind the green, which never waits for it. */
async function addPayerBank({ seq }: Credit): Promise<void> {
  const { credits } = await call<{ credits: Credit[] }>("GET", `${stallPath}/credits?limit=5`).catch(() => ({ credits: [] }));
  const bank = credits.find((credit) => credit.seq === seq)?.payer_bank;
  const { shown } = now();
  if (bank && shown?.credit.seq === seq) set({ shown: { ...shown, credit: { ...shown.credit, payer_bank: bank } } });
}
