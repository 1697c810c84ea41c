// The page that a sticker's printed address leads to: what is registered, to be compared with the
// sticker before one, and a word about the sticker's issue.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, origin } from "./market.mjs";

const options = { timeout: 300_000 };

/** "/s/JXF…-1" of the stall, as the memo and the issue make it. */
async function address(stall) {
  const { stalls } = await api("/v1/stalls");
  const found = stalls.find((each) => each.stall === stall);
  const page = await (await fetch(`${origin}/t/ha-long-1/${stall}`)).text();
  const [memo] = page.match(/[A-Z]{3}[0-9A-Z]{8}/);
  return `/s/${memo}-${found.sticker_issue}`;
}

test("The address on a sticker leads to its stall, and shows no more than the sticker does", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await page.goto(origin + await address("A12"));
  const text = await page.innerText("main");
  assert.match(text, /So với tem trước mặt/);
  assert.match(text, /Sạp A12/);
  assert.match(await page.innerText("#issue"), /Tem số 1 đang dùng/);
  assert.match(text, /••••\d{4}/);
  assert.doesNotMatch(text, /\d{7,}|Hộ KD/, "no whole account, no household");
  assert.equal(await overhang(page), 0);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "stall"), []);
  assert.deepEqual(page.complaints, []);
});

test("An issue that was never printed is called out, in either case of the letters", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  const newest = await address("A12");
  await page.goto(origin + newest.replace(/-\d+$/, "-7").toLowerCase());
  assert.match(await page.innerText("#issue.bad"), /Tem số 7 chưa từng được in/);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "never printed"), []);
  await page.goto(origin + newest.replace(/-\d+$/, ""));
  assert.equal(await page.locator("#issue").count(), 0);
});

test("A code of no stall gives the friendly page, whatever is wrong with it", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  const newest = await address("A12");
  for (const path of ["/s/JXF00000000-1", "/s/none", `${newest}x`, `${newest.replace(/-\d+$/, "-0")}`]) {
    const answer = await page.goto(origin + path);
    assert.equal(answer.status(), 404, path);
    assert.match(await page.innerText("main"), /Không có tem nào mang mã này/);
  }
  await loadAxe(page);
  assert.deepEqual(await faults(page, "no such sticker"), []);
});
