// A gateway without a market is set up in the browser: market, manager, stall, source, a test notice.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { authenticator } from "./authenticator.mjs";
import { openPage, startBrowser } from "./browser.mjs";
import { serve } from "./first_run.mjs";
import { lookTwice } from "./reach.mjs";

const options = { timeout: 300_000 };
const SET_UP_MS_MAX = 180_000;
const PASSWORD = "mực một nắng";
let folder;
let browser;
let served;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-setup-"));
  browser = await startBrowser();
}, options);
after(async () => {
  await browser.close();
  await served.stop();
  await rm(folder, { recursive: true, force: true });
}, options);

test("From an empty folder to a market that takes notices, all in the browser", options, async () => {
  served = await serve(join(folder, "data"), "127.0.0.1:0");
  const { origin, link } = served;
  const started = performance.now();
  const page = await openPage(browser, origin, { width: 390, height: 844 });
  const wrong = [];
  const look = async (name) => {
    wrong.push(...await lookTwice(page, name, async () => {}));
  };
  assert.equal((await fetch(`${origin}/board`)).status, 503);
  assert.equal((await fetch(`${origin}/v1/sources`)).status, 503);
  assert.equal((await fetch(`${origin}/healthz`)).status, 200);
  await page.goto(link);
  await look("link");
  await page.click("button");
  await page.waitForURL("**/setup");
  await look("form");
  assert.equal(await page.textContent("#public-url"), origin);
  assert.match(await page.innerText("main"), /Chỉ máy này mở được địa chỉ đó/);
  await page.fill("#name", "Chợ Cái Dăm");
  await page.fill("#province", "Quảng Ninh");
  await page.fill("#person", "Chị Lan");
  await page.fill("#code", "A01");
  await page.fill("#stall_name", "Mực một nắng");
  await page.fill("#household", "Hộ KD Trần Thu Hà");
  await page.selectOption("#bank", { label: "Vietcombank" });
  await page.fill("#account", "12 34");
  await page.fill("#holder", "HKD TRAN THU HA");
  await page.selectOption("#kind", "sepay");
  await page.click("button");
  assert.match(await page.textContent('[role="alert"]'), /Xem lại: Số tài khoản/);
  await look("form that is wrong");
  page.complaints = page.complaints.filter((each) => !each.includes("422"));
  await page.fill("#account", "9901000000101");
  await page.click("button");
  await page.waitForURL("**/setup/done");
  await look("done");
  assert.match(await page.innerText("main"), /bảng tính[^]*chopay market import/);
  await page.click("text=Gửi thử một thông báo");
  await page.waitForSelector('#trial[data-result="understood"]');
  await look("tried");
  const secret = await page.textContent("#secret");
  await page.click("text=Tiếp tục");
  await page.waitForSelector(".secret");
  const code = authenticator(await page.textContent(".secret"));
  await page.fill("#name", "lan");
  await page.fill("#password", PASSWORD);
  await page.fill("#again", PASSWORD);
  await page.fill("#code", code());
  await page.click("button");
  await page.waitForURL("**/board");
  const took = performance.now() - started;
  console.log(`the first set-up, from the link to the board: ${Math.round(took)} ms of machine time`);
  assert.ok(took < SET_UP_MS_MAX);
  await page.goto(`${origin}/board/sources`);
  assert.match(await page.innerText("main"), /sepay/);

  const data = join(folder, "data");
  assert.equal((await stat(join(data, "sepay.secret"))).mode & 0o777, 0o600);
  assert.equal((await readFile(join(data, "sepay.secret"), "utf8")).trim(), secret);
  await served.stop();
  served = await serve(data, new URL(origin).host, { isNew: false });
  assert.equal(served.link, undefined, "a market that is there is not set up");
  await page.goto(`${origin}/board/sources`);
  assert.match(await page.innerText("main"), /sepay/);
  assert.equal((await fetch(link)).status, 410);
  assert.deepEqual([...wrong, ...page.complaints], []);
});
