// A change of a stall's payee account, pressed through by both sides until the old code is outdated.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { api, browser, gateway, openRequest, origin } from "./market.mjs";

const options = { timeout: 300_000 };
const COOL_OFF_S = 24 * 3600;

async function openBoard(path) {
  const page = await openPage(browser, origin);
  await page.goto(gateway.info.board);
  await page.goto(origin + path);
  return page;
}

async function openSettings() {
  const till = await openPage(browser, origin);
  await till.goto(gateway.info.till);
  await till.click("#show-settings");
  return till;
}

async function askOn(page, account) {
  await page.fill("#payee-bank", "MB");
  await page.fill("#payee-account", account);
  await page.fill("#payee-holder", "HKD TRAN THU HA");
}

/** The first press asks, the second does it. */
async function pressTwice(page, button) {
  await page.click(button);
  assert.match(await page.innerText(button), /thật\? Bấm lần nữa/);
  await page.click(button);
}

const verdict = async (payload) =>
  (await api("/v1/codes/check", "POST", JSON.stringify({ payload, stall: "A12" }))).verdict;

const payloadOf = async (amount) => (await openRequest(amount)).payload;

/** Before the wait is over nobody can complete it; after it the board does. */
async function waitAndComplete() {
  const page = await openBoard("/board/payee-changes");
  assert.equal(await page.locator('.case[data-status="cooling"]').count(), 1);
  assert.equal(await page.locator('[data-step="complete"], [data-step="approve"]').count(), 0);
  await api("/sandbox/clock", "POST", JSON.stringify({ advance_s: COOL_OFF_S }));
  await page.reload();
  await pressTwice(page, '[data-step="complete"]');
  await page.waitForSelector("text=Không có đề nghị nào đang chờ");
  assert.match(await page.innerText("#said"), /Tem cũ không còn đúng/);
  return page.complaints;
}

test("The board asks, the household agrees, and after the wait the old code is outdated", options, async () => {
  const old = await payloadOf(85_000);
  assert.equal(await verdict(old), "genuine");
  const till = await openPage(browser, origin);
  await till.goto(gateway.info.till);
  await till.waitForSelector('#link[data-state="up"]');
  assert.equal(await till.locator("#payee-notice").count(), 0);
  const top = (await till.locator("#make").boundingBox()).y;
  const board = await openBoard("/board/stalls/A12");
  await askOn(board, "0901234567");
  await pressTwice(board, "#payee button");
  await board.waitForSelector("text=Đã gửi đề nghị");
  // The till says so at once, and after a reload too; nobody need open the settings to hear of it.
  await till.waitForSelector("#payee-notice");
  assert.equal((await till.locator("#make").boundingBox()).y, top);
  await till.reload();
  await till.click("#payee-notice");
  await till.waitForSelector("#payee-approve");
  await till.waitForFunction(() => document.getElementById("payee-approve").getBoundingClientRect().bottom <= innerHeight);
  assert.match(await till.innerText("#payee"), /4567[^]*HKD TRAN THU HA[^]*Chờ bên kia đồng ý/);
  await till.click("#payee-approve");
  assert.match(await till.innerText("#payee-approve"), /Bấm lần nữa/);
  assert.match(await till.innerText("#payee-state"), /Chờ bên kia đồng ý/);
  await till.click("#payee-approve");
  await till.waitForFunction(() => document.getElementById("payee-state").textContent.includes("đang chờ đủ thời gian"));
  assert.equal(await till.locator("#payee-approve").count(), 0);
  assert.equal(await verdict(old), "genuine");
  const complaints = await waitAndComplete();
  assert.equal(await verdict(old), "outdated");
  assert.equal(await verdict(await payloadOf(86_000)), "genuine");
  await board.reload();
  assert.match(await board.innerText("#facts"), /••••4567/);
  assert.deepEqual([...complaints, ...board.complaints, ...till.complaints], []);
});

test("The household refuses what the board asks, and nothing has changed", options, async () => {
  const code = await payloadOf(87_000);
  const board = await openBoard("/board/stalls/A12");
  await askOn(board, "0907654321");
  await pressTwice(board, "#payee button");
  await board.waitForSelector("text=Đã gửi đề nghị");
  const till = await openSettings();
  await till.waitForSelector("#payee-approve");
  await till.click("#payee-withdraw");
  assert.match(await till.innerText("#payee-withdraw"), /Từ chối thật\? Bấm lần nữa/);
  await till.click("#payee-withdraw");
  await till.waitForSelector("#payee-form");
  await till.click("#hide-settings");
  assert.equal(await till.locator("#payee-notice").count(), 0);
  await api("/sandbox/clock", "POST", JSON.stringify({ advance_s: COOL_OFF_S }));
  await board.goto(`${origin}/board/payee-changes`);
  await board.waitForSelector("text=Không có đề nghị nào đang chờ");
  assert.equal(await verdict(code), "genuine");
  assert.deepEqual([...board.complaints, ...till.complaints], []);
});

test("The household asks, the board agrees, and after the wait the old code is outdated", options, async () => {
  const old = await payloadOf(88_000);
  const till = await openSettings();
  await askOn(till, "0905555555");
  await till.click("#payee-send");
  await till.waitForSelector("#payee-waiting");
  assert.equal(await till.locator("#payee-approve").count(), 0);
  const board = await openBoard("/board/payee-changes");
  await pressTwice(board, '[data-step="approve"]');
  await board.waitForSelector('.case[data-status="cooling"]');
  const complaints = await waitAndComplete();
  assert.equal(await verdict(old), "outdated");
  assert.deepEqual([...complaints, ...board.complaints, ...till.complaints], []);
});

test("The till says why it may not agree, each reason in words of its own", options, async () => {
  const till = await openSettings();
  await till.waitForSelector("#payee-form");
  for (const [code, words] of [["not_vouched_for", /do máy chủ cấp quyền/], ["needs_other_party", /Phải có người khác/],
    ["key_too_new", /chưa đủ thời gian/], ["forbidden", /Máy này không làm được/]]) {
    await till.route("**/payee-change", (route) => route.fulfill({
      status: 403, contentType: "application/problem+json", body: JSON.stringify({ code }),
    }));
    await askOn(till, "0905555556");
    await till.click("#payee-send");
    await till.waitForFunction((source) => new RegExp(source).test(document.getElementById("payee-word").textContent), words.source);
    await till.unroute("**/payee-change");
  }
});
