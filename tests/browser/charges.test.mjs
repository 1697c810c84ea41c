// The board's page of charges: from the price to the safe, by two people.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, origin } from "./market.mjs";

const options = { timeout: 300_000 };
const boardKey = new URL(gateway.info.board).searchParams.get("key");
const month = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit" })
  .format(new Date());

async function keyFor(role, name) {
  const answer = await fetch(`${origin}/v1/keys`, {
    method: "POST", body: JSON.stringify({ role, name }), headers: { Authorization: `Bearer ${boardKey}` },
  });
  assert.equal(answer.status, 201);
  return (await answer.json()).key;
}

async function openCharges(key) {
  const page = await openPage(browser, origin);
  await page.goto(`${origin}/board/charges?key=${key}`);
  return page;
}

async function send(page, form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`#${form} [name=${name}]`);
    await (name === "by" ? field.selectOption(value) : field.fill(value));
  }
  await page.click(`#${form} button`);
}

test("A month is priced, opened, collected, handed over and confirmed by another person", options, async () => {
  const board = await openCharges(boardKey);
  await send(board, "price", { tariff: "ve-sinh", name: "Phí vệ sinh", by: "stall", price: "20.000", from: month });
  await board.waitForSelector("text=Đã lưu đơn giá.");
  await send(board, "open", { month });
  await board.waitForSelector("text=Đã mở kỳ");
  assert.match(await board.innerText("#months"), /đang thu[^]*Phải thu 240\.000/);
  assert.match(await board.innerText("#debts"), /A12: 20\.000/);
  assert.equal(await board.locator('#debts a[href="/v1/stalls/A12/charge.svg"]').count(), 1);
  await board.click('[aria-label="Đã nhắc sạp A12"]');
  await board.waitForSelector("text=Đã ghi: nhắc sạp A12.");
  assert.match(await board.innerText("#debts"), /nhắc lúc \d\d\/\d\d\/\d{4}/);

  const collector = await openCharges(await keyFor("collector", "Trần Thị Hoa"));
  assert.equal(await collector.locator("#open, #price, #waiver").count(), 0);
  await send(collector, "collect", { stall: "A12", amount: "20.000" });
  await collector.waitForSelector("text=Đã ghi tiền mặt của sạp A12.");
  assert.doesNotMatch(await collector.innerText("#debts"), /A12/);
  await send(collector, "hand-over", { amount: "20.000" });
  await collector.waitForSelector("text=Đã ghi tiền nộp");
  assert.equal(await collector.locator("#hand-overs form").count(), 0);

  await board.reload();
  await board.waitForSelector("text=Trần Thị Hoa nộp 20.000");
  await board.click("#hand-overs button");
  await board.waitForSelector("text=Đã xác nhận tiền nộp.");
  assert.match(await board.innerText("#cash"), /Không ai giữ tiền mặt/);
  await board.click("text=Chốt kỳ thu");
  await board.click("text=Chốt kỳ thu thật?");
  await board.waitForSelector("text=đã chốt");
  await loadAxe(board);
  assert.deepEqual(await faults(board, "charges"), []);
  assert.equal(await overhang(board), 0);
  assert.deepEqual([...board.complaints, ...collector.complaints], []);
});

test("Whoever may not see the charges is sent to sign in", options, async () => {
  const page = await openCharges(await keyFor("ward", "Phường"));
  assert.match(page.url(), /sign-in|account|board/);
  assert.equal(await page.locator("#debts").count(), 0);
});
