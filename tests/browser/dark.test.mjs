// Every page that the server makes, on a device that is set dark: readable, and codes stay scannable.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { pay } from "./sale.mjs";

const options = { timeout: 300_000 };

async function openDark(size) {
  const page = await openPage(browser, origin, size);
  await page.emulateMedia({ colorScheme: "dark" });
  return page;
}

/** Saves a picture where CHOPAY_PICTURES names a folder, for people to look at. */
async function picture(page, name) {
  if (!process.env.CHOPAY_PICTURES) return;
  const path = `${process.env.CHOPAY_PICTURES}/${name.replaceAll(/\W+/g, "_")}.png`;
  await page.screenshot({ path, fullPage: true });
}

async function look(page, name, all) {
  await loadAxe(page);
  all.push(...await faults(page, `dark ${name}`));
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (!/^rgb\((\d|[1-4]\d), /.test(paper)) all.push(`dark ${name}: the paper is ${paper}`);
  await picture(page, name);
}

test("The shopper's and the sign-in pages are dark where the device is", options, async () => {
  const all = [];
  const page = await openDark({ width: 390, height: 844 });
  const { pay_url } = await openRequest(61_000);
  await page.goto(pay_url);
  await page.waitForSelector("[data-copy]:visible");
  await look(page, "pending", all);
  const code = await page.$eval(".qr", (box) => getComputedStyle(box).backgroundColor);
  assert.equal(code, "rgb(255, 255, 255)");
  for (const how of ["exact", "short", "over", "late"]) {
    const link = (await openRequest(62_000)).pay_url;
    await pay(page, link, how);
    await page.waitForSelector("#state .wait", { state: "detached" });
    await look(page, how, all);
    await page.goto(`${link}/receipt`);
    await page.waitForSelector("[data-proof]");
    await look(page, `receipt ${how}`, all);
  }
  for (const path of ["/", "/sign-in", "/lock", "/pay/pr_none", "/t/ha-long-1/A12", "/s/none"]) {
    await page.goto(origin + path);
    await look(page, path, all);
  }
  assert.deepEqual(all, []);
});

test("The board's pages are dark where the device is", options, async () => {
  const all = [];
  const page = await openDark({ width: 1280, height: 800 });
  await page.goto(gateway.info.board);
  const paths = ["/board", "/board/month", "/board/patrol", "/board/audit", "/board/sources",
    "/board/payee-changes", "/board/alarms", "/board/stalls", "/board/stalls/A12", "/board/people", "/hall"];
  for (const path of paths) {
    await page.goto(origin + path);
    await look(page, path, all);
  }
  assert.deepEqual(all, []);
});

test("The till keeps to its own setting", options, async () => {
  const page = await openDark({ width: 390, height: 844 });
  await page.goto(gateway.info.till);
  await page.waitForSelector('[data-key="9"]');
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(paper, "rgb(242, 245, 243)");
});

test("The pages for everybody speak English to whom asks for it, and remember it", options, async () => {
  const all = [];
  const page = await openPage(browser, origin, { width: 320, height: 640 });
  const { pay_url } = await openRequest(61_000);
  for (const [path, word] of [[pay_url, /Do not change amount and text/], ["/t/ha-long-1/A12", /Compare with the sticker/],
    ["/s/none", /No sticker has this code/], ["/pay/pr_none", /no such payment code/], ["/sign-in", /Sign-in name/]]) {
    await page.context().clearCookies();
    await page.goto(new URL(path, origin).href);
    assert.equal(await page.getAttribute("html", "lang"), "vi");
    await page.click("text=English");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.match(await page.innerText("main"), word);
    await page.goto(new URL(path, origin).href);
    assert.equal(await page.getAttribute("html", "lang"), "en", "remembered");
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await loadAxe(page);
      all.push(...await faults(page, `en ${colorScheme} ${path}`));
      await picture(page, `en ${colorScheme} ${path.replace(origin, "")}`);
    }
    page.complaints = page.complaints.filter((each) => !each.includes("404"));
  }
  assert.deepEqual([...all, ...page.complaints], []);
  const answer = await fetch(pay_url, { headers: { "Accept-Language": "en-GB,en;q=0.9" } });
  assert.match(await answer.text(), /<html lang="en">/);
  assert.equal(answer.headers.get("vary"), "Accept-Language, Cookie");
});
