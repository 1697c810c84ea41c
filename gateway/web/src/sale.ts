// One sale on the screen: a payment request, its code, its time.

import { call, findRequest, Refusal, type Credit, type PaymentRequest } from "./api";
import { dropUnsent, findUnsent, putUnsent, unsent, UNSENT_MAX, type Unsent } from "./outbox";
import { place } from "./stall";
import { pictureOf, withAmount } from "./stall_code";
import { now, set, show } from "./store";
import { words } from "./words";

/** After so long without an answer the code is made on the phone; the gateway hears of it later. */
const REGISTER_MS_MAX = 5_000;

let attempt = { amount: 0, id: "" };
let ends_ms = 0;
let ticking = 0;

const NAME = `sale:${place.stall}`;

/** What is remembered so that a reloaded till shows its open sale again; of this tab alone. */
const memo = {
  keep(id: string, ends_at: number): void {
    try { sessionStorage.setItem(NAME, JSON.stringify({ id, ends_at })); } catch { /* keeps nothing */ }
  },
  kept(): { id: string; ends_at: number } | null {
    try { return JSON.parse(sessionStorage.getItem(NAME) ?? "null"); } catch { return null; }
  },
  forget(): void {
    try { sessionStorage.removeItem(NAME); } catch { /* keeps nothing */ }
  },
};

/** How long the code lives, in ms, by the server's own clock: the phone's may be wrong. */
function lifetime(request: PaymentRequest): number {
  return Date.parse(request.expires_at) - Date.parse(request.created_at);
}

/** Random and long enough that no two sales share it. Works without a secure context. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `till-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function register({ id, amount }: Pick<Unsent, "id" | "amount">): Promise<PaymentRequest> {
  return call("PUT", `/v1/payment-requests/${id}`, { stall: place.stall, amount, note: "" }, REGISTER_MS_MAX);
}

/** The sale as it stands while only the phone knows it: the stall's own code with the amount. */
function madeHere({ id, amount, made_at }: Unsent): PaymentRequest {
  return {
    id, amount, amount_received: 0, status: "pending", memo: place.memo, pay_url: "",
    created_at: new Date(made_at).toISOString(),
    expires_at: new Date(made_at + place.lifetime_ms).toISOString(),
    payload: withAmount(place.payload, amount), qr_svg: pictureOf(withAmount(place.payload, amount)),
  };
}

function tick(): void {
  const left_s = Math.max(0, (ends_ms - performance.now()) / 1000);
  if (left_s === 0) clearInterval(ticking);
  set({ left_s });
}

function draw(sale: PaymentRequest, left_ms: number): void {
  ends_ms = performance.now() + left_ms;
  clearInterval(ticking);
  ticking = window.setInterval(tick, 1000);
  show("sale", { sale, amount: 0, hint: "", say: words().codeMade, left_s: Math.max(0, left_ms / 1000) });
}

/** The request is the one on the screen. */
export function isShown(id: string | null): boolean {
  return id !== null && now().sale?.id === id;
}

/** Money by the stall's memo, of the amount on the screen, while the gateway does not know the sale. */
export function isUnsentMoney({ verdict, amount }: Credit): boolean {
  const { sale } = now();
  return verdict === "static" && sale?.amount === amount && findUnsent(sale.id) !== undefined;
}

/** What the code on the screen still waits for; 0 for none. */
export function waits(): number {
  const { sale, left_s } = now();
  return sale && left_s > 0 ? sale.amount : 0;
}

export function close(hint = ""): void {
  clearInterval(ticking);
  memo.forget();
  const { sale } = now();
  if (sale) dropUnsent(sale.id);
  show("enter", { sale: null, hint });
}

export async function cancel(): Promise<void> {
  const { sale, left_s } = now();
  if (!sale) return;
  const known = !findUnsent(sale.id);
  close();
  if (left_s === 0 || !known) return;
  await call("POST", `/v1/payment-requests/${sale.id}/cancel`)
    .catch((why) => set({ hint: why.message }));
}

function drawUnsent(sale: Unsent): void {
  memo.keep(sale.id, sale.made_at + place.lifetime_ms);
  draw(madeHere(sale), sale.made_at + place.lifetime_ms - Date.now());
}

/** The code that needs no network. The gateway hears of it by sendUnsent(). */
function openHere(id: string, amount: number): void {
  if (unsent().length >= UNSENT_MAX) return set({ hint: words().tooManyUnsent });
  const sale = { id, amount, made_at: Date.now() };
  putUnsent(sale);
  drawUnsent(sale);
}

/** Asks for a code. The same amount again after a failure is the same sale, made once. */
export async function open(amount: number): Promise<void> {
  if (amount === 0 || now().making) return;
  if (attempt.amount !== amount) attempt = { amount, id: newId() };
  set({ making: true });
  try {
    const sale = await register(attempt);
    memo.keep(sale.id, Date.now() + lifetime(sale));
    draw(sale, lifetime(sale));
    attempt = { amount: 0, id: "" };
  } catch (why) {
    if (!(why instanceof Refusal)) throw why;
    if (why.status !== 0) return show("enter", { hint: why.message });
    openHere(attempt.id, amount);
    attempt = { amount: 0, id: "" };
  } finally {
    set({ making: false });
  }
}

/** What came in by the stall's own memo before the gateway heard of the sale. */
function moneyOf(sale: Unsent): Credit | undefined {
  const made_at = Math.floor(sale.made_at / 1000) * 1000;  // banks tell whole seconds
  return now().credits.find(({ verdict, amount, occurred_at }) =>
    verdict === "static" && amount === sale.amount && Date.parse(occurred_at) >= made_at);
}

/** The money of the code on the screen, where only the phone knows the sale and it has come already. */
export function moneyOfUnsent(): Credit | undefined {
  const sale = findUnsent(now().sale?.id ?? "");
  return sale && moneyOf(sale);
}

/**
 * Registers the sales that only the phone knows, once the line is up and all that was missed is told. What
 * was paid meanwhile, or is over, needs no request: an old one would wait for another's money.
 */
export async function sendUnsent(): Promise<void> {
  for (const sale of unsent()) {
    if (moneyOf(sale) || Date.now() > sale.made_at + place.lifetime_ms) {
      dropUnsent(sale.id);
      continue;
    }
    try {
      const known = await register(sale);
      const { sale: shown } = now();
      // The code that the shopper may be scanning stays.
      if (shown?.id === sale.id) set({ sale: { ...known, qr_svg: shown.qr_svg, memo: shown.memo } });
    } catch (why) {
      if (why instanceof Refusal && why.status === 0) return;
    }
    dropUnsent(sale.id);
  }
}

/** A reloaded till without a network shows the sale that only it knows. */
export function resumeHere(): void {
  const before = memo.kept();
  const sale = before && !now().sale && findUnsent(before.id);
  if (sale) drawUnsent(sale);
}

/**
 * Shows the sale again that was open before the page was loaded anew, if it still waits.
 * @returns the id of one that waits no longer; empty for none. Throws when the server cannot be
 *   asked now.
 */
export async function resume(): Promise<string> {
  const before = memo.kept();
  if (!before || now().sale) return "";
  if (findUnsent(before.id)) {
    resumeHere();
    return "";
  }
  let found: PaymentRequest;
  try {
    found = await findRequest(before.id);
  } catch (why) {
    if (!(why instanceof Refusal) || why.status !== 404) throw why;
    memo.forget();
    return "";
  }
  if (now().sale) return "";
  if (found.status !== "pending") {
    memo.forget();
    return before.id;
  }
  draw(found, Math.min(before.ends_at - Date.now(), lifetime(found)));
  return "";
}
