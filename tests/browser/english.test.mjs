// Whoever reads English finds it in every flow: on every page and screen nothing is left in Vietnamese
// but what people and places are called.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { authenticator } from "./authenticator.mjs";
import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { agree, choosePin } from "./first_pin.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";
import { tellers } from "./told_twice.mjs";

const options = { timeout: 300_000 };
const { importStatement, notice } = tellers(gateway.info);
const keyOf = (link) => new URL(link).searchParams.get("key");

/** All texts of a JSON value. */
function textsOf(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(textsOf) : [];
}

const market = JSON.parse(await readFile(new URL("../../config/sandbox_market.json", import.meta.url), "utf8"));
// Of one letter or two are the zones' ids.
const names = [...textsOf(market).filter(({ length }) => length > 2), "Chị Hoa", "Phí vệ sinh", "đồng", "Ban quản lý chợ"]
  .sort((a, b) => b.length - a.length);

/** What is written with Vietnamese letters and is no name, and not said to be Vietnamese. */
function vietnamese(page) {
  return page.evaluate((known) => {
    const body = document.body.cloneNode(true);
    for (const foreign of body.querySelectorAll('[lang="vi"], [hidden], script, noscript, datalist')) foreign.remove();
    const texts = [document.title];
    const walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode.data);
    for (const one of body.querySelectorAll("*")) {
      for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(one.getAttribute(name) ?? "");
    }
    return texts.map((text) => known.reduce((left, name) => left.replaceAll(name, ""), text.normalize("NFC")).trim())
      .filter((text) => /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i.test(text));
  }, names);
}

async function look(page, name) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en", name);
  await loadAxe(page);
  return [...(await vietnamese(page)).map((text) => `${name}: ${text}`), ...await faults(page, name)];
}

async function openEnglish(address, size) {
  const page = await openPage(browser, origin, size);
  await page.context().addCookies([{ name: "chopay-lang", value: "en", url: origin }]);
  if (address) await page.goto(address);
  return page;
}

