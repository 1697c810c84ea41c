import assert from "node:assert/strict";
import { before, test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { browser, gateway, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay } from "./sale.mjs";

const options = { timeout: 300_000 };

before(async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  await pay(shopper, await makeCode(till, ["8", "5", "000"]), "exact");
  await outcome(till);
  await till.context().close();
  await shopper.context().close();
}, options);
test("The board shows the day's sale at its stall, in its zone and in the sum", options, async () => {
  const board = await openPage(browser, origin, { width: 1280, height: 900 });
  await board.goto(gateway.info.board);
  assert.match(await board.innerText(".tiles .main"), /85\.000\u00a0₫/);
  const row = board.locator("tr.stall");
  assert.equal(await row.count(), 1);
  assert.match(await row.innerText(), /\t1\t85\.000\t0\t85\.000/);
  assert.match(await board.innerText("tr.total"), /1\t85\.000\t0\t85\.000/);
  assert.match(await board.innerText(".words"), /Tám mươi lăm nghìn đồng\./);
  assert.match(await board.innerText(".proof code"), /^[0-9a-f]{64}$/);
  assert.deepEqual(board.complaints, []);
});

test("Another day is chosen by links and by the date field", options, async () => {
  const board = await openPage(browser, origin, { width: 1280, height: 900 });
  await board.goto(gateway.info.board);
  const today = await board.inputValue('input[name="day"]');
  await board.click("text=Ngày trước");
  assert.match(await board.innerText(".tiles .main"), /\n0\u00a0₫/);
  await board.fill('input[name="day"]', today);
  await board.waitForURL(`**/board?day=${today}`);
  assert.match(await board.innerText(".tiles .main"), /85\.000\u00a0₫/);
  assert.deepEqual(board.complaints, []);
});

test("Each document that the page offers is there, in the format that its address says", options, async () => {
  const board = await openPage(browser, origin);
  await board.goto(gateway.info.board);
  const documents = await board.evaluate(() =>
    Promise.all([...document.querySelectorAll("a[download]")].map(async (link) => {
      const answer = await fetch(link.href);
      const start = new TextDecoder("latin1").decode((await answer.arrayBuffer()).slice(0, 4));
      return `${answer.status} ${link.pathname.split(".").at(-1)} ${start}`;
    })));
  assert.deepEqual(documents.sort(), [
    "200 csv \u00ef\u00bb\u00bfK", ...Array(8).fill("200 pdf %PDF"), "200 xlsx PK\u0003\u0004",
    "200 xlsx PK\u0003\u0004",
  ]);
  assert.deepEqual(board.complaints, []);
});

test("The day's file opens with the same figures", options, async () => {
  const board = await openPage(browser, origin);
  await board.goto(gateway.info.board);
  const csv = await board.evaluate(async () =>
    (await fetch(document.querySelector('a[download][href$=".csv"]').href)).text());
  assert.match(csv, /;1;85000;0;85000;/);
  assert.match(csv, /\nChợ thử – tiền không có thật · Ngày [^\n]*\n$/);
  assert.deepEqual(board.complaints, []);
});

test("Paper says trial market, moment and version, and has room for two signatures", options, async () => {
  const board = await openPage(browser, origin, { width: 1280, height: 900 });
  await board.goto(gateway.info.board);
  assert.ok(await board.isVisible(".sandbox"));
  assert.equal(await board.isVisible(".signatures"), false);
  await board.emulateMedia({ media: "print" });
  for (const part of [".sandbox", ".signatures", ".proof code"]) assert.ok(await board.isVisible(part), part);
  assert.match(await board.innerText(".signatures"),
    /In lúc \d\d\/\d\d\/\d{4} \d\d:\d\d[^]*NGƯỜI LẬP BIỂU[^]*TRƯỞNG BAN QUẢN LÝ/);
  assert.deepEqual(board.complaints, []);
});

test("A day of billions stays within its cards on the smallest screen", options, async () => {
  const board = await openPage(browser, origin, { width: 320, height: 568 });
  await board.goto(gateway.info.board);
  const spilt = await board.evaluate(() => {
    for (const sum of document.querySelectorAll(".tiles strong")) sum.textContent = "9.000.000.000\u00a0₫";
    for (const sum of document.querySelectorAll("td:not(:nth-child(2))")) sum.textContent = "9.000.000.000";
    const out = [];
    for (const sum of document.querySelectorAll(".tiles strong, td")) {
      if (sum.offsetWidth === 0) continue;
      const card = sum.closest("li, tr").getBoundingClientRect();
      const text = document.createRange();
      text.selectNodeContents(sum);
      const { left, right } = text.getBoundingClientRect();
      if (left < card.left || right > card.right - 8) out.push(sum.className || sum.dataset.label || "tile");
    }
    return out;
  });
  assert.deepEqual(spilt, []);
  assert.equal(await overhang(board), 0);
});

test("The address alone opens a page that tells how to go on", options, async () => {
  const page = await openPage(browser, origin);
  assert.equal((await page.goto(`${origin}/`)).status(), 200);
  assert.match(await page.innerText("main"), /Mở liên kết riêng của sạp/);
  assert.doesNotMatch(await page.content(), /key=/);
  assert.deepEqual(page.complaints, []);
});

test("The shopper's code stands whole on a small screen, and hours are said as hours", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 640 });
  await page.goto(gateway.info.shopper);
  const code = await page.locator("#code .qr").boundingBox();
  assert.ok(code.y + code.height <= 640, `the code ends at ${code.y + code.height}`);
  await page.waitForFunction(() => document.querySelector("#left").textContent !== "");
  assert.match(await page.innerText("#left"), /^Còn 2[34] giờ( \d+ phút)?$/);
  assert.deepEqual(page.complaints, []);
});

test("Every page fits a screen of 320 pixels, with keys that a thumb can hit", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await openTill(page, gateway.info);
  assert.equal(await overhang(page), 0);
  for (const key of await page.locator("#keys button").all()) {
    const box = await key.boundingBox();
    assert.ok(box.height >= 64 && box.width >= 64, `a key is ${box.width} × ${box.height}`);
  }
  const link = await makeCode(page, ["9", "9", "000", "000"]);
  assert.equal(await overhang(page), 0);
  assert.ok((await page.locator("#sale .qr").boundingBox()).width >= 300);
  await page.click("#cancel");
  await page.click("#show-fixed");
  assert.equal(await overhang(page), 0);
  for (const address of [link, gateway.info.board, `${origin}/`, `${origin}/pay/pr_none`]) {
    await page.goto(address);
    assert.equal(await overhang(page), 0, address);
  }
});

test("The shopper's page says all it must without a script", options, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "vi-VN" });
  const page = await context.newPage();
  await page.goto(gateway.info.shopper);
  assert.ok(await page.locator("#code svg").first().isVisible());
  assert.match(await page.innerText(".facts"), /Nội dung chuyển khoản/);
  assert.match(await page.innerText("main"), /Đừng sửa số tiền và nội dung/);
  assert.equal(await page.locator("[data-copy]:visible").count(), 0);
  await context.close();
});

test("A link that names no payment is refused in words", options, async () => {
  const page = await openPage(browser, origin);
  const answer = await page.goto(`${origin}/pay/pr_0000000000000000000000`);
  assert.equal(answer.status(), 404);
  assert.match(await page.innerText("main"), /Đừng chuyển tiền theo liên kết này/);
  await page.context().close();
});
