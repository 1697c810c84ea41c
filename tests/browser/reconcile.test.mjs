// The board explains the day: whose the money is that names no stall, what the statement says, the close.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, gateway, origin } from "./market.mjs";
import { ACCOUNT, tellers, vietnamTime } from "./told_twice.mjs";

const options = { timeout: 300_000 };
const SHARED = "9902000000203";
const today = vietnamTime(new Date()).slice(0, 10);
const { notice } = tellers(gateway.info);

async function openRoom() {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await page.goto(gateway.info.board);
  await page.click("text=Đối soát >> nth=-1");
  await page.waitForURL("**/board/reconcile");
  return page;
}

test("Money of two stalls' one account waits, and is entered for the stall that somebody names", options, async () => {
  await notice(47_000, SHARED, "MBBank");
  const page = await openRoom();
  const row = page.locator("#unmatched li", { hasText: "47.000" });
  assert.match(await row.innerText(), /••••0203/);
  assert.doesNotMatch(await page.content(), new RegExp(SHARED));
  await loadAxe(page);
  assert.deepEqual(await faults(page, "unmatched"), []);
  await row.locator("input").fill("b03");
  await row.locator("form button").click();
  await page.waitForSelector("text=cho sạp B03.");
  assert.equal(await page.innerText("#unmatched"), "Không có khoản nào.");
  const { zones } = await api(`/v1/settlements/${today}`);
  const stall = zones.flatMap((zone) => zone.stalls).find((one) => one.stall === "B03");
  assert.equal(stall?.gross, 47_000);
  assert.deepEqual(page.complaints, []);
});

test("What was entered for the wrong stall is undone by two presses, also after the page was left", options, async () => {
  await notice(46_000, SHARED, "MBBank");
  const first = await openRoom();
  const unmatched = first.locator("#unmatched li", { hasText: "46.000" });
  await unmatched.locator("input").fill("B03");
  await unmatched.locator("form button").click();
  await first.waitForSelector("text=cho sạp B03.");
  const page = await openRoom();
  const row = page.locator("#explained li", { hasText: "46.000" });
  assert.match(await row.innerText(), /B03/);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "explained"), []);
  await row.locator("button").click();
  assert.match(await row.locator("button").innerText(), /^Hoàn tác thật\? Bấm lần nữa/);
  assert.equal(await page.locator("#unmatched li", { hasText: "46.000" }).count(), 0);
  await row.locator("button").click();
  await page.waitForSelector("text=Đã hoàn tác 46.000");
  assert.equal(await page.locator("#unmatched li", { hasText: "46.000" }).count(), 1);
  assert.equal(await row.count(), 0);
  // Who still has the old page open is told that it was undone.
  const late = first.locator("#explained li", { hasText: "46.000" }).locator("button");
  await late.click();
  await late.click();
  await first.waitForSelector("text=Đã hoàn tác rồi.");
  assert.deepEqual(page.complaints, []);
});

test("A statement is compared on trial, and then what the ledger lacks is entered, once", options, async () => {
  const [year, month, day] = today.split("-");
  const file = [`Số tài khoản: ${ACCOUNT}`, "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có",
    `${day}/${month}/${year};FT81000;mua ca;;81000`, ""].join("\n");
  const page = await openRoom();
  const choose = (name, text) => page.setInputFiles("#statement-file", { name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await choose("khac.csv", "a;b\n1;2\n");
  await page.click("#statement button");
  await page.waitForSelector("text=Chưa đọc được sao kê (bad_statement)");
  await choose("saoke.csv", file);
  await page.fill("#statement-bank", "BIDV");
  await page.click("#statement button");
  await page.waitForSelector("text=Sổ cái còn thiếu: 1");
  const gross = async () => (await api(`/v1/settlements/${today}`)).totals.gross;
  const before = await gross();
  await loadAxe(page);
  assert.deepEqual(await faults(page, "compared"), []);
  await choose("khac.csv", "a;b\n1;2\n");
  assert.equal(await page.isVisible("#commit"), false, "another file than the one compared");
  await choose("saoke.csv", file);
  await page.click("#statement button");
  await page.click("#commit");
  await page.waitForSelector("text=Đã ghi 1 khoản còn thiếu.");
  assert.equal(await gross(), before + 81_000);
  await page.click("#statement button");
  await page.waitForSelector("text=Đã có trong sổ cái: 1");
  assert.equal(await page.isVisible("#commit"), false);
  // A statement that is no statement is a 422, which the console repeats.
  assert.deepEqual(page.complaints.filter((each) => !/status of 422/.test(each)), []);
});

test("A day is closed by two presses", options, async () => {
  const page = await openRoom();
  const closed = async () => (await api(`/v1/reconciliations/${today}`)).closed;
  await page.click("#close button");
  assert.match(await page.innerText("#close button"), /^Chốt ngày thật\? Bấm lần nữa/);
  await page.fill("#close-day", "2026-01-01");
  assert.equal(await page.innerText("#close button"), "Chốt ngày");
  await page.fill("#close-day", today);
  await page.click("#close button");
  assert.equal(await closed(), false);
  await page.click("#close button");
  await page.waitForSelector("text=Đã chốt ngày");
  assert.equal(await closed(), true);
  assert.equal(await page.innerText("#close button"), "Chốt ngày");
  assert.deepEqual(page.complaints, []);
});

test("The stickers of the market, and of one stall, are one press away", options, async () => {
  const page = await openPage(browser, origin);
  await page.goto(gateway.info.board);
  for (const [path, word, name] of [["/board/stalls", "In tem cả chợ (PDF)", /\.pdf$/], ["/board/stalls/A12", "In tem (PDF)", /A12\.pdf$/]]) {
    await page.goto(origin + path);
    const download = page.waitForEvent("download");
    await page.click(`text=${word}`);
    assert.match((await download).suggestedFilename(), name);
  }
});