async function call(key, path, body) {
  const answer = await fetch(origin + path, {
    method: "POST", body: JSON.stringify(body), headers: { Authorization: `Bearer ${key}` },
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

test("A shopper pays, keeps her receipt and checks it in English", options, async () => {
  const page = await openEnglish("", { width: 390, height: 844 });
  const { pay_url } = await openRequest(66_000);
  const all = [];
  await page.goto(pay_url);
  all.push(...await look(page, "pay"));
  await pay(page, pay_url, "exact");
  await page.waitForSelector("#state .good");
  all.push(...await look(page, "paid"));
  await page.click("text=Receipt");
  await page.waitForSelector('[data-proof="good"]');
  assert.match(await page.innerText("#proof"), /^Right: this receipt is in the signed ledger/);
  assert.match(await page.innerText("main"), /PAYMENT RECEIPT[^]*Money received[^]*Not an invoice/);
  all.push(...await look(page, "receipt"));
  for (const path of ["/", "/board/stalls/none", "/pay/pr_none", "/t/ha-long-1/A12", "/s/none", "/sign-in", "/till/A12"]) {
    await page.goto(origin + path);
    all.push(...await look(page, path));
  }
  assert.deepEqual(all, []);
});

test("A vendor is let in, sells, sees too little come, and locks the device in English", options, async () => {
  const { url } = await call(keyOf(gateway.info.board), "/v1/invitations", { role: "till", stall: "A02", name: "Chị Hoa" });
  const till = await openEnglish(url, { width: 390, height: 844 });
  const all = await look(till, "enrol");
  await agree(till);
  all.push(...await look(till, "first PIN"));
  await choosePin(till, "2581");
  assert.match(await till.innerText('[role="alert"]'), /do not match/);
  all.push(...await look(till, "first PIN, wrong"));
  await choosePin(till);
  await till.waitForSelector('#link[data-state="up"]');
  await till.click("#show-settings");
  await till.click("#set-language");
  all.push(...await look(till, "settings"));
  await till.waitForSelector("#lock-now");
  await till.click("#hide-settings");
  for (const view of ["fixed", "check", "day", "devices"]) {
    await till.click(`#show-${view}`);
    await till.waitForSelector(`#hide-${view}`);
    all.push(...await look(till, view));
    await till.click(`#hide-${view}`);
  }
  const link = await makeCode(till, ["8", "5", "000"]);
  all.push(...await look(till, "code"));
  const shopper = await openPage(browser, origin);
  await pay(shopper, link, "short");
  assert.match((await outcome(till)).text, /MISSING/);
  all.push(...await look(till, "short"));
  await putAway(till);
  await till.click("#show-settings");
  await till.click("#lock-now");
  await till.waitForURL("**/lock");
  all.push(...await look(till, "lock"));
  await till.fill("#pin", "1111");
  await till.click("button");
  assert.match(await till.innerText('[role="alert"]'), /^The PIN is not right\. Tries left: \d/);
  all.push(...await look(till, "lock, wrong"));
  assert.deepEqual(all, []);
});

test("What was told twice is asked about on the till in English", options, async () => {
  await importStatement(37_000);
  await notice(37_000);
  const till = await openEnglish("", { width: 390, height: 844 });
  await till.addInitScript(() => localStorage.setItem("till-settings", '{"language":"en"}'));
  await openTill(till, gateway.info);
  await till.click("#show-held");
  assert.deepEqual(await look(till, "held"), []);
});

test("A manager's account is made, used and ended in English", options, async () => {
  const { url } = await call(keyOf(gateway.info.board), "/v1/invitations", { role: "viewer", name: "Chị Hoa" });
  const page = await openEnglish(url, { width: 390, height: 844 });
  const all = await look(page, "invited");
  const code = authenticator(await page.textContent(".secret"));
  const fill = async (password) => {
    await page.fill("#name", "hoa");
    await page.fill("#password", password);
    await page.fill("#again", password);
    await page.fill("#code", code());
    await page.click("button");
  };
  await fill("short");
  assert.match(await page.innerText('[role="alert"]'), /at least 10 characters/);
  all.push(...await look(page, "invited, wrong"));
  await fill("mực một nắng");
  await page.waitForURL("**/board");
  await page.click("text=Account and log out");
  assert.match(await page.innerText("main"), /hoa[^]*Market board[^]*Signed in[^]*this device/);
  all.push(...await look(page, "account"));
  await page.click("text=Change the authenticator app");
  all.push(...await look(page, "authenticator"));
  await page.goto(`${origin}/account`);
  await page.click("text=Log out");
  await page.waitForURL("**/sign-in");
  all.push(...await look(page, "signed out"));
  assert.deepEqual(all, []);
});

test("The board does its rounds in English", options, async () => {
  await importStatement(29_000);
  await notice(29_000);
  await call(keyOf(gateway.info.till), "/v1/stalls/A12/payee-change",
    { bank: "970422", account: "0901234567", holder: "HKD TRAN THU HA" });
  const page = await openEnglish(gateway.info.board, { width: 1280, height: 800 });
  const all = [];
  for (const path of ["/board", "/board?day=2026-01-01", "/board/month", "/hall", "/board/alarms", "/board/audit",
    "/board/sources", "/board/stalls", "/board/stalls/A12", "/board/people", "/board/charges", "/board/reconcile", "/board/import", "/board/patrol",
    "/board/payee-changes"]) {
    await page.goto(origin + path);
    await page.waitForTimeout(300);
    all.push(...await look(page, path));
  }
  await page.click('[data-step="approve"]');
  assert.match(await page.innerText('[data-step="approve"]'), /^Approve: sure\? Press again/);
  await page.click('[data-step="approve"]');
  await page.waitForSelector('.case[data-status="cooling"]');
  assert.match(await page.innerText("#said"), /^Stall A12: Approved/);
  all.push(...await look(page, "approved"));
  await page.goto(`${origin}/board/audit`);
  await page.waitForSelector('#signed[data-look="good"]');
  await page.click(".entries .prove >> nth=0");
  await page.waitForSelector('.entries [data-look="good"]');
  all.push(...await look(page, "proved"));
  await page.goto(`${origin}/board/sources`);
  await page.click('[data-source="sandbox"] .try-source');
  await page.waitForSelector('[data-source="sandbox"] .verdict[data-look="good"]');
  all.push(...await look(page, "tried"));
  await page.goto(`${origin}/board/charges`);
  await page.fill("#price-id", "ve-sinh");
  await page.fill("#price-name", "Phí vệ sinh");
  await page.selectOption("#price-by", "stall");
  await page.fill("#price-dong", "20.000");
  await page.fill("#price-from", "2026-12");
  await page.click("#price button");
  await page.waitForSelector("text=The price is saved.");
  all.push(...await look(page, "priced"));
  assert.deepEqual(all, []);
});
