// One sale on the screen: a payment request, its code, its time.

import { call, findRequest, Refusal, type PaymentRequest } from "./api";
import { place } from "./stall";
import { now, set, show } from "./store";
import { words } from "./words";

let attempt = { amount: 0, key: "" };
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
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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

/** What the code on the screen still waits for; 0 for none. */
export function waits(): number {
  const { sale, left_s } = now();
  return sale && left_s > 0 ? sale.amount : 0;
}

export function close(hint = ""): void {
  clearInterval(ticking);
  memo.forget();
  show("enter", { sale: null, hint });
}

export async function cancel(): Promise<void> {
  const { sale, left_s } = now();
  if (!sale) return;
  close();
  if (left_s === 0) return;
  await call("POST", `/v1/payment-requests/${sale.id}/cancel`)
    .catch((why) => set({ hint: why.message }));
}

/** Asks for a code. The same amount again after a failure is the same sale, made once. */
export async function open(amount: number): Promise<void> {
  if (amount === 0 || now().making) return;
  if (attempt.amount !== amount) attempt = { amount, key: randomKey() };
  set({ making: true });
  try {
    const sale = await call<PaymentRequest>(
      "POST", "/v1/payment-requests", { stall: place.stall, amount, note: "" },
      { "Idempotency-Key": attempt.key });
    attempt = { amount: 0, key: "" };
    memo.keep(sale.id, Date.now() + lifetime(sale));
    draw(sale, lifetime(sale));
  } catch (why) {
    if (!(why instanceof Refusal)) throw why;
    show("enter", { hint: why.message });
  } finally {
    set({ making: false });
  }
}

/**
 * Shows the sale again that was open before the page was loaded anew, if it still waits.
 * @returns the id of one that waits no longer; empty for none. Throws when the server cannot be
 *   asked now.
 */
export async function resume(): Promise<string> {
  const before = memo.kept();
  if (!before || now().sale) return "";
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
