// What the till is beyond a sale: its voice, its weight, its speed, and who can use it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, gateway, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";

const options = { timeout: 300_000 };
const FIRST_LOAD_MAX = 60_000;
const GREEN_MS_P95_MAX = 150;

/** Notes which parts of the voice are played, and when. */
function listenToVoice() {
  globalThis.clips = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when, offset, length) {
    globalThis.clips.push({ when, offset, length, file: this.buffer.duration });
    start.call(this, when, offset, length);
  };
}

test("The first load is small, and nothing of the voice is in it", options, async () => {
  const till = await openPage(browser, origin);
  let bytes = 0;
  const bodies = [];
  till.on("response", (response) => {
    if (response.url().endsWith("/events")) return;  // which has no end
    bodies.push(response.body().then((body) => {
      bytes += gzipSync(body).length;
      assert.doesNotMatch(response.url(), /voice/);
    }));
  });
  await openTill(till, gateway.info);
  await till.waitForTimeout(300);
  await Promise.all(bodies);
  console.log(`first load: ${bytes} bytes compressed`);
  assert.ok(bytes > 10_000 && bytes < FIRST_LOAD_MAX, `${bytes}`);
  assert.deepEqual(till.complaints, []);
});

test("The sound asks for one touch, and then speaks after the tone, clip behind clip", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await till.addInitScript(listenToVoice);
  await openTill(till, gateway.info);
  assert.match(await till.innerText("#sound"), /Bật loa đọc tiền/);
  const voice = till.waitForResponse((response) => response.url().includes("/voice."));
  await till.click("#sound");
  await voice;
  await till.waitForSelector("#sound", { state: "detached" });
  const link = await makeCode(till, ["8", "5", "000"]);
  await pay(shopper, link, "exact");
  await outcome(till);
  await till.waitForFunction(() => globalThis.clips.length === 6);  // đã nhận tám mươi lăm nghìn đồng
  const clips = await till.evaluate(() => globalThis.clips);
  clips.slice(1).forEach((clip, at) =>
    assert.ok(clip.when >= clips[at].when + clips[at].length, "two clips at once"));
  for (const { offset, length, file } of clips) assert.ok(offset + length <= file);
  assert.deepEqual(till.complaints, []);
});

test("When the customer says it is paid, the till tells what came and what did not", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await till.goto(gateway.info.till);
  await till.waitForSelector('#link[data-state="up"]');
  await till.route("**/recent", (route) => route.fulfill({
    json: { minutes: 5, last_credit_at: "2026-11-24T07:05:00Z", bank_heard_at: "2026-11-24T07:06:00Z", credits: [] },
  }));
  await till.click("#show-check");
  assert.match(await till.innerText("#not-seen"), /Chưa thấy tiền về – bảo khách chờ/);
  assert.match(await till.innerText("#contact"), /14:05/);
  assert.match(await till.innerText("#bank-heard"), /14:06[^]*đừng giao hàng giá trị lớn/);
  await till.unroute("**/recent");
  await till.click("#hide-check");
  await pay(shopper, await makeCode(till, ["1", "2", "000"]), "exact");
  await outcome(till);
  await putAway(till);
  await till.click("#show-check");
  await till.waitForSelector("#check-list li");
  assert.match(await till.innerText("#check-list li >> nth=0"), /(giây|phút) trước[^]*12\.000/);
  assert.deepEqual(till.complaints, []);
});

test("From the bank's notice to green takes no time that a vendor notices", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await till.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
      const screen = document.getElementById("outcome");
      if (screen && screen !== globalThis.seen) globalThis.green_at = Date.now();
      globalThis.seen = screen;
    }).observe(document.body, { childList: true, subtree: true }));
  });
  await openTill(till, gateway.info);
  // Others may use this machine too: a till that is slow by itself is slow in every round.
  let p95 = Infinity;
  for (let round = 0; round < 6 && p95 >= GREEN_MS_P95_MAX; ++round) {
    const took = [];
    for (let i = 0; i < 20; ++i) {
      await pay(shopper, await makeCode(till, ["3", "000"]), "exact");
      await outcome(till);
      const { credits } = await api("/v1/stalls/A12/credits?limit=1");
      took.push(await till.evaluate(() => globalThis.green_at) - Date.parse(credits[0].recorded_at));
      await putAway(till);
    }
    took.sort((a, b) => a - b);
    p95 = took[18];
    console.log(`commit to green, ms: median ${took[10]}, p95 ${p95}, worst ${took[19]}`);
  }
  assert.ok(p95 < GREEN_MS_P95_MAX, `${p95} ms`);
});

