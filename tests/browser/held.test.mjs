// Money that was perhaps told twice, of a household that does not let the board see: its own till asks.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { comeIn } from "./first_pin.mjs";
import { browser, gateway, origin } from "./market.mjs";
import { openTill, putAway } from "./sale.mjs";
import { tellers } from "./told_twice.mjs";

const options = { timeout: 300_000 };
const { importStatement, notice } = tellers(gateway.info);

const held = () => fetch(`${origin}/v1/held`, {
  headers: { Authorization: `Bearer ${new URL(gateway.info.till).searchParams.get("key")}` },
}).then((answer) => answer.json());

test("The household's till asks whether money came once or twice, and each way out takes two presses", options, async () => {
  await importStatement(61_000, 42_000);
  await notice(61_000);
  await notice(42_000);
  assert.equal((await held()).held.length, 2);
  const till = await openPage(browser, origin, { width: 320, height: 568 });
  await openTill(till, gateway.info);
  await till.click("#show-held");
  const wrong = [];
  const look = async (name) => {
    await loadAxe(till);
    wrong.push(...await faults(till, name));
  };
  await look("held");
  const card = (sum) => till.locator("li.held", { hasText: sum });
  assert.match(await card("61.000").innerText(), /Sao kê đã có: \d\d\/\d\d\/\d{4}[^]*Ngân hàng báo:/);

  await card("61.000").locator('[data-say="same"]').click();
  assert.match(await card("61.000").locator('[data-say="same"]').innerText(), /thật\? Bấm lần nữa/);
  assert.equal((await held()).held.length, 2);
  await card("61.000").locator('[data-say="same"]').click();
  await card("61.000").waitFor({ state: "detached" });

  await card("42.000").locator('[data-say="other"]').click();
  await card("42.000").locator('[data-say="other"]').click();
  await card("42.000").waitFor({ state: "detached" });
  assert.equal(await till.innerText("#held-none"), "Không có khoản nào chờ xác nhận.");
  assert.equal((await held()).held.length, 0);
  await putAway(till);
  await look("nothing held");
  await till.click("#hide-held");
  assert.equal(await till.locator("#show-held").count(), 0);
  assert.deepEqual([...wrong, ...till.complaints], []);
});

test("A helper is not asked", options, async () => {
  await importStatement(53_000);
  await notice(53_000);
  const till = await openPage(browser, origin);
  await openTill(till, gateway.info);
  await till.click("#show-devices");
  await till.fill("#device-name", "Em Lan");
  const answer = till.waitForResponse((response) => response.url().endsWith("/v1/invitations"));
  await till.click("#invite-helper");
  const helper = await openPage(browser, origin);
  await helper.goto((await (await answer).json()).url);
  await comeIn(helper);
  await helper.waitForSelector('#link[data-state="up"]');
  await helper.waitForTimeout(300);
  assert.equal(await helper.locator("#show-held").count(), 0);
  assert.deepEqual(helper.complaints, []);
});
