// Words and colour for a credit. The colour is never the only sign, and the largest number is what
// the vendor must act on: what came, or what is missing.

import { AMOUNT_TINY, formatAmount } from "../../pages/assets/money.js";
import type { Credit, PaymentRequest } from "./api";
import type { Look } from "./attention";
import { words } from "./words";

export interface Face {
  look: Look;
  word: string;
  amount: number;
  detail: string;
  say: string;
  /** What is missing of the request; 0 for nothing, or nobody knows. */
  missing: number;
  /** While an open code of another sale waits. */
  other: boolean;
}

function shortFace(got: number, request: PaymentRequest | null): Partial<Face> {
  const w = words();
  if (!request) return { look: "bad", word: w.shortOnly, say: w.sayShort(formatAmount(got)) };
  const missing = request.amount - request.amount_received;
  const [asked, received, lacks] =
    [request.amount, request.amount_received, missing].map(formatAmount);
  return {
    look: "bad", word: w.short, amount: missing, missing, detail: w.receivedOf(received, asked),
    say: w.sayMissing(lacks, asked, received),
  };
}

function overFace(got: number, request: PaymentRequest | null): Partial<Face> {
  const w = words();
  const detail = request
    ? w.surplus(formatAmount(request.amount), formatAmount(request.amount_received - request.amount))
    : "";
  return { look: "warn", word: w.over, detail, say: w.sayOver(formatAmount(got)) };
}

function plainFace(credit: Credit): Partial<Face> {
  const w = words();
  const got = formatAmount(credit.amount);
  if (credit.amount < AMOUNT_TINY) {
    return { look: "bad", word: w.tiny, detail: w.underThousand, say: w.sayTiny(got) };
  }
  return {
    look: "good", word: w.received,
    detail: credit.verdict === "static" ? w.viaStallCode : w.full, say: w.sayReceived(got),
  };
}

function ownFace(credit: Credit, request: PaymentRequest | null): Partial<Face> {
  const w = words();
  const got = formatAmount(credit.amount);
  switch (credit.verdict) {
    case "short": return shortFace(credit.amount, request);
    case "over": return overFace(credit.amount, request);
    case "late": return { look: "warn", word: w.late, detail: w.lateWhy, say: w.sayLate(got) };
    case "again": return { look: "warn", word: w.again, detail: w.againWhy, say: w.sayAgain(got) };
    case "unmatched": return { look: "warn", word: w.unmatched, say: w.sayUnmatched(got) };
    default: return plainFace(credit);
  }
}

/** The same while an open code of another sale waits: must not be taken for that code's money. */
function otherFace(looks: Face, credit: Credit, waiting: number): Face {
  const w = words();
  const fixed = credit.verdict === "static";
  const told = w.stillWaits(fixed, formatAmount(waiting));
  const say = `${looks.say} ${told}.`;
  if (looks.look !== "good") {
    return { ...looks, say, other: true, detail: [looks.detail, told].filter(Boolean).join(". ") };
  }
  return { ...looks, say, other: true, word: fixed ? w.viaStallCode : w.otherReceived, detail: told };
}

/** @param waiting what an open code of another sale waits for; 0 for none */
export function face(credit: Credit, request: PaymentRequest | null, waiting = 0): Face {
  const looks: Face = {
    look: "warn", word: "", amount: credit.amount, detail: "", say: "", missing: 0, other: false,
    ...ownFace(credit, request),
  };
  return waiting > 0 ? otherFace(looks, credit, waiting) : looks;
}
