// The till without a network: its shell, the stall's code, codes with an amount, and what becomes of
// them when the network is back.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { api, browser, gateway, openRequest, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";

const options = { timeout: 300_000 };
const jsQR = createRequire(import.meta.url).resolve("jsqr/dist/jsQR.js");

async function openInstalled() {
  const till = await openPage(browser, origin, { worker: true });
  await openTill(till, gateway.info);
  await till.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await till.waitForFunction(async () => Boolean(await caches.match("/till/A12")));
  return till;
}

async function goOffline(till) {
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
}

async function typeAmount(till, keys) {
  for (const key of keys) await till.click(`[data-key="${key}"]`);
  await till.click("#make");
  await till.waitForSelector("#sale-here");
}

function payAsShopper(payload) {
  const paid = spawnSync(process.env.CHOPAY, ["pay", payload, "--data", gateway.data], { encoding: "utf8" });
  assert.equal(paid.status, 0, paid.stderr);
}

/** The line is back, but a slow one: no event comes through before letEventsThrough() on the page. */
async function goOnlineWithoutEvents(till) {
  await till.evaluate(() => {
    const { fetch } = globalThis;
    const through = new Promise((done) => { globalThis.letEventsThrough = done; });
    globalThis.fetch = async (address, settings) => {
      const response = await fetch(address, settings);
      if (!`${address}`.endsWith("/events")) return response;
      const slow = new TransformStream({
        transform: async (piece, out) => { await through; out.enqueue(piece); },
      });
      return new Response(response.body.pipeThrough(slow), { status: response.status });
    };
  });
  await till.context().setOffline(false);
  await till.waitForSelector('#link[data-state="up"]');
  await till.clock.runFor(30_000);
}

/** What a reader finds in the picture on the screen. */
async function scanned(till, selector) {
  await till.evaluate(await readFile(jsQR, "utf8"));
  return till.evaluate(async (each) => {
    const picture = document.querySelector(each);
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 600;
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, 600, 600);
    return globalThis.jsQR(pen.getImageData(0, 0, 600, 600).data, 600, 600)?.data;
  }, selector);
}

test("Without a network the till opens, shows the stall's code, and nothing green", options, async () => {
  const till = await openInstalled();
  const shopper = await openPage(browser, origin);
  await pay(shopper, await makeCode(till, ["8", "1", "000"]), "exact");
  await outcome(till);
  await putAway(till);
  await till.context().setOffline(true);
  await till.reload();
  await till.waitForSelector("#offline:not([hidden])");
  assert.equal(await till.locator("#outcome, #credits li, #missed").count(), 0);
  assert.doesNotMatch(await till.innerText("body"), /81\.000/);
  await till.click("#show-fixed");
  const svg = await (await fetch(`${origin}/v1/stalls/A12/code.svg`, {
    headers: { Authorization: `Bearer ${gateway.info.api_key}` },
  })).text();
  const shown = await till.$eval("#fixed-qr", (picture) => decodeURIComponent(picture.src.split(",")[1]));
  assert.equal(shown, svg);
  await till.context().close();
});

test("What is kept on the phone is the page and its files: no credit, no sum, no answer of the API", options, async () => {
  const till = await openInstalled();
  await till.click("#show-check");
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  const kept = await till.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    }
    return all;
  });
  assert.ok(kept.length >= 5, `${kept}`);
  for (const path of kept) assert.match(path, /^\/assets\/[a-z-]+\.[0-9a-f]{10}\.[a-z0-9]+$|^\/till\/A12$/);
  await till.context().close();
});

