// The live line: green comes from one place only, a credit event of the stall's ledger stream.

import { listen } from "../../pages/assets/feed.js";
import { formatClock } from "../../pages/assets/money.js";
import { call, findRequest, Refusal, type Credit } from "./api";
import { askHeld } from "./held";
import { restsUnseen } from "./hints";
import { askIfLocked } from "./lock";
import { gatherer } from "./missed";
import { unsent } from "./outbox";
import { tell } from "./outcome";
import { onPayeeChange } from "./payee_change";
import { close, isShown, isUnsentMoney, moneyOfUnsent, resume, resumeHere, sendUnsent, waits } from "./sale";
import { place, stallPath } from "./stall";
import { now, set, show, type Link } from "./store";
import { words } from "./words";

const CREDITS_KEPT = 200;
const SLOW_MS = 1_500;
/** After no answer, while the line is up. */
const ASK_AGAIN_MS = 2_000;

/** The newest credit of the ledger that this till has been told of. */
let told = 0;
/** The newest that there was when the line came back; before it is told, a code may be paid already. */
let missedUpTo = Infinity;
let askedTimes = 0;

/** Credits by their place in the ledger: an event and the list may both bring one. */
export function addCredits(more: Credit[]): void {
  const known = new Map(now().credits.map((credit) => [credit.seq, credit]));
  for (const credit of more) known.set(credit.seq, credit);
  set({ credits: [...known.values()].sort((a, b) => b.seq - a.seq).slice(0, CREDITS_KEPT) });
}

function noLaterThan(ms: number): Promise<null> {
  return new Promise((done) => { setTimeout(done, ms, null); });
}

async function announce(credit: Credit): Promise<void> {
  // What is missing or too much stands in the request. Without it the words still hold, so a slow
  // answer does not keep the vendor waiting.
  const unequal = credit.verdict === "short" || credit.verdict === "over";
  const request = unequal && credit.request
    ? await Promise.race([findRequest(credit.request).catch(() => null), noLaterThan(SLOW_MS)])
    : null;
  if (isShown(credit.request) || isUnsentMoney(credit)) close();
  const aside = ["fixed", "check"].includes(now().view);
  if (aside && credit.verdict === "static") show("enter");
  tell(credit, request, waits());
}

const missed = gatherer(announce);

/** What waits may be sent once everything is told that there was: it is known then what was paid. */
function sendIfAllIsTold(): void {
  if (told < missedUpTo) return;
  missedUpTo = Infinity;
  sendUnsent();
}

/** The line is up: what was missed comes, however slowly; up to where is asked. */
async function sendWhenAllIsTold(): Promise<void> {
  const mine = ++askedTimes;
  if (unsent().length === 0) return;
  const answer = await call<{ credits: Credit[] }>("GET", `${stallPath}/credits?limit=1`).catch(() => null);
  if (mine !== askedTimes) return;
  if (answer) {
    missedUpTo = answer.credits[0]?.seq ?? 0;
    sendIfAllIsTold();
  } else if (now().link === "up") {
    setTimeout(sendWhenAllIsTold, ASK_AGAIN_MS);
  }
}

function onTold({ seq }: { seq: number }): void {
  told = Math.max(told, seq);
  sendIfAllIsTold();
}

function onCredit(credit: Credit): void {
  addCredits([credit]);
  // The open code's own money is never put into a sum.
  if (isShown(credit.request) || isUnsentMoney(credit)) announce(credit);
  else missed.take(credit);
  onTold(credit);
}

function onRequest({ request, status }: { request: string; status: string }): void {
  if (status === "cancelled" && isShown(request)) close();
}

/** What the bar says of a line that is not up. */
export function lostWords(): string {
  const { link, contact } = now();
  return link === "ended" ? words().linkEnded : words().offline(formatClock(contact));
}

function onState(connected: boolean, status: number): void {
  const before = now().link;
  const ended = status === 401 || status === 403;
  const link: Link = connected ? "up" : ended ? "ended" : "down";
  if (link === before) return;
  if (before === "up") set({ contact: new Date() });
  set({ link });
  if (ended) askIfLocked();
  if (connected) {
    sendWhenAllIsTold();
    askHeld();
  }
  if (before === "wait") return;
  if (connected) missed.lineBack();
  set({ say: connected ? words().connectedAgain : "", sayNow: connected ? "" : lostWords() });
}

function startLater(status: number): void {
  onState(false, status);
  resumeHere();
  setTimeout(start, 2000);
}

/**
 * The last credits first, then everything behind them: no credit can fall between the two. The sale
 * that was open before a reload, or made without a network, is looked for in between, so its money is told
 * whenever it came.
 */
export async function start(): Promise<void> {
  const answer = await fetch(`${stallPath}/credits?limit=20`, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return startLater(answer?.status ?? 0);
  const { credits } = (await answer.json()) as { credits: Credit[] };
  addCredits(credits);
  told = Math.max(told, credits[0]?.seq ?? 0);
  let settled: string;
  try {
    settled = await resume();
  } catch (why) {
    return startLater(why instanceof Refusal ? why.status : 0);
  }
  const came = settled ? credits.find((credit) => credit.request === settled) : moneyOfUnsent();
  if (came) onCredit(came);
  listen(`${stallPath}/events`, {
    cursor: `${place.market}:${credits[0]?.seq ?? 0}`,
    handlers: { credit: onCredit, late_credit: onTold, request: onRequest, payee_change: onPayeeChange },
    onState,
    restsUnseen,
  });
}
