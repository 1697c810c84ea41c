// Questions to the gateway, and what goes wrong as a sentence for the vendor.

import { leaveIfLocked } from "./lock";
import { words } from "./words";

const ANSWER_MS_MAX = 15_000;

export type Verdict = "paid" | "short" | "over" | "late" | "again" | "static" | "unmatched";

/** A credit as the stall's events tell it. */
export interface Credit {
  seq: number;
  amount: number;
  verdict: Verdict;
  request: string | null;
  reference: string | null;
  occurred_at: string;
  recorded_at: string;
  age_s?: number;
  /** In lists alone, where the notice named it. */
  payer_bank?: string | null;
}

export interface PaymentRequest {
  id: string;
  amount: number;
  amount_received: number;
  status: string;
  created_at: string;
  expires_at: string;
  memo: string;
  payload: string;
  pay_url: string;
  qr_svg: string;
}

/** `status` is 0 when there was no answer; `code` is the problem's own, where it has one. */
export class Refusal extends Error {
  constructor(why: string, readonly status = 0, readonly code = "") {
    super(why);
  }
}

export async function call<T>(method: string, path: string, body?: unknown,
                              within_ms = ANSWER_MS_MAX): Promise<T> {
  const w = words();
  const reasons: Record<string, string> = {
    not_vouched_for: w.notVouchedFor, needs_other_party: w.needsOther, key_too_new: w.tooNew,
  };
  const causes: Record<number, string> = {
    401: w.sessionOver, 403: w.notAllowed, 404: w.notThere,
    409: w.tooManyDevices, 429: w.tooFast, 503: w.busy,
  };
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(within_ms),
    });
  } catch {
    throw new Refusal(w.notSent);
  }
  if (response.status === 401) await leaveIfLocked(response);
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    const why = reasons[problem?.code] ?? causes[response.status] ?? w.notDone;
    throw new Refusal(why, response.status, problem?.code);
  }
  return (response.status === 204 ? null : await response.json()) as T;
}

export function findRequest(id: string): Promise<PaymentRequest> {
  return call("GET", `/v1/payment-requests/${encodeURIComponent(id)}`);
}
