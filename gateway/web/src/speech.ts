// Speaks credits in the order in which they came; when too many wait, their sum.

import type { Credit, PaymentRequest } from "./api";
import { creditClips, stallClips, summaryClips, WAITING_MAX } from "./spoken";
import { place } from "./stall";
import { now } from "./store";
import { say } from "./voice";

interface Waiting {
  clips: string[];
  amount: number;
  after_s: number;
}

let waiting: Waiting[] = [];
let speaking = false;

/** What is said next: one credit, or all that wait as one sum. */
function takeNext(): Waiting {
  if (waiting.length <= WAITING_MAX) return waiting.shift()!;
  const all = waiting;
  waiting = [];
  return { clips: summaryClips(all.map((each) => each.amount)), amount: 0, after_s: 0 };
}

async function speak(): Promise<void> {
  if (speaking) return;
  speaking = true;
  while (waiting.length > 0) {
    const { clips, after_s } = takeNext();
    const prefix = now().settings.sayStall ? stallClips(place.stall) : [];
    const takes_s = await say([...prefix, ...clips], after_s);
    await new Promise((done) => { setTimeout(done, takes_s * 1000); });
  }
  speaking = false;
}

/** @param after_s seconds that the tones before the words take */
export function speakCredit(credit: Credit, request: PaymentRequest | null, after_s: number): void {
  if (!now().settings.voice || !now().audible) return;
  waiting.push({ clips: creditClips(credit, request?.amount), amount: credit.amount, after_s });
  speak();
}

/** What came while the line was lost, once. */
export function speakSummary(amounts: number[]): void {
  if (!now().settings.voice || !now().audible || amounts.length === 0) return;
  waiting.push({ clips: summaryClips(amounts), amount: 0, after_s: 0 });
  speak();
}

export function testVoice(): void {
  waiting.push({ clips: creditClips({ verdict: "paid", amount: 85_000 }), amount: 85_000, after_s: 0 });
  speak();
}
