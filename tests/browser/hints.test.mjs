// The hint that wakes a till: asked for on the phone, shown by its worker, without a sum.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createECDH, randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPage, startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";
import { openTill, pay } from "./sale.mjs";

const options = { timeout: 300_000 };
const folder = await mkdtemp(join(tmpdir(), "chopay-hints-"));
await writeFile(join(folder, "chopay.toml"), '[push]\ncontact = "mailto:it@pay.example.vn"\n');
const gateway = await startGateway(["--config", join(folder, "chopay.toml")]);
const browser = await startBrowser();
const origin = new URL(gateway.info.url).origin;

after(async () => {
  await browser.close();
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
}, { timeout: 300_000 });

/** In place of a push service, which no test may call: what the browser would answer. */
function standIn({ endpoint, p256dh, auth, refuses }) {
  let there = null;
  PushManager.prototype.getSubscription = async () => there;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (refuses) throw new DOMException("denied", "NotAllowedError");
    globalThis.asked = { userVisibleOnly, bytes: new Uint8Array(applicationServerKey).length };
    there = {
      options: { applicationServerKey },
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
      unsubscribe: async () => { there = null; return true; },
    };
    return there;
  };
}

function browserKeys() {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  return {
    endpoint: "https://push.invalid/send/1", p256dh: ecdh.getPublicKey("base64url"), auth: randomBytes(16).toString("base64url"),
  };
}

async function openInstalled(more = {}) {
  const till = await openPage(browser, origin, { worker: true });
  await till.addInitScript(standIn, { ...browserKeys(), ...more });
  await openTill(till, gateway.info);
  await till.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  await till.click("#show-settings");
  await till.waitForSelector("#set-hints");
  return till;
}

async function subscribed() {
  const headers = { Authorization: `Bearer ${gateway.info.till.split("?key=")[1]}` };
  return (await (await fetch(`${origin}/v1/devices/push`, { headers })).json()).subscribed;
}

test("A vendor asks to be woken, sees that it is so, and takes it back", options, async () => {
  const till = await openInstalled();
  assert.match(await till.innerText("#set-hints"), /Báo khi tắt màn hình/);
  assert.equal(await till.getAttribute("#set-hints", "aria-checked"), "false");
  await till.click("#set-hints");
  await till.waitForSelector('#set-hints[aria-checked="true"]');
  assert.deepEqual(await till.evaluate(() => globalThis.asked), { userVisibleOnly: true, bytes: 65 });
  assert.equal(await subscribed(), true);
  await till.click("#set-hints");
  await till.waitForSelector('#set-hints[aria-checked="false"]');
  assert.equal(await subscribed(), false);
  // That nobody has asked for another account is a 404, which the console repeats.
  assert.deepEqual(till.complaints.filter((each) => !/status of 404/.test(each)), []);
  await till.context().close();
});

test("Where the phone does not allow it, the till says what to do", options, async () => {
  const till = await openInstalled({ refuses: true });
  await till.click("#set-hints");
  await till.waitForFunction(() => /không cho báo/.test(document.getElementById("hints-how").textContent));
  assert.equal(await till.getAttribute("#set-hints", "aria-checked"), "false");
  assert.equal(await subscribed(), false);
  await till.context().close();
});

test("A till that is woken lets its line go while nobody sees it, and then catches up", options, async () => {
  const till = await openInstalled();
  await till.click("#set-hints");
  await till.waitForSelector('#set-hints[aria-checked="true"]');
  await till.click("#hide-settings");
  await till.evaluate(() => {
    let hidden = true;
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    globalThis.lookAgain = () => { hidden = false; document.dispatchEvent(new Event("visibilitychange")); };
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await till.waitForSelector('#link[data-state="down"]', { state: "attached" });
  await till.waitForTimeout(1_500);
  assert.equal(await till.getAttribute("#link", "data-state"), "down");
  const shopper = await openPage(browser, origin);
  const opened = await (await fetch(`${origin}/v1/payment-requests`, {
    method: "POST", headers: { Authorization: `Bearer ${gateway.info.api_key}` }, body: '{"stall":"A12","amount":74000}',
  })).json();
  await pay(shopper, opened.pay_url, "exact");
  await shopper.waitForSelector("#state .good");
  await till.evaluate(() => globalThis.lookAgain());
  await till.waitForSelector('#link[data-state="up"]');
  await till.waitForFunction(() => document.getElementById("credits").textContent.includes("74.000"));
  await till.context().close();
});

test("The language that is chosen is what the worker and the gateway's own pages speak", options, async () => {
  const till = await openInstalled();
  const told = till.waitForResponse((response) => response.url().endsWith("/?lang=en"));
  await till.click("#set-language");
  await told;
  await till.waitForFunction(async () => (await (await caches.match("/language"))?.text()) === "en");
  await till.goto(`${origin}/lock`);
  assert.equal(await till.getAttribute("html", "lang"), "en");
  await till.context().close();
});

test("The worker shows that something came, never how much, and a touch opens the till", options, async () => {
  const till = await openInstalled();
  await till.context().grantPermissions(["notifications"], { origin });
  const [worker] = till.context().serviceWorkers();
  const shown = await worker.evaluate(async () => {
    const notes = [];
    const opened = [];
    self.registration.showNotification = async (title, more) => { notes.push({ title, ...more }); };
    self.clients.matchAll = async () => [];
    self.clients.openWindow = async (path) => { opened.push(path); };
    const send = (event) => {
      const waits = [];
      event.waitUntil = (promise) => waits.push(promise);
      self.dispatchEvent(event);
      return Promise.all(waits);
    };
    const push = (data) => send(Object.assign(new Event("push"), { data }));
    await push({ json: () => ({ stall: "A12", amount: 85_000 }) });
    await push({ json: () => { throw new SyntaxError("no JSON"); } });
    await push(null);
    await (await caches.open("till-pages")).put("/language", new Response("en"));
    await push({ json: () => ({ stall: "A12" }) });
    const close = () => {};
    await send(Object.assign(new Event("notificationclick"), { notification: { data: "A12", close } }));
    return { notes, opened };
  });
  assert.deepEqual(shown.notes.map(({ title, body }) => [title, body]),
    [["Có tiền về – mở để xem", "Sạp A12"], ["Có tiền về – mở để xem", ""], ["Có tiền về – mở để xem", ""],
      ["Money came – open to see", "Stall A12"]]);
  // The icon's name has a hash, with whatever digits.
  assert.doesNotMatch(JSON.stringify(shown.notes.map(({ icon, ...more }) => more)), /85/);
  assert.deepEqual(shown.opened, ["/till/A12"]);
  await till.context().close();
});
