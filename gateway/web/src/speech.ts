// Which words are spoken for a credit. Until voice clips are there, nothing is.

import type { Credit, PaymentRequest } from "./api";

export function speakCredit(_credit: Credit, _request: PaymentRequest | null, _after_s: number): void {}
