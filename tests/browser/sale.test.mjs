import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";
import { makeCode, openTill, outcome, pay } from "./sale.mjs";

const options = { timeout: 60_000 };
let gateway;
let browser;
let origin;

before(async () => {
  gateway = await startGateway();
  origin = new URL(gateway.info.url).origin;
  browser = await startBrowser();
}, options);
after(async () => {
  await browser?.close();
  await gateway?.stop();
}, options);

async function tillAndShopper() {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  return { till, shopper };
}

async function finish(...pages) {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}

test("A code for 85.000 is paid, and the till turns green by itself", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["8", "5", "000"]);
  assert.equal(await till.textContent("#sale-amount"), "85.000\u00a0₫");
  assert.ok(await till.isVisible("#sale-qr"));
  assert.equal(await till.isHidden("#outcome"), true);

  await pay(shopper, link, "exact");
  const green = await outcome(till);
  assert.equal(green.look, "good");
  assert.equal(green.colour, "rgb(10, 114, 57)");
  assert.match(green.text, /Đã nhận 85\.000 ₫/);
  assert.match(await till.textContent("#say-now"), /Đã nhận 85\.000\u00a0₫/);

  await shopper.waitForSelector("#state .good");
  assert.match(await shopper.innerText("#state"), /Đã nhận 85\.000\u00a0₫/);
  assert.equal(await shopper.locator("#code svg").count(), 0);

  await till.waitForSelector("#outcome", { state: "hidden", timeout: 8_000 });
  assert.ok(await till.isVisible("#keys"));
  assert.match(await till.innerText("#credits"), /Đã nhận đủ[\s\S]*85\.000\u00a0₫/);
  await finish(till, shopper);
});

test("Too little turns red, says so in words, and offers a code for the rest", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["2", "0", "0", "000"]);
  await pay(shopper, link, "short");
  const red = await outcome(till);
  assert.equal(red.look, "bad");
  assert.match(red.text, /NHẬN THIẾU/);
  assert.match(red.text, /Cần 200\.000 ₫, mới nhận/);
  await shopper.waitForSelector("#state .bad");
  assert.match(await shopper.innerText("#state"), /còn thiếu/);
  await till.click("#outcome-rest");
  await till.waitForSelector("#sale:not([hidden])");
  await finish(till, shopper);
});

test("Too much, too late and paid again are amber and have their own words", options, async () => {
  const { till, shopper } = await tillAndShopper();
  for (const [key, how, word] of [["5", "over", "NHẬN THỪA"], ["6", "late", "TIỀN VỀ MUỘN"]]) {
    await pay(shopper, await makeCode(till, [key, "0", "000"]), how);
    const amber = await outcome(till);
    assert.equal(amber.look, "warn");
    assert.ok(amber.text.includes(word), amber.text);
    await till.click("#outcome-back");
  }
  const link = await makeCode(till, ["7", "0", "000"]);
  await pay(shopper, link, "exact");
  await outcome(till);
  await till.click("#outcome-back");
  await pay(shopper, link, "exact");
  assert.match((await outcome(till)).text, /NHẬN TRÙNG/);
  await finish(till, shopper);
});

test("A notice that the bank sends twice is one credit", options, async () => {
  const { till, shopper } = await tillAndShopper();
  await pay(shopper, await makeCode(till, ["3", "3", "000"]), "twice");
  assert.match((await outcome(till)).text, /Đã nhận 33\.000 ₫/);
  await shopper.waitForFunction(
    () => document.getElementById("try-answer").textContent.includes("(200) · "));
  const rows = await till.locator("#credits li").allInnerTexts();
  assert.equal(rows.filter((row) => row.includes("33.000\u00a0₫")).length, 1);
  await finish(till, shopper);
});

test("A cancelled code is dead on the shopper's page", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["1", "0", "000"]);
  await shopper.goto(link);
  await till.click("#cancel");
  await shopper.waitForSelector("#state .bad");
  assert.match(await shopper.innerText("#state"), /Đã hủy/);
  assert.ok(await till.isVisible("#keys"));
  await finish(till, shopper);
});

test("Money that came while the till was offline is told when it is back", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["7", "0", "000"]);
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
  assert.match(await till.innerText("#offline"), /Mất mạng – số liệu lúc \d\d:\d\d/);
  await pay(shopper, link, "exact");
  await shopper.waitForSelector("#state .good");
  assert.equal(await till.isHidden("#outcome"), true);
  await till.context().setOffline(false);
  assert.match((await outcome(till)).text, /Đã nhận 70\.000 ₫/);
  till.complaints = till.complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"));
  await finish(till, shopper);
});

test("The till connects again after the gateway was restarted", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["9", "0", "000"]);
  await gateway.halt();
  await till.waitForSelector("#offline:not([hidden])");
  await gateway.resume();
  await till.waitForSelector('#link[data-state="up"]', { timeout: 20_000 });
  await pay(shopper, link, "exact");
  assert.match((await outcome(till)).text, /Đã nhận 90\.000 ₫/);
  till.complaints = till.complaints.filter((line) => !line.includes("ERR_"));
  await finish(till, shopper);
});

test("The key of the link leaves the address bar, and the page still works", options, async () => {
  const { till, shopper } = await tillAndShopper();
  assert.ok(gateway.info.till.includes("key="));
  assert.equal(new URL(till.url()).searchParams.has("key"), false);
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  await finish(till, shopper);
});

test("The amount is typed, added to, bounded and cleared by a long press", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const shown = () => till.textContent("#amount");
  await till.click('[data-key="8"]');
  await till.click('[data-key="000"]');
  await till.click('[data-add="20000"]');
  assert.equal(await shown(), "28.000\u00a0₫");
  await till.click('[data-key="back"]');
  assert.equal(await shown(), "2.800\u00a0₫");
  for (let i = 0; i < 3; ++i) await till.click('[data-key="000"]');
  assert.equal(await shown(), "2.800.000\u00a0₫");
  assert.match(await till.innerText("#hint"), /Nhiều nhất 499\.999\.999\u00a0₫/);
  await till.click('[data-key="back"]', { delay: 900 });
  assert.equal(await shown(), "0\u00a0₫");
  assert.equal(await till.isDisabled("#make"), true);
  await till.keyboard.type("45000");
  assert.equal(await shown(), "45.000\u00a0₫");
  await finish(till, shopper);
});
