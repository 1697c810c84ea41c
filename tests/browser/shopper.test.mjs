// The shopper's side of a sale: her bank's app, her receipt, a new code for one that has ended; and a
// sale in which nothing passes between the two phones but light.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { openPage, overhang } from "./browser.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { makeCode, openTill, outcome, pay } from "./sale.mjs";

const options = { timeout: 300_000 };
const SCRIPT_MAX = 1_500;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-shopper-"));
}, options);
after(async () => {
  await rm(folder, { recursive: true, force: true });
}, options);

test("A sale from screen to screen: the shopper's camera, her bank, the vendor's green", options, async () => {
  const till = await openPage(browser, origin);
  const shopper = await openPage(browser, origin);
  const started = performance.now();
  await openTill(till, gateway.info);
  await shopper.goto(await makeCode(till, ["8", "5", "000"]));
  const picture = join(folder, "seen.png");
  await shopper.screenshot({ path: picture });
  const paid = spawnSync(process.env.CHOPAY, ["pay", picture, "--data", gateway.data], { encoding: "utf8" });
  assert.equal(paid.status, 0, paid.stderr);
  assert.match((await outcome(till)).text, /ĐÃ NHẬN 85\.000 ₫/);
  console.log(`a sale by two browsers, from opening the till to green: ${Math.round(performance.now() - started)} ms`);
  await shopper.waitForSelector("#state .good");
  assert.deepEqual([...till.complaints, ...shopper.complaints], []);
});

test("The page's own script is small", options, async () => {
  const page = await openPage(browser, origin);
  const bodies = [];
  page.on("response", (response) => {
    if (/\/pay\.[0-9a-f]+\.js$/.test(response.url())) bodies.push(response.body());
  });
  await page.goto((await openRequest(9_000)).pay_url);
  await page.waitForSelector("[data-copy]:visible");
  const [script] = await Promise.all(bodies);
  console.log(`the shopper's script: ${gzipSync(script).length} bytes compressed`);
  assert.ok(gzipSync(script).length <= SCRIPT_MAX);
});

test("Bank apps are one press away, by an address that no page holds", options, async () => {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  const { pay_url } = await openRequest(9_000);
  await page.goto(pay_url);
  await page.click(".apps summary");
  const links = await page.$$eval(".apps a", (all) => all.map(({ pathname }) => pathname));
  assert.ok(links.length > 5);
  assert.equal(await overhang(page), 0);
  const answer = await fetch(origin + links[0], { redirect: "manual" });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get("location"), /^https:\/\/dl\.vietqr\.io\/pay\?app=.*am=9000/);
  assert.equal((await fetch(`${pay_url}/app/none`)).status, 404);
  assert.deepEqual(page.complaints, []);
});

test("The receipt is checked in the page, and a changed one is found out", options, async () => {
  const page = await openPage(browser, origin);
  const { pay_url } = await openRequest(85_000);
  assert.equal((await fetch(`${pay_url}/receipt`)).status, 404);
  await pay(page, pay_url, "exact");
  await page.waitForSelector("#state .good");
  await page.goto(`${pay_url}/receipt`);
  await page.waitForSelector('[data-proof="good"]');
  assert.match(await page.innerText("main"), /85\.000[^]*Tám mươi lăm nghìn đồng[^]*Không phải hóa đơn/);
  assert.doesNotMatch(await page.innerText("main"), /\d{7,}/, "no whole account");
  const verdicts = await page.evaluate(async () => {
    const { proves } = await import([...document.scripts].find(({ src }) => src.includes("receipt")).src);
    const receipt = await (await fetch(document.getElementById("receipt-file").href)).text();
    const key = await (await fetch(document.getElementById("log-key").href)).text();
    const lines = receipt.split("\n");
    const size = lines.findIndex((line) => line === "") + 2;
    lines[size] = String(Number(lines[size]) + 1);
    return Promise.all([receipt, receipt.replace("85000", "95000"), lines.join("\n"),
      receipt.replace(/^index \d+/m, "index 0")].map((each) => proves(each, key)));
  });
  assert.deepEqual(verdicts, [true, false, false, false]);
  const file = join(folder, "sale.receipt");
  await writeFile(file, await (await fetch(`${pay_url}/receipt.txt`)).text());
  const key = (await (await fetch(await page.$eval("#log-key", ({ href }) => href))).text()).trim();
  const checked = spawnSync(process.env.CHOPAY, ["receipt", "verify", file, "--key", key], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible("#receipt-file"), false);
  assert.deepEqual(page.complaints, []);
});

test("Without script all but the live status works: code, transfer, bank apps, look again, receipt", options, async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: "vi-VN",
  });
  const page = await context.newPage();
  const { pay_url } = await openRequest(85_000);
  await page.goto(pay_url);
  assert.match(await page.innerText("main"), /85\.000[^]*9903000000112[^]*HKD TRAN THU HA[^]*Đừng sửa số tiền và nội dung/);
  assert.equal(await page.locator("[data-copy]:visible").count(), 0, "a button that needs script is hidden");
  const saved = await fetch(origin + await page.getAttribute("a[download]", "href"));
  assert.equal(saved.headers.get("content-type"), "image/png");
  const picture = join(folder, "without-script.png");
  await writeFile(picture, Buffer.from(await saved.arrayBuffer()));
  await page.click(".apps summary");
  assert.ok(await page.locator(".apps a").first().isVisible());
  const paid = spawnSync(process.env.CHOPAY, ["pay", picture, "--data", gateway.data], { encoding: "utf8" });
  assert.equal(paid.status, 0, paid.stderr);
  assert.ok(await page.locator("#state .wait").isVisible());
  await page.click("text=Kiểm tra lại");
  assert.match(await page.innerText("#state"), /đã nhận đủ tiền/);
  await page.click("text=Biên nhận");
  assert.match(await page.innerText("main"), /BIÊN NHẬN THANH TOÁN[^]*85\.000/);
  await context.close();
});

test("A code that still waits is not renewed: the address leads back to it", options, async () => {
  const { pay_url } = await openRequest(9_000);
  const answer = await fetch(`${pay_url}/renew`, { method: "POST", redirect: "manual" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), new URL(pay_url).pathname);
});

test("A chat shows who and how much of a link, from this origin alone", options, async () => {
  const html = await (await fetch((await openRequest(9_000)).pay_url)).text();
  assert.match(html, /<meta property="og:title" content="Trả 9\.000\u00a0₫ cho /);
  assert.match(html, new RegExp(`<meta property="og:image" content="${origin}/pay/pr_[^"]+/qr\\.png">`));
});
