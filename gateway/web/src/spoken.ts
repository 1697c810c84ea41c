// Which words are spoken for a credit: the verdict first where it is not plain.

import type { Credit } from "./api";
import { amountWords } from "./amount_words";

/** Below this, in đồng, a credit is an alarm: it is rarely what was meant. */
const TINY = 1_000;
/** So many credits wait at most; more are read as one sum. */
export const WAITING_MAX = 3;

const openings: Record<string, string[]> = {
  short: ["chú ý", "nhận thiếu", "chỉ nhận"],
  over: ["nhận thừa", "đã nhận"],
  late: ["tiền về muộn"],
  again: ["chú ý", "nhận trùng"],
  unmatched: ["chú ý", "chưa khớp"],
};

function money(amount: number): string[] {
  return [...amountWords(amount), "đồng"];
}

/** The clips for one credit. @param asked what its code asked for; 0 when nobody knows */
export function creditClips({ verdict, amount }: Pick<Credit, "verdict" | "amount">, asked = 0): string[] {
  if (amount < TINY) return ["chú ý", "chỉ nhận", ...money(amount)];
  const said = [...(openings[verdict] ?? ["đã nhận"]), ...money(amount)];
  return verdict === "short" && asked > 0 ? [...said, "cần", ...money(asked)] : said;
}

/** One sentence for several credits: how often, and how much in all. */
export function summaryClips(amounts: number[]): string[] {
  const sum = amounts.reduce((all, each) => all + each, 0);
  return ["đã nhận", ...amountWords(amounts.length), "lượt", "tổng", ...money(sum)];
}

/** How letters are called. */
const letters: Record<string, string> = {
  A: "a", B: "bê", C: "xê", D: "đê", E: "e", F: "ép phờ", G: "giê", H: "hát", I: "i ngắn", J: "gi", K: "ca",
  L: "en lờ", M: "em mờ", N: "en nờ", O: "o", P: "pê", Q: "cu", R: "e rờ", S: "ét sì", T: "tê", U: "u", V: "vê",
  W: "vê kép", X: "ích xì", Y: "i dài", Z: "dét",
};

/** A stall's number, letters by name, digits one by one, as it is called out: A12 → sạp a một hai. */
export function stallClips(stall: string): string[] {
  const signs = [...stall.toUpperCase()];
  return ["sạp", ...signs.flatMap((sign) => (/[0-9]/.test(sign) ? amountWords(Number(sign)) : letters[sign] ?? []))];
}
