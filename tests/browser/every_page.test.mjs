// What holds for every page there is: nothing under 48 px, nothing over the edge at 320 px or at 200 %,
// every control reached by Tab, live regions that do not interrupt, nothing asked of another origin, and
// a policy under which no foreign or inline script or style runs.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { authenticator } from "./authenticator.mjs";
import { openPage as openOne } from "./browser.mjs";
import { agree, choosePin } from "./first_pin.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { lookTwice } from "./reach.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";
import { tellers } from "./told_twice.mjs";

const options = { timeout: 300_000 };
const { importStatement, notice } = tellers(gateway.info);
// A page that is not there says so with its status, and one without a network says that: the console repeats it.
const EXPECTED = /status of 4\d\d|net::ERR_/;
const opened = [];

/** A page that must have had nothing to complain of when its test ends. */
async function openPage(...given) {
  const page = await openOne(...given);
  opened.push(page);
  return page;
}

afterEach(() => {
  const complaints = opened.splice(0).flatMap((page) => page.complaints);
  assert.deepEqual(complaints.filter((each) => !EXPECTED.test(each)), []);
});

test("Every page of the shopper, the board and whoever signs in is for everybody", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  const waiting = (await openRequest(71_000)).pay_url;
  const paid = (await openRequest(72_000)).pay_url;
  await pay(page, paid, "exact");
  await page.waitForSelector("#state .wait", { state: "detached" });
  await page.goto(gateway.info.board);
  const all = [];
  for (const address of [waiting, paid, `${paid}/receipt`, "/", "/sign-in", "/lock", "/docs", "/pay/pr_none",
    "/t/ha-long-1/A12", "/s/none", "/board", "/board/month", "/board/patrol", "/board/audit", "/board/sources",
    "/board/payee-changes", "/board/alarms", "/board/stalls", "/board/stalls/A12", "/board/people", "/board/charges", "/board/reconcile", "/board/import", "/hall"]) {
    const url = new URL(address, origin);
    all.push(...await lookTwice(page, url.pathname.replace(/pr_\w+/, "…"), async () => {
      const answer = await page.goto(url.href);
      await page.waitForTimeout(200);
      return answer.headers()["content-security-policy"];
    }));
  }
  // A reference for programmers has its links inside of sentences, where a target may be small.
  assert.deepEqual(all.filter((each) => !each.startsWith("/docs: under 48 px")), []);
});

/** Looks at the page that is open, without going anywhere. */
const lookHere = (page, name) => lookTwice(page, name, async () => {});

async function invitation(role, more) {
  const answer = await fetch(`${origin}/v1/invitations`, {
    method: "POST", body: JSON.stringify({ role, ...more }),
    headers: { Authorization: `Bearer ${new URL(gateway.info.board).searchParams.get("key")}` },
  });
  return (await answer.json()).url;
}

test("Who is invited, has an account, or locks a device finds it all by Tab, at 320 px and 200 %", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await page.goto(await invitation("viewer", { name: "Chị Hoa" }));
  const all = await lookHere(page, "enrol, person");
  const code = authenticator(await page.textContent(".secret"));
  await page.fill("#name", "hoa");
  await page.fill("#password", "mực một nắng");
  await page.fill("#again", "mực một nắng");
  await page.fill("#code", code());
  await page.click("button");
  await page.waitForURL("**/board");
  for (const path of ["/account", "/account/authenticator"]) {
    await page.goto(origin + path);
    all.push(...await lookHere(page, path));
  }
  const device = await openPage(browser, origin, { width: 320, height: 568 });
  await device.goto(await invitation("till", { stall: "A02", name: "Chị Hoa" }));
  all.push(...await lookHere(device, "enrol, device"));
  await agree(device);
  all.push(...await lookHere(device, "first PIN"));
  await choosePin(device);
  await device.waitForSelector('#link[data-state="up"]');
  await device.click("#show-settings");
  await device.click("#lock-now");
  await device.waitForURL("**/lock");
  all.push(...await lookHere(device, "locked"));
  assert.deepEqual(all, []);
});

test("What tells of money on the till is reached by Tab, at 320 px and 200 %", options, async () => {
  await importStatement(58_000);
  await notice(58_000);
  const till = await openPage(browser, origin, { width: 320, height: 568 });
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  const all = [];
  for (const how of ["short", "over", "late"]) {
    const link = await makeCode(till, ["7", "4", "000"]);
    await pay(shopper, link, how);
    await outcome(till);
    all.push(...await lookHere(till, how));
    await putAway(till);
  }
  await till.click("#show-held");
  all.push(...await lookHere(till, "held"));
  await till.click("#hide-held");
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
  all.push(...await lookHere(till, "offline"));
  assert.deepEqual(all, []);
});

test("Every screen of the till is for everybody", options, async () => {
  const till = await openPage(browser, origin, { width: 320, height: 568 });
  const answer = await till.goto(gateway.info.till);
  assert.doesNotMatch(answer.headers()["content-security-policy"], /unsafe|\*/);
  await openTill(till, gateway.info);
  const all = await lookTwice(till, "enter", async () => {});
  for (const view of ["fixed", "check", "day", "settings", "devices"]) {
    await till.click(`#show-${view}`);
    await till.waitForSelector(`#hide-${view}`);
    await till.waitForTimeout(200);
    all.push(...await lookTwice(till, view, async () => {}));
    await till.click(`#hide-${view}`);
  }
  await makeCode(till, ["7", "3", "000"]);
  all.push(...await lookTwice(till, "sale", async () => {}));
  assert.deepEqual(all, []);
});

test("A stall is found in the registry by its number or its name, without the marks too", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await page.goto(gateway.info.board);
  await page.goto(`${origin}/board/stalls`);
  const count = () => page.locator(".stalls li:visible").count();
  const whole = await count();
  assert.ok(whole > 1);
  await page.fill("#sought", "a12");
  assert.equal(await count(), 1);
  const name = (await page.innerText(".stalls li:visible .stall > span:last-child")).split("\n")[0];
  assert.equal(await page.innerText("#found"), "1 sạp");
  await page.fill("#sought", name.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toUpperCase());
  assert.ok(await count() >= 1);
  await page.fill("#sought", "không có ai");
  assert.equal(await count(), 0);
  assert.equal(await page.innerText("#found"), "Không có sạp nào.");
  await page.fill("#sought", "");
  assert.equal(await count(), whole);
  assert.deepEqual(page.complaints, []);
});
