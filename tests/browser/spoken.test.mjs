// What the till says aloud, word by word; the till's own modules, bundled as the build does it.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { bundled, web } from "./bundled.mjs";

const { amountWords } = await bundled("amount_words.ts");
const { creditClips, stallClips, summaryClips } = await bundled("spoken.ts");
const clips = Object.values(JSON.parse(readFileSync(new URL("voice/clips.json", web), "utf8")));
const said = (words) => words.join(" ");

test("Amounts are read as vendors read them", () => {
  const cases = [
    [0, "không"], [4, "bốn"], [11, "mười một"], [31, "ba mươi mốt"], [44, "bốn mươi tư"], [95, "chín mươi lăm"],
    [204, "hai trăm linh bốn"], [1_000, "một nghìn"], [20_005, "hai mươi nghìn không trăm linh năm"],
    [85_000, "tám mươi lăm nghìn"], [1_000_001, "một triệu không trăm linh một"],
    [499_999_999, "bốn trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"],
    [3_000_000_000, "ba tỷ"],
  ];
  for (const [dong, words] of cases) assert.equal(said(amountWords(dong)), words);
});

const vectors = new URL("../../../shared/vectors/vi_amounts.tsv", import.meta.url);
test("Amounts are read as the reference reads them", { skip: !existsSync(vectors) }, () => {
  const rows = readFileSync(vectors, "utf8").split("\n").filter((line) => /^\d/.test(line));
  assert.ok(rows.length > 0);
  for (const row of rows) {
    const [dong, words] = row.trim().split("\t");
    if (Number.isSafeInteger(Number(dong))) assert.equal(said(amountWords(Number(dong))), words, dong);
  }
});

test("The verdict is said before the sum where it is not plain", () => {
  const cases = [
    [{ verdict: "paid", amount: 85_000 }, 0, "đã nhận tám mươi lăm nghìn đồng"],
    [{ verdict: "static", amount: 200 }, 0, "chú ý chỉ nhận hai trăm đồng"],
    [{ verdict: "short", amount: 200 }, 200_000, "chú ý chỉ nhận hai trăm đồng"],
    [{ verdict: "short", amount: 5_000 }, 20_000,
      "chú ý nhận thiếu chỉ nhận năm nghìn đồng cần hai mươi nghìn đồng"],
    [{ verdict: "over", amount: 30_000 }, 20_000, "nhận thừa đã nhận ba mươi nghìn đồng"],
    [{ verdict: "late", amount: 50_000 }, 0, "tiền về muộn năm mươi nghìn đồng"],
  ];
  for (const [credit, asked, words] of cases) assert.equal(said(creditClips(credit, asked)), words);
  assert.equal(said(summaryClips([50_000, 100_000, 50_000])), "đã nhận ba lượt tổng hai trăm nghìn đồng");
});

test("A stall is called by its letter and its digits", () => {
  assert.equal(said(stallClips("A12")), "sạp a một hai");
  assert.equal(said(stallClips("KT-05")), "sạp ca tê không năm");
});

test("Every word that can be said has a clip", () => {
  const all = ["short", "over", "late", "again", "unmatched", "paid", "static"].flatMap((verdict) =>
    [7, 24, 115, 1_204_021, 499_999_999, 5_000_000_000].flatMap((amount) => creditClips({ verdict, amount }, amount)));
  for (const clip of [...all, ...stallClips("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890"), ...summaryClips([1, 2])]) {
    assert.ok(clips.includes(clip), clip);
  }
});
