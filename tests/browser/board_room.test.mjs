// The board's further pages: the last days, the display on the wall, the walk round the stalls.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, origin } from "./market.mjs";
import { pay } from "./sale.mjs";

const options = { timeout: 300_000 };
const VERDICT_MS_MAX = 1_000;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-board-"));
  const shopper = await openPage(browser, origin);
  await pay(shopper, gateway.info.shopper, "exact");
  await shopper.waitForSelector("#state .good");
  await shopper.context().close();
}, options);
after(async () => {
  await rm(folder, { recursive: true, force: true });
}, options);

async function openBoard(path, size) {
  const page = await openPage(browser, origin, size);
  await page.goto(gateway.info.board);
  if (path) await page.goto(origin + path);
  return page;
}

async function stallCode(stall) {
  const answer = await fetch(`${origin}/v1/stalls/${stall}/code.png`, {
    headers: { Authorization: `Bearer ${gateway.info.api_key}` },
  });
  return Buffer.from(await answer.arrayBuffer());
}

test("The present day tells who had no sale yet, and that the bank is heard", options, async () => {
  const page = await openBoard();
  assert.match(await page.innerText(".tiles"), /Sạp chưa có giao dịch\s+11\s/);
  assert.match(await page.innerText(".tiles"), /Đang nghe[^]*\d\d:\d\d/);
  await page.click("text=Ngày trước");
  assert.doesNotMatch(await page.innerText(".tiles"), /Tin ngân hàng/);
  assert.deepEqual(page.complaints, []);
});

test("31 days stand as bars and as the same figures in a table", options, async () => {
  const page = await openBoard("/board/month", { width: 1280, height: 900 });
  assert.equal(await page.locator(".bars rect").count(), 31);
  assert.equal(await page.locator("tbody tr").count(), 31);
  const heights = await page.$$eval(".bars rect", (bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
  assert.equal(heights.at(-1), 200);
  assert.ok(heights.slice(0, -1).every((height) => height === 0));
  assert.match(await page.innerText("tbody tr >> nth=0"), /\d\d\/\d\d\/\d{4}\s+1\s/);
  assert.deepEqual(page.complaints, []);
});

test("The display has sums alone, no stall, no household", options, async () => {
  const page = await openBoard("/hall", { width: 1920, height: 1080 });
  assert.match(await page.innerText("main"), /1 giao dịch · 1 sạp có giao dịch/);
  assert.doesNotMatch(await page.content(), /A12|Hộ KD|HKD/);
  assert.deepEqual(page.complaints, []);
});

test("A sticker is judged in less than a second, noted with its place, and the stall is off the list", options, async () => {
  const page = await openBoard("/board/patrol");
  await page.waitForFunction(() => document.getElementById("unchecked-count").textContent === "12/12 sạp");
  const look = async (stall, file, word) => {
    await writeFile(join(folder, "seen.png"), file);
    await page.fill("#stall", stall);
    await page.fill("#place", "cột số 3");
    const began = performance.now();
    await page.setInputFiles("#photo", join(folder, "seen.png"));
    await page.waitForFunction((part) => document.getElementById("verdict").textContent.includes(part), word);
    return performance.now() - began;
  };
  // Others may use this machine too: what is slow by itself is slow each time.
  let took = Infinity;
  for (let tries = 0; tries < 6 && took >= VERDICT_MS_MAX; ++tries) {
    await page.evaluate(() => document.getElementById("verdict").replaceChildren());
    took = await look("A12", await stallCode("A12"), "Tem đúng");
    console.log(`a sticker's photo to its verdict: ${Math.round(took)} ms`);
  }
  assert.ok(took < VERDICT_MS_MAX);
  await page.waitForFunction(() => document.getElementById("unchecked-count").textContent === "11/12 sạp");
  assert.match(await page.innerText("#newest"), /A12: ✓ Tem đúng của sạp[^]*cột số 3/);
  await look("A12", await stallCode("B03"), "Tem của sạp khác");
  assert.equal(await page.textContent("#unchecked-count"), "11/12 sạp");
  assert.deepEqual(page.complaints, []);
});

test("A camera's code is judged as soon as it is seen", options, async () => {
  const page = await openPage(browser, origin);
  await page.addInitScript(() => {
    globalThis.BarcodeDetector = class { async detect() { return [{ rawValue: "https://example.invalid/pay" }]; } };
    Object.defineProperty(navigator, "mediaDevices", { value: {
      getUserMedia: async () => document.createElement("canvas").captureStream(),
    } });
    HTMLMediaElement.prototype.play = async () => {};
  });
  await page.goto(gateway.info.board);
  let took = Infinity;
  for (let tries = 0; tries < 6 && took >= VERDICT_MS_MAX; ++tries) {
    await page.goto(`${origin}/board/patrol`);
    const began = performance.now();
    await page.click("#scan");
    await page.waitForSelector('#verdict[data-look="bad"]');
    took = performance.now() - began;
  }
  assert.ok(took < VERDICT_MS_MAX);
  assert.deepEqual(page.complaints, []);
});

test("A customer's complaint is noted on the walk, and what became of it", options, async () => {
  const page = await openBoard("/board/patrol", { width: 360, height: 740 });
  await page.fill("#complaint-stall", "A12");
  await page.fill("#complaint-text", "Trả tiền hai lần");
  await page.click("text=Ghi khiếu nại");
  await page.waitForSelector("#complaints li");
  assert.match(await page.innerText("#complaints li"), /A12: Trả tiền hai lần[^]*chưa xong/);
  await page.fill("#complaints input", "Đã hoàn cho khách");
  await page.click("#complaints button");
  await page.waitForFunction(() => document.getElementById("complaints").textContent.includes("Đã hoàn cho khách"));
  assert.equal(await page.locator("#complaints form").count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("Who settles a complaint that another has just settled is told so, and sees how", options, async () => {
  const page = await openBoard("/board/patrol", { width: 360, height: 740 });
  for (const text of ["Hàng thiếu cân", "Đòi thêm tiền"]) {
    await page.fill("#complaint-text", text);
    await page.click("text=Ghi khiếu nại");
    await page.waitForSelector(`#complaints li:has-text("${text}")`);
  }
  const mine = page.locator("#complaints li", { hasText: "Hàng thiếu cân" });
  const status = await page.evaluate(async () => {
    const { complaints } = await (await fetch("/v1/complaints")).json();
    const { id } = complaints.find(({ text }) => text === "Hàng thiếu cân");
    const body = JSON.stringify({ result: "Đã cân lại" });
    return (await fetch(`/v1/complaints/${id}/settle`, { method: "POST", body })).status;
  });
  assert.equal(status, 200);
  await mine.locator("input").fill("Đã xin lỗi");
  await mine.locator("button").click();
  await page.waitForSelector("#complaints li:has-text('Đã cân lại')");
  assert.match(await page.innerText("#complaint-word"), /^Người khác vừa ghi kết quả/);
  assert.equal(await mine.locator("form").count(), 0);
  assert.equal(await page.locator("#complaints form").count(), 1, "the other one is open still");
  assert.ok(page.complaints.every((each) => each.includes("409")), page.complaints.join());
});

test("These pages are for everybody, on a small phone too", options, async () => {
  const all = [];
  for (const path of ["", "/board/month", "/hall", "/board/patrol"]) {
    const page = await openBoard(path, { width: 320, height: 568 });
    await loadAxe(page);
    all.push(...await faults(page, path || "/board"));
    assert.equal(await overhang(page), 0, path);
    await page.context().close();
  }
  assert.deepEqual(all, []);
});