test("What came while the line was lost is read once, as one sum, and nothing turns green", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  await till.click("#sound");
  const links = [];
  for (let i = 0; i < 3; ++i) {
    const body = JSON.stringify({ stall: "A12", amount: 21_000 });
    links.push((await api("/v1/payment-requests", "POST", body)).pay_url);
  }
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
  for (const link of links) {
    await pay(shopper, link, "exact");
    await shopper.waitForSelector("#state .good");
  }
  await till.context().setOffline(false);
  await till.waitForSelector("#missed");
  assert.match(await till.innerText("#missed-title"), /nhận 3 lượt, tổng 63\.000/);
  assert.match(await till.textContent("#say-now"), /nhận 3 lượt/);
  assert.equal(await till.locator("#outcome").count(), 0);
  await till.click("#missed-seen");
  assert.equal(await till.locator("#missed").count(), 0);
});

test("At the day's end the list is filtered, sought by amount, and sent as a picture", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  for (const [key, how] of [["7", "exact"], ["6", "short"]]) {
    await pay(shopper, await makeCode(till, [key, "1", "000"]), how);
    await outcome(till);
    await putAway(till);
  }
  const { credits } = await api("/v1/stalls/A12/credits?limit=200");
  const sum = credits.reduce((all, { amount }) => all + amount, 0);
  await till.click("#show-day");
  await till.waitForSelector("#day-list li");
  assert.equal(Number((await till.innerText("#day-total strong")).replace(/\D/g, "")), sum);
  assert.equal(await till.locator("#day-list li").count(), credits.length);
  await till.click('[data-filter="odd"]');
  assert.equal(await till.locator('#day-list li[data-look="good"]').count(), 0);
  assert.ok(await till.locator("#day-list li").count() > 0);
  await till.click('[data-filter="all"]');
  await till.fill("#day-find", "71.000");
  assert.equal(await till.locator("#day-list li").count(), 1);
  const download = till.waitForEvent("download");
  await till.click("#share");
  assert.match((await download).suggestedFilename(), /^phieu_A12_\d\d-\d\d-\d{4}\.png$/);
  assert.deepEqual(till.complaints, []);
});

test("Every screen of the till is for everybody: 320 px, large text, dark, English", options, async () => {
  const all = [];
  const shopper = await openPage(browser, origin);
  for (const settings of [{}, { dark: true }, { bigText: true }, { language: "en" }]) {
    const till = await openPage(browser, origin, { width: 320, height: 568 });
    await till.addInitScript((kept) => localStorage.setItem("till-settings", kept), JSON.stringify(settings));
    await openTill(till, gateway.info);
    await loadAxe(till);
    const look = async (name) => all.push(...await faults(till, `${JSON.stringify(settings)} ${name}`));
    await look("enter");
    for (const view of ["fixed", "check", "settings", "devices", "day"]) {
      await till.click(`#show-${view}`);
      await till.waitForSelector(`#hide-${view}`);
      await look(view);
      await till.click(`#hide-${view}`);
    }
    await makeCode(till, ["9", "000"]);
    await look("sale");
    const link = await till.$eval("#sale-link", (each) => each.href);
    await pay(shopper, link, "short");
    await outcome(till);
    await look("short");
    await till.click("#outcome-rest");
    await till.waitForSelector("#sale");
    await pay(shopper, await till.$eval("#sale-link", (each) => each.href), "exact");
    await outcome(till);
    await look("paid");
    await till.context().close();
  }
  assert.deepEqual(all, []);
});

/** Milliseconds from the link to the key that is answered, on a processor a quarter as fast. */
async function answersAfter() {
  const till = await openPage(browser, origin);
  const devtools = await till.context().newCDPSession(till);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await till.addInitScript(() => {
    const press = () => {
      const key = document.querySelector('[data-key="7"]');
      if (!key) return requestAnimationFrame(press);
      key.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
      key.click();
      requestAnimationFrame(() => {
        if (document.getElementById("amount")?.textContent.includes("7")) globalThis.answered_ms = performance.now();
        else press();
      });
    };
    addEventListener("DOMContentLoaded", press);
  });
  await till.goto(gateway.info.till);
  const ms = await (await till.waitForFunction(() => globalThis.answered_ms)).jsonValue();
  await till.context().close();
  return ms;
}

test("On a phone four times as slow the till answers a press within a second", options, async () => {
  // Others may use this machine too: a till that is slow by itself is slow in every round.
  let middle = Infinity;
  for (let round = 0; round < 8 && middle >= 1000; ++round) {
    const times = [];
    for (let i = 0; i < 5; ++i) times.push(await answersAfter());
    middle = times.sort((a, b) => a - b)[2];
    console.log(`answers a press after ${times.map(Math.round).join(", ")} ms at a quarter of the speed`);
  }
  assert.ok(middle < 1000, `${middle} ms`);
});
