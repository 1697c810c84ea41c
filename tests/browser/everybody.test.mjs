// Who cannot see well, press exactly, or hear only a screen reader: each state of each screen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay, putAway } from "./sale.mjs";

const options = { timeout: 300_000 };
const MONEY_CONTRAST_MIN = 7;

async function openWith(settings, size) {
  const till = await openPage(browser, origin, size);
  await till.addInitScript((kept) => localStorage.setItem("till-settings", kept), JSON.stringify(settings));
  await openTill(till, gateway.info);
  return till;
}

/** The least contrast of the text in these elements with what lies behind it (WCAG 2.2, 1.4.3). */
function contrasts(page, selectors) {
  return page.evaluate((all) => {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = parts(colour).map((part) => {
        const each = part / 255;
        return each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if ((parts(colour)[3] ?? 1) === 1) return colour;
      }
      return "rgb(255, 255, 255)";
    };
    return all.flatMap((selector) => [...document.querySelectorAll(selector)].map((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
      return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    }));
  }, selectors);
}

async function poorContrasts(page, name, selectors) {
  const found = await contrasts(page, selectors);
  assert.ok(found.length > 0, name);
  return found.filter(([, ratio]) => ratio < MONEY_CONTRAST_MIN).map((each) => `${name}: ${each.join(" ")}`);
}

test("The shopper's page in every state, and her receipt, are for everybody", options, async () => {
  const all = [];
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  const look = async (name) => {
    await loadAxe(page);
    all.push(...await faults(page, name), ...await poorContrasts(page, name, [".sum", ".state .word"]));
  };
  const { pay_url } = await openRequest(61_000);
  await page.goto(pay_url);
  await page.waitForSelector("[data-copy]:visible");
  await page.click(".apps summary");
  await look("pending");
  for (const how of ["exact", "short", "over", "late"]) {
    const link = (await openRequest(62_000)).pay_url;
    await pay(page, link, how);
    await page.waitForSelector("#state .wait", { state: "detached" });
    await look(how);
    await page.goto(`${link}/receipt`);
    await page.waitForSelector("[data-proof]");
    await loadAxe(page);
    all.push(...await faults(page, `receipt ${how}`));
  }
  for (const path of ["/", "/sign-in", "/lock", "/pay/pr_none", "/t/ha-long-1/A12", "/s/none"]) {
    await page.goto(origin + path);
    await loadAxe(page);
    all.push(...await faults(page, path));
  }
  assert.deepEqual(all, []);
});

test("The till's rarer states are for everybody, in both lights and both languages", options, async () => {
  const all = [];
  const shopper = await openPage(browser, origin);
  for (const settings of [{}, { dark: true, language: "en" }]) {
    const till = await openWith(settings, { width: 320, height: 568 });
    await loadAxe(till);
    const look = async (name, money) => {
      all.push(...await faults(till, `${JSON.stringify(settings)} ${name}`), ...await poorContrasts(till, name, money));
    };
    await till.click('[data-key="9"]');
    await look("typed", ["#amount", ".chips button"]);
    await till.click('[data-key="back"]');
    for (const how of ["exact", "short", "over", "late", "again"]) {
      const link = await makeCode(till, ["6", "3", "000"]);
      if (how === "again") {
        await pay(shopper, link, "exact");
        await outcome(till);
        await putAway(till);
      }
      await pay(shopper, link, how === "again" ? "exact" : how);
      await outcome(till);
      await look(how, ["#outcome-amount", "#outcome-word"]);
      await putAway(till);
    }
    const links = [(await openRequest(64_000)).pay_url, (await openRequest(65_000)).pay_url];
    await till.context().setOffline(true);
    await till.waitForSelector("#offline:not([hidden])");
    await look("offline", ["#credits .sum"]);
    for (const link of links) {
      await pay(shopper, link, "exact");
      await shopper.waitForSelector("#state .good");
    }
    await till.context().setOffline(false);
    await till.waitForSelector("#missed");
    await look("missed", ["#missed .sum"]);
    await till.context().close();
  }
  assert.deepEqual(all, []);
});

test("At 200 % zoom nothing is cut off, on a computer and on a phone held upright", options, async () => {
  for (const [width, height] of [[640, 400], [320, 422]]) {
    const till = await openPage(browser, origin, { width, height, scale: 2 });
    await openTill(till, gateway.info);
    assert.equal(await overhang(till), 0);
    await makeCode(till, ["9", "9", "000", "000"]);
    assert.equal(await overhang(till), 0);
    const link = await till.$eval("#sale-link", ({ href }) => href);
    for (const address of [link, gateway.info.board, `${origin}/sign-in`]) {
      await till.goto(address);
      assert.equal(await overhang(till), 0, address);
    }
    await till.context().close();
  }
});

test("A sale needs no pointer: keys make the code, end it, and put the green away", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  await till.keyboard.type("66000");
  await till.keyboard.press("Enter");
  await till.waitForSelector("#sale");
  await till.waitForFunction(() => document.activeElement.id === "sale-amount");
  await till.keyboard.press("Tab");
  assert.equal(await till.evaluate(() => document.activeElement.id), "cancel");
  await pay(shopper, await till.$eval("#sale-link", ({ href }) => href), "exact");
  await till.waitForFunction(() => document.activeElement.id === "outcome-back");
  await till.keyboard.press("Enter");
  await till.waitForSelector("#outcome", { state: "detached" });
  const reached = new Set();
  for (let i = 0; i < 40; ++i) {
    await till.keyboard.press("Tab");
    reached.add(await till.evaluate(() => document.activeElement.id || document.activeElement.dataset.key || ""));
  }
  for (const id of ["show-fixed", "show-check", "show-day", "show-settings", "show-devices", "000", "back"]) {
    assert.ok(reached.has(id), `${id} is not reached by Tab`);
  }
});

/** Notes what live regions say from now on. */
function noteAnnouncements() {
  globalThis.announced = [];
  for (const region of document.querySelectorAll('[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]')) {
    let before = region.textContent.trim();
    new MutationObserver(() => {
      const text = region.textContent.trim();
      if (text !== before) globalThis.announced.push(`${region.id}: ${text}`);
      before = text;
    }).observe(region, { childList: true, subtree: true, characterData: true });
  }
}

test("A screen reader hears money once, at once, and no countdown", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  await openTill(till, gateway.info);
  assert.equal(await till.locator('[aria-live="assertive"]').count(), 1);
  const link = await makeCode(till, ["6", "7", "000"]);
  await shopper.goto(link);
  await shopper.waitForSelector("[data-copy]:visible");
  for (const page of [till, shopper]) await page.evaluate(noteAnnouncements);
  await till.waitForTimeout(2_500);
  assert.deepEqual(await till.evaluate(() => globalThis.announced), []);
  assert.deepEqual(await shopper.evaluate(() => globalThis.announced), []);
  const payer = await openPage(browser, origin);
  await pay(payer, link, "exact");
  await outcome(till);
  await shopper.waitForSelector("#state .good");
  for (const page of [till, shopper]) await page.waitForFunction(() => globalThis.announced.length > 0);
  const heard = await till.evaluate(() => globalThis.announced);
  assert.deepEqual(heard, ["say-now: Đã nhận 67.000\u00a0₫."]);
  const seen = await shopper.evaluate(() => globalThis.announced);
  assert.equal(seen.length, 1);
});
