import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { browser, gateway, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";

const options = { timeout: 300_000 };

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
  assert.equal(green.colour, "rgb(7, 95, 46)");
  assert.match(green.text, /ĐÃ NHẬN 85\.000 ₫/);
  assert.match(await till.textContent("#say-now"), /Đã nhận 85\.000\u00a0₫/);

  await shopper.waitForSelector("#state .good");
  assert.match(await shopper.innerText("#state"), /Đã nhận 85\.000\u00a0₫/);
  assert.equal(await shopper.locator("#code svg").count(), 0);

  await till.waitForSelector("#outcome", { state: "hidden" });
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
  const [, missing, received] =
    /THIẾU (\S+ ₫) Đã nhận (\S+ ₫) \/ cần 200\.000 ₫/.exec(red.text);
  const dong = (text) => Number(text.replace(/\D/g, ""));
  assert.equal(dong(missing) + dong(received), 200_000);
  assert.equal(dong(await till.textContent("#outcome-amount")), dong(missing));
  assert.match(await till.textContent("#say-now"), /Chú ý! Nhận thiếu/);
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
    await putAway(till);
  }
  const link = await makeCode(till, ["7", "0", "000"]);
  await pay(shopper, link, "exact");
  await outcome(till);
  await putAway(till);
  await pay(shopper, link, "exact");
  assert.match((await outcome(till)).text, /NHẬN TRÙNG/);
  await finish(till, shopper);
});

test("A notice that the bank sends twice is one credit", options, async () => {
  const { till, shopper } = await tillAndShopper();
  await pay(shopper, await makeCode(till, ["3", "3", "000"]), "twice");
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 33\.000 ₫/);
  await shopper.waitForFunction(
    () => document.getElementById("try-answer").textContent.includes("(200) · "));
  const rows = await till.locator("#credits li").allInnerTexts();
  assert.equal(rows.filter((row) => row.includes("33.000\u00a0₫")).length, 1);
  await finish(till, shopper);
});

test("Another sale's money does not pass for that of the open code", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const first = await makeCode(till, ["2", "0", "000"]);
  await till.reload();
  await till.evaluate(() => sessionStorage.clear());
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  await makeCode(till, ["3", "0", "000"]);
  await pay(shopper, first, "exact");
  const green = await outcome(till);
  assert.match(green.text, /Đơn khác đã nhận 20\.000 ₫ Của đơn khác – mã 30\.000 ₫ vẫn chờ/);
  assert.match(await till.textContent("#say-now"), /mã 30\.000\u00a0₫ vẫn chờ/);
  await putAway(till);
  assert.ok(await till.isVisible("#sale-qr"));
  await finish(till, shopper);
});

test("A reloaded till shows its open sale again, and tells what came meanwhile", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["6", "1", "000"]);
  await till.reload();
  await till.waitForSelector("#sale:not([hidden])");
  assert.equal(await till.textContent("#sale-amount"), "61.000\u00a0₫");
  assert.match(await till.textContent("#sale-left"), /^còn \d/);
  const address = till.url();
  await till.goto("about:blank");
  await pay(shopper, link, "exact");
  await shopper.waitForSelector("#state .good");
  await till.goto(address);
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 61\.000 ₫/);
  await putAway(till);
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  assert.ok(await till.isVisible("#keys"));
  assert.equal(await till.isHidden("#outcome"), true);
  await finish(till, shopper);
});

/** Notes what the page asks of the phone: tones in hertz, vibrations, the wake lock. */
function listenToPhone() {
  globalThis.heard = { tones: [], shakes: [], awake: 0 };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    globalThis.heard.tones.push(this.frequency.value);
    start.call(this, when);
  };
  globalThis.AudioContext = class extends AudioContext {
    constructor() {
      super();
      globalThis.speaker = this;
    }
  };
  navigator.vibrate = (shakes) => globalThis.heard.shakes.push(shakes);
  const lock = { request: async () => { globalThis.heard.awake += 1; } };
  Object.defineProperty(navigator, "wakeLock", { value: lock, configurable: true });
}

