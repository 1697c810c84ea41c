// What holds for every page there is: nothing under 48 px, nothing over the edge at 320 px or at 200 %,
// every control reached by Tab, live regions that do not interrupt, nothing asked of another origin, and
// a policy under which no foreign or inline script or style runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { makeCode, openTill, pay } from "./sale.mjs";

const options = { timeout: 120_000 };
const TABS_MAX = 400;

/** The words of a closed list that do not fit into it: a browser cuts them without a mark. */
function cutOptions(page) {
  return page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll("select")].flatMap((select) => {
      const style = getComputedStyle(select);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const arrow = 20;
      const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
      return room <= 0 ? [] : [...select.options].map(({ text }) => text)
        .filter((text) => pen.measureText(text).width > room).map((text) => `cut: ${text}`);
    });
  });
}

/** What can be pressed or typed into and is never reached by Tab, and what shows no ring when it is. */
async function unreached(page) {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const all = await page.evaluate(() => {
    const each = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
      !one.disabled && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]"));
    each.forEach((one, at) => { one.dataset.tabbed = at; });
    return each.map((one) => one.outerHTML.slice(0, 100));
  });
  const seen = new Set();
  const faint = new Set();
  for (let i = 0; i < TABS_MAX && seen.size < all.length; ++i) {
    await page.keyboard.press("Tab");
    const [at, ring] = await page.evaluate(() => {
      const { dataset } = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
      // The parts of a date are the browser's own: it marks the one that has the keyboard.
      return [dataset.tabbed, document.activeElement.type === "date" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"];
    });
    if (at === undefined) continue;
    seen.add(Number(at));
    if (!ring) faint.add(Number(at));
  }
  // What goes with the first key that is pressed, as the loudspeaker's button does, need not be reached.
  const gone = new Set(await page.evaluate((count) => Array.from({ length: count }, (_, at) => at)
    .filter((at) => !document.querySelector(`[data-tabbed="${at}"]`)), all.length));
  return [...all.filter((_, at) => !seen.has(at) && !gone.has(at)).map((one) => `not reached by Tab: ${one}`),
    ...[...faint].map((at) => `no ring: ${all[at]}`)];
}

/** Live regions that interrupt; only the till's money and refusals of what was just done may. */
function rude(page) {
  return page.evaluate(() => [...document.querySelectorAll('[aria-live="assertive"], [role="alert"]')]
    .filter((one) => one.id !== "say-now" && !one.matches(".hint") && !one.closest("form"))
    .map((one) => `interrupts: ${one.outerHTML.slice(0, 80)}`));
}

async function look(page, name, { tab = true } = {}) {
  await loadAxe(page);
  const found = await faults(page, name);
  const more = [...await cutOptions(page), ...await rude(page), ...(tab ? await unreached(page) : [])];
  return [...found, ...more.map((each) => `${name}: ${each}`)];
}

/** The same page on a screen half as wide and high, each pixel twice: what 200 % zoom is. */
async function lookTwice(page, name, go, more) {
  const all = [];
  for (const [width, height] of [[320, 568], [640, 400]]) {
    await page.setViewportSize({ width, height });
    const policy = await go();
    if (policy !== undefined && (!policy || /unsafe|\*/.test(policy))) all.push(`${name}: policy ${policy}`);
    if (width === 320) all.push(...await look(page, name, more));
    const wide = await overhang(page);
    if (wide > 0) all.push(`${name}: ${wide} px too wide at ${width} px`);
  }
  return all;
}

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
    "/board/payee-changes", "/board/alarms", "/board/stalls", "/board/stalls/A12", "/board/people", "/hall"]) {
    const url = new URL(address, origin);
    all.push(...await lookTwice(page, url.pathname.replace(/pr_\w+/, "…"), async () => {
      const answer = await page.goto(url.href);
      await page.waitForTimeout(200);
      return answer.headers()["content-security-policy"];
    }));
  }
  // A reference for programmers has its links inside of sentences, where a target may be small.
  assert.deepEqual(all.filter((each) => !each.startsWith("/docs: under 48 px")), []);
  // A page that is not there says so with its status, which the console repeats.
  assert.deepEqual(page.complaints.filter((each) => !/status of 4\d\d/.test(each)), []);
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
  assert.deepEqual(till.complaints.filter((each) => !/status of 404/.test(each)), []);
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
