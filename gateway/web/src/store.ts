// Everything that the screens show, in one place; a change draws them again.

import type { Credit, PaymentRequest } from "./api";
import type { Held } from "./held";
import type { Outcome } from "./outcome";
import { readSettings, type Settings } from "./settings";
import { place } from "./stall";

export type View = "enter" | "sale" | "fixed" | "devices" | "check" | "day" | "settings" | "held";
export type Link = "wait" | "up" | "down" | "ended";

export interface State {
  view: View;
  amount: number;
  /** Shown under the amount. */
  hint: string;
  making: boolean;
  sale: PaymentRequest | null;
  /** Seconds that the code on the screen still lives; 0 when it has ended. */
  left_s: number;
  link: Link;
  /** When the line was last known to be up. */
  contact: Date;
  /** Newest first. */
  credits: Credit[];
  /** What came while the line was lost, until somebody has seen it. */
  missed: Credit[];
  shown: Outcome | null;
  settings: Settings;
  /** The browser lets the page sound: it was touched. */
  audible: boolean;
  /** The browser would put the till on the phone's home screen. */
  installable: boolean;
  /** This phone is woken when money comes; "none" where it cannot be. */
  hints: "none" | "off" | "on";
  /** Why that could not be changed. */
  hintsHow: string;
  /** Somebody asked for another account, and it is not done or taken back yet. */
  payeeWaits: boolean;
  /** Money that was perhaps told twice, and waits for the household's word. */
  held: Held[];
  /** Said politely, and at once, by a screen reader. */
  say: string;
  sayNow: string;
}

let state: State = {
  view: "enter", amount: 0, hint: "", making: false, sale: null, left_s: 0, link: "wait",
  contact: new Date(), credits: [], missed: [], shown: null, settings: readSettings(), audible: false, installable: false,
  hints: "none", hintsHow: "", payeeWaits: place.payeeWaits, held: [], say: "", sayNow: "",
};
let draw: () => void = () => {};

export function now(): State {
  return state;
}

export function set(change: Partial<State>): void {
  state = { ...state, ...change };
  draw();
}

/** @param redraw called after every change */
export function onChange(redraw: () => void): void {
  draw = redraw;
}

export function show(view: View, more: Partial<State> = {}): void {
  set({ view, ...more });
  scrollTo(0, 0);
}