test("A code made without a network is registered once when it is back, and its money turns green", options, async () => {
  const till = await openInstalled();
  await goOffline(till);
  await typeAmount(till, ["4", "3", "000"]);
  const payload = await scanned(till, "#sale-qr");
  assert.match(payload, /540543000/);
  assert.equal(await till.locator("#sale-link").count(), 0);
  const { id } = (await till.evaluate(() => JSON.parse(localStorage.getItem("unsent:A12"))))[0];
  await till.reload();
  await till.waitForSelector("#sale-here");
  await till.context().setOffline(false);
  await till.waitForSelector("#sale-link");
  assert.equal((await api(`/v1/payment-requests/${id}`)).amount, 43_000);
  assert.equal(await till.evaluate(() => localStorage.getItem("unsent:A12")), "[]");
  assert.equal(await scanned(till, "#sale-qr"), payload, "the code that is being scanned stays");
  payAsShopper(payload);
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 43\.000 ₫ Đủ số tiền/);
  assert.equal((await api(`/v1/payment-requests/${id}`)).status, "paid");
  await till.context().close();
});

test("A code that was paid before the network was back is green once, and not registered", options, async () => {
  const till = await openInstalled();
  await till.clock.install();
  await goOffline(till);
  await typeAmount(till, ["4", "7", "000"]);
  const { id } = (await till.evaluate(() => JSON.parse(localStorage.getItem("unsent:A12"))))[0];
  payAsShopper(await scanned(till, "#sale-qr"));
  assert.equal(await till.locator("#outcome").count(), 0);
  await goOnlineWithoutEvents(till);
  await till.evaluate(() => globalThis.letEventsThrough());
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 47\.000 ₫/);
  assert.equal(await till.evaluate(() => localStorage.getItem("unsent:A12")), "[]");
  assert.equal((await api(`/v1/payment-requests/${id}`)).code, "unknown_request");
  await till.context().close();
});

test("A code that was made and paid before the till first heard the ledger is green, and not registered", options, async () => {
  const till = await openInstalled();
  await till.context().setOffline(true);
  await till.reload();
  await till.waitForSelector("#offline:not([hidden])");
  await typeAmount(till, ["4", "6", "000"]);
  const { id } = (await till.evaluate(() => JSON.parse(localStorage.getItem("unsent:A12"))))[0];
  payAsShopper(await scanned(till, "#sale-qr"));
  await till.context().setOffline(false);
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 46\.000 ₫/);
  assert.equal(await till.evaluate(() => localStorage.getItem("unsent:A12")), "[]");
  assert.equal((await api(`/v1/payment-requests/${id}`)).code, "unknown_request");
  await till.context().close();
});

test("A code that nobody has paid is registered when all that was missed is told, not before", options, async () => {
  const till = await openInstalled();
  await till.clock.install();
  await goOffline(till);
  await typeAmount(till, ["4", "4", "000"]);
  const { id } = (await till.evaluate(() => JSON.parse(localStorage.getItem("unsent:A12"))))[0];
  payAsShopper((await openRequest(13_000)).payload);
  await goOnlineWithoutEvents(till);
  assert.equal((await api(`/v1/payment-requests/${id}`)).code, "unknown_request");
  await till.evaluate(() => globalThis.letEventsThrough());
  await till.waitForFunction(() => localStorage.getItem("unsent:A12") === "[]");
  assert.equal((await api(`/v1/payment-requests/${id}`)).amount, 44_000);
  await till.context().close();
});

test("A phone may install the till: it has a name, a start of its own, an icon", options, async () => {
  const till = await openInstalled();
  const path = await till.$eval('link[rel="manifest"]', (link) => new URL(link.href).pathname);
  const manifest = await (await fetch(`${origin}${path}`)).json();
  assert.equal(manifest.start_url, "/till/A12");
  assert.equal((await fetch(`${origin}${manifest.icons[0].src}`)).status, 200);
  await till.evaluate(() => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    event.prompt = async () => { globalThis.asked = true; };
    dispatchEvent(event);
  });
  await till.click("#show-settings");
  await till.click("#install");
  assert.equal(await till.evaluate(() => globalThis.asked), true);
  assert.equal(await till.locator("#install").count(), 0);
  await till.context().close();
});