test("After the first key the till keeps the screen on, and sounds and shakes by colour", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await till.addInitScript(listenToPhone);
  await openTill(till, gateway.info);
  assert.equal(await till.evaluate(() => globalThis.heard.awake), 0);
  const heard = {};
  for (const how of ["exact", "over", "short"]) {
    const link = await makeCode(till, ["5", "5", "000"]);
    await till.waitForFunction(() => globalThis.speaker.state === "running");  // some time behind the press
    await pay(shopper, link, how);
    await outcome(till);
    heard[how] = await till.evaluate(() => globalThis.heard);
    await till.evaluate(() => { globalThis.heard.tones = []; globalThis.heard.shakes = []; });
    await putAway(till);
  }
  const [good, warn, bad] = [heard.exact, heard.over, heard.short];
  assert.ok(good.awake > 0);
  assert.ok(good.tones[0] < good.tones[1], "a rising tone for money");
  assert.equal(bad.tones.length, 3);
  assert.ok(bad.tones[0] < warn.tones[0]);
  for (const { shakes } of [good, warn, bad]) assert.equal(shakes.length, 1);
  assert.notDeepEqual(bad.shakes, good.shakes);
  await finish(till, shopper);
});

test("A till without sound, vibration and wake lock works in silence", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await till.addInitScript(() => {
    delete globalThis.AudioContext;
    delete globalThis.webkitAudioContext;
    navigator.vibrate = undefined;
    Object.defineProperty(navigator, "wakeLock", { value: undefined });
  });
  await openTill(till, gateway.info);
  await pay(shopper, await makeCode(till, ["4", "4", "000"]), "exact");
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 44\.000 ₫/);
  await finish(till, shopper);
});

test("Neither a hint nor a lost network moves a key under the thumb", options, async () => {
  for (const [width, height] of [[320, 568], [390, 844]]) {
    const till = await openPage(browser, origin, { width, height });
    await openTill(till, gateway.info);
    const places = () => till.$$eval("#keys button, #make", (keys) =>
      keys.map((key) => key.getBoundingClientRect().top));
    const before = await places();
    for (const key of ["9", "000", "000", "000"]) await till.click(`[data-key="${key}"]`);
    assert.match(await till.innerText("#hint"), /Nhiều nhất/);
    assert.deepEqual(await places(), before);
    await till.context().setOffline(true);
    await till.waitForSelector("#offline:not([hidden])");
    assert.deepEqual(await places(), before);
    assert.match(await till.textContent("#say-now"), /^Mất mạng/);
    await till.context().close();
  }
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
  assert.match(await till.innerText("#offline"), /Mất mạng – số liệu lúc \d\d:\d\d – đừng giao hàng khi chưa thấy xanh/);
  await pay(shopper, link, "exact");
  await shopper.waitForSelector("#state .good");
  assert.equal(await till.isHidden("#outcome"), true);
  await till.context().setOffline(false);
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 70\.000 ₫/);
  till.complaints = till.complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"));
  await finish(till, shopper);
});

test("The till connects again after the gateway was restarted", options, async () => {
  const { till, shopper } = await tillAndShopper();
  const link = await makeCode(till, ["9", "0", "000"]);
  await gateway.halt();
  await till.waitForSelector("#offline:not([hidden])");
  await gateway.resume();
  await till.waitForSelector('#link[data-state="up"]');
  await pay(shopper, link, "exact");
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 90\.000 ₫/);
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
  await till.click('[data-key="back"]', { delay: 3_000 });
  assert.equal(await shown(), "0\u00a0₫");
  assert.equal(await till.isDisabled("#make"), true);
  await till.keyboard.type("45000");
  assert.equal(await shown(), "45.000\u00a0₫");
  await finish(till, shopper);
});
