// Sales that were made while the network was away, until the gateway knows them. Each has its id
// from the start, so sending one again never makes it twice. Kept on the phone: ids and amounts only.

import { place } from "./stall";

export interface Unsent {
  id: string;
  amount: number;
  /** By the phone's clock, ms. */
  made_at: number;
}

/** More are refused: nobody sells more by typed amounts while the line is down. */
export const UNSENT_MAX = 50;

const NAME = `unsent:${place.stall}`;

export function unsent(): Unsent[] {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.slice(0, UNSENT_MAX) : [];
  } catch {
    return [];
  }
}

function keep(sales: Unsent[]): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(sales));
  } catch {
    // The code still works: its money comes in by the stall's own memo.
  }
}

export function findUnsent(id: string): Unsent | undefined {
  return unsent().find((sale) => sale.id === id);
}

export function putUnsent(sale: Unsent): void {
  if (!findUnsent(sale.id)) keep([...unsent(), sale]);
}

export function dropUnsent(id: string): void {
  keep(unsent().filter((sale) => sale.id !== id));
}
