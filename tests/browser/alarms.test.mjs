// Money that a statement told and a bank tells again: shown to the board, settled by two presses.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, gateway, origin } from "./market.mjs";
import { ACCOUNT, tellers, vietnamTime } from "./told_twice.mjs";

const options = { timeout: 300_000 };
const { importStatement, notice } = tellers(gateway.info);

async function openBoard(size) {
  const page = await openPage(browser, origin, size);
  await page.goto(gateway.info.board);
  return page;
}

const gross = async () => (await api(`/v1/settlements/${vietnamTime(new Date()).slice(0, 10)}`)).totals.gross;

test("What was perhaps told twice is on the board's page, and each of the two ways out takes two presses", options, async () => {
  await importStatement(85_000, 30_000);
  await notice(85_000);
  await notice(30_000);
  const before = await gross();
  const page = await openBoard();
  await page.click("text=Cảnh báo: 2 khoản chờ xác nhận");
  const card = (sum) => page.locator("article", { hasText: sum });
  assert.match(await card("85.000").innerText(), /BIDV ••••0112[^]*Sạp A12[^]*Sao kê đã ghi/);
  assert.doesNotMatch(await page.content(), new RegExp(ACCOUNT));
  assert.match(await page.innerText("main"), /Tiền có thể đã báo hai lần/);

  const same = card("85.000").locator('[data-other="no"]');
  await same.click();
  assert.match(await same.innerText(), /Cùng một khoản thật\? Bấm lần nữa/);
  assert.equal(await card("85.000").count(), 1);
  await same.click();
  await card("85.000").waitFor({ state: "detached" });
  assert.match(await page.innerText("#said"), /không ghi thêm/);
  assert.equal(await gross(), before);

  const other = card("30.000").locator('[data-other="yes"]');
  await other.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=Không có khoản nào chờ xác nhận");
  assert.match(await page.innerText("#said"), /Đã ghi thêm/);
  assert.equal(await gross(), before + 30_000);
  await page.goto(`${origin}/board`);
  assert.equal((await page.innerText('a[href="/board/alarms"]')).trim(), "Cảnh báo");
  assert.deepEqual(page.complaints, []);
});

test("A viewer sees the alarms and no button, and the page is for everybody", options, async () => {
  await importStatement(41_000);
  await notice(41_000);
  const answer = await fetch(`${origin}/v1/keys`, {
    method: "POST", body: JSON.stringify({ role: "viewer", name: "Chị Hoa" }),
    headers: { Authorization: `Bearer ${new URL(gateway.info.board).searchParams.get("key")}` },
  });
  const { key } = await answer.json();
  const viewer = await openPage(browser, origin);
  await viewer.goto(`${origin}/board?key=${key}`);
  await viewer.click('a[href="/board/alarms"]');
  assert.match(await viewer.innerText("main"), /Tiền có thể đã báo hai lần/);
  assert.equal(await viewer.locator("main button").count(), 0);
  const page = await openBoard({ width: 320, height: 568 });
  await page.goto(`${origin}/board/alarms`);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "/board/alarms"), []);
  assert.equal(await overhang(page), 0);
  assert.deepEqual([...page.complaints, ...viewer.complaints], []);
});
