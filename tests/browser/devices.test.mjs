// A household lets its helper in by a QR code on its own screen, and puts the helper out again.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { agree, choosePin, comeIn, PIN } from "./first_pin.mjs";
import { api, browser, gateway, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";

/** The household's till invites; gives the link that the code on its screen holds. */
async function invite(till, name) {
  await till.click("#show-devices");
  await till.fill("#device-name", name);
  const answer = till.waitForResponse((response) => response.url().endsWith("/v1/invitations"));
  await till.click("#invite-helper");
  await till.waitForSelector("#invited-qr svg");
  return (await (await answer).json()).url;
}

test("A helper comes in by the code, sells, sees no list of devices, and is put out", async () => {
  const till = await openPage(browser, origin, { width: 390, height: 844 });
  await openTill(till, gateway.info);
  const link = await invite(till, "Em Lan");
  assert.equal(await overhang(till), 0);

  const helper = await openPage(browser, origin, { width: 320, height: 568 });
  await helper.goto(link);
  assert.match(await helper.textContent("main"), /Người phụ bán/);
  assert.equal(await overhang(helper), 0);
  await agree(helper);
  assert.equal(await overhang(helper), 0);
  assert.equal((await helper.request.get(`${origin}/v1/stalls/A12/credits`)).status(), 401);
  await helper.goto(`${origin}/till/A12`);
  await helper.waitForURL("**/lock");
  await choosePin(helper);
  await helper.waitForSelector('#link[data-state="up"]');
  assert.equal(await helper.isVisible("#show-devices"), false);
  const sale = await makeCode(helper, ["8", "5", "000"]);
  const shopper = await openPage(browser, origin, { width: 390, height: 844 });
  await Promise.all([outcome(helper), outcome(till), pay(shopper, sale, "exact")]);
  await putAway(till);
  await till.click("#hide-devices");
  await till.click("#show-devices");
  const revoke = till.locator("#device-list li", { hasText: "Em Lan" }).locator("button");
  await revoke.click();
  assert.equal(await revoke.textContent(), "Thu hồi thật?");
  await revoke.click();
  await till.waitForFunction(() => !document.getElementById("device-list").textContent.includes("Lan"));
  await helper.reload();
  assert.match(await helper.textContent("main"), /liên kết riêng/);
  assert.deepEqual(till.complaints, []);
});

test("A helper changes its PIN, and cannot be without one", async () => {
  const till = await openPage(browser, origin, { width: 390, height: 844 });
  await openTill(till, gateway.info);
  const link = await invite(till, "Em Hoa");
  const helper = await openPage(browser, origin, { width: 320, height: 568 });
  await helper.goto(link);
  await comeIn(helper);
  await helper.click("#show-settings");
  await helper.waitForSelector("#pin-next");
  assert.equal(await overhang(helper), 0);
  assert.match(await helper.textContent("#pin-send"), /Đổi PIN/);
  await helper.fill("#pin", PIN);
  await helper.fill("#pin-next", "9753");
  await helper.click("#pin-send");
  await helper.waitForFunction(() => document.querySelector("#pin").value === "");
  assert.deepEqual(helper.complaints, []);
  await helper.click("#lock-now");
  await helper.waitForURL("**/lock");
  await helper.fill("#pin", "9753");
  await helper.click("button");
  await helper.waitForSelector('#link[data-state="up"]');
  // What the page still asks while it locks is refused.
  assert.deepEqual(helper.complaints.filter((one) => !one.includes("401")), []);
});

test("A code that was used, or never was, tells so", async () => {
  const page = await openPage(browser, origin, { width: 390, height: 844 });
  const answer = await page.goto(`${origin}/enrol/${"0".repeat(26)}`);
  assert.equal(answer.status(), 410);
  assert.match(await page.textContent("main"), /một lần/);
});

/** A till with a PIN that somebody has left open, with its settings on the screen. */
async function leaveOpen() {
  const till = await openPage(browser, origin, { width: 320, height: 568 });
  await openTill(till, gateway.info);
  await till.click("#show-settings");
  await till.fill("#pin", PIN);
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now");
  await api("/sandbox/clock", "POST", JSON.stringify({ advance_s: 6 * 60 }));
  return till;
}

/** On the settings; the next test begins without. */
async function takePinAway(till) {
  await till.fill("#pin", PIN);
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now", { state: "detached" });
}

test("Whoever finds a till open lets no phone in without its PIN", async () => {
  const till = await leaveOpen();
  await till.click("#hide-settings");
  await till.click("#show-devices");
  await till.fill("#device-name", "Anh Ba");
  await till.click("#invite-owner");
  await till.waitForSelector("#device-pin");
  assert.equal(await overhang(till), 0);
  await till.fill("#device-pin", "1379");
  await till.click("#device-prove");
  await till.waitForFunction(() => /chưa đúng/.test(document.querySelector("#device-word").textContent));
  assert.equal(await till.locator("#invited").count(), 0);
  // The household goes on where it was asked.
  await till.fill("#device-pin", PIN);
  await till.click("#device-prove");
  await till.waitForSelector("#invited-qr svg");
  assert.equal(await till.innerText("#invited-name"), "Anh Ba");
  assert.equal(await till.locator("#device-pin").count(), 0);
  assert.equal(await till.innerText("#device-word"), "");
  await till.click("#hide-devices");
  await till.click("#show-settings");
  await takePinAway(till);
});

test("Whoever finds a till open puts no device out without its PIN", async () => {
  const before = await openPage(browser, origin, { width: 320, height: 568 });
  await openTill(before, gateway.info);
  const helper = await openPage(browser, origin, { width: 320, height: 568 });
  await helper.goto(await invite(before, "Em Cúc"));
  await comeIn(helper);
  await before.close();
  const till = await leaveOpen();
  await till.click("#hide-settings");
  await till.click("#show-devices");
  const cuc = till.locator("#device-list li", { hasText: "Em Cúc" });
  await cuc.locator("button").click();
  await cuc.locator("button").click();
  await till.waitForSelector("#device-pin");
  assert.equal(await cuc.count(), 1);
  await till.fill("#device-pin", PIN);
  await till.click("#device-prove");
  await cuc.waitFor({ state: "detached" });
  assert.equal(await till.innerText("#device-word"), "");
  await till.click("#hide-devices");
  await till.click("#show-settings");
  await takePinAway(till);
});

test("A household says by its PIN that it is there, before the board may see its sales", async () => {
  const till = await leaveOpen();
  const before = await till.innerText("#consent-said");
  await till.click("#consent-turn");
  await till.waitForSelector("#consent-pin");
  assert.equal(await overhang(till), 0);
  assert.equal(await till.innerText("#consent-said"), before);
  await till.fill("#consent-pin", "1379");
  await till.click("#consent-prove");
  await till.waitForFunction(() => /chưa đúng/.test(document.querySelector("#consent-word").textContent));
  await till.fill("#consent-pin", PIN);
  await till.click("#consent-prove");
  await till.waitForSelector("#consent-pin", { state: "detached" });
  const after = await till.innerText("#consent-said");
  assert.notEqual(after, before);
  // For five minutes it is not asked again.
  await till.click("#consent-turn");
  await till.waitForFunction((text) => document.querySelector("#consent-said").innerText !== text, after);
  assert.equal(await till.locator("#consent-pin").count(), 0);
  await takePinAway(till);
});

test("A household sets a PIN, locks its till, opens it again, and takes the PIN away", async () => {
  const till = await openPage(browser, origin, { width: 390, height: 844 });
  await openTill(till, gateway.info);
  await till.click("#show-settings");
  await till.fill("#pin", "1234");
  await till.click("#pin-send");
  await till.waitForFunction(() => document.querySelector("#pin-word").textContent !== "");
  assert.match(await till.textContent("#pin-word"), /không dễ đoán/);
  await till.fill("#pin", "2580");
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now");
  assert.equal(await till.inputValue("#pin"), "");
  await till.click("#lock-now");
  await till.waitForURL("**/lock");
  await till.fill("#pin", "2580");
  await till.click("button");
  await till.waitForSelector('#link[data-state="up"]');

  await till.click("#show-settings");
  await till.fill("#pin", "1379");
  await till.click("#pin-send");
  await till.waitForFunction(() => /chưa đúng/.test(document.querySelector("#pin-word").textContent));
  await till.fill("#pin", "2580");
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now", { state: "detached" });
});
