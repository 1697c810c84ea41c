// The board enters its registry from a file: on trial first, and then just the file that was looked at.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, gateway, origin } from "./market.mjs";

const options = { timeout: 300_000 };
const folder = await mkdtemp(join(tmpdir(), "chopay-import-"));
after(() => rm(folder, { recursive: true }));
const row = (code, name) => `A;Khu hải sản;${code};${name};;Hải sản;Hộ ${name};;;970436;99${code};HKD\r\n`;

const COMMIT = /\/v1\/market\/table\?.*commit=true/;

async function openImport(language = "") {
  const page = await openPage(browser, origin, { width: 320, height: 568 });
  await page.goto(gateway.info.board);
  await page.goto(`${origin}/board/stalls${language}`);
  await page.click('a[href="/board/import"]');
  await page.waitForURL("**/board/import");
  return page;
}

/** The form that the page offers, with these rows. */
async function table(page, rows) {
  const waiting = page.waitForEvent("download");
  await page.click("text=/Tải tệp mẫu|Download a form/");
  const file = await (await waiting).path();
  const text = await readFile(file, "utf8");
  return text.replace("Hết;0", `${rows.join("")}Hết;${rows.length}`);
}

/** @param {string | Buffer} content */
async function choose(page, content) {
  await page.setInputFiles("#table-file", { name: "cho.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.click("#table button");
}

const codes = async () => (await api("/v1/stalls")).stalls.map((stall) => stall.stall);

test("Every problem of a file is told by its row, in the page's language, and nothing can be entered", options, async () => {
  for (const [language, words] of [["", ["Dòng 7, Diện tích (m²)", "phải là số", "không có ngân hàng nào", "Tệp có 4 lỗi"]],
    ["?lang=en", ["Row 7, Diện tích (m²)", "it must be a number", "no bank is called so", "Problems in the file: 4"]]]) {
    const page = await openImport(language);
    const text = await table(page, [row("Z01", "Tư").replace(";;Hải sản", ";x;Hải sản").replace("970436", "lạ"), row("Z01", "Tư")]);
    await choose(page, text);
    await page.waitForSelector("#preview li");
    const said = `${await page.innerText("#preview")} ${await page.innerText("#said")}`;
    for (const word of words) assert.ok(said.includes(word), `${word}: ${said}`);
    if (!language) assert.doesNotMatch(said, /\b(it|the|row|this) /, "English in a Vietnamese page");
    assert.equal(await page.isVisible("#enter"), false);
    await loadAxe(page);
    assert.deepEqual(await faults(page, "problems"), []);
    assert.deepEqual(page.complaints.filter((each) => !/status of 422/.test(each)), []);
  }
  assert.equal((await codes()).includes("Z01"), false);
});

test("The file that was looked at is entered, though it has changed on the disk since", options, async () => {
  const page = await openImport();
  const file = join(folder, "cho.csv");
  await writeFile(file, await table(page, [row("Z02", "Năm"), row("Z03", "Sáu")]));
  await page.setInputFiles("#table-file", file);
  await page.click("#table button");
  await page.waitForSelector("#enter:not([hidden])");
  assert.match(await page.innerText("#preview"), /Sạp mới: 2\s+Z02, Z03/);
  assert.equal((await codes()).includes("Z02"), false, "a preview enters nothing");
  await loadAxe(page);
  assert.deepEqual(await faults(page, "preview"), []);
  await writeFile(file, await table(page, [row("Z66", "Khác")]));
  await page.click("#enter");
  await page.waitForSelector("text=Đã nhập: 2 sạp mới");
  const known = await codes();
  assert.deepEqual(["Z02", "Z03", "Z66"].map((code) => known.includes(code)), [true, true, false]);
  assert.equal(await page.isVisible("#enter"), false, "once");
  assert.deepEqual(page.complaints, []);
});

test("Another file, or another choice, must be looked at first", options, async () => {
  const page = await openImport();
  await choose(page, await table(page, [row("Z04", "Bảy")]));
  await page.waitForSelector("#enter:not([hidden])");
  await page.selectOption("#table-known", "true");
  assert.equal(await page.isVisible("#enter"), false);
  assert.equal(await page.innerText("#preview"), "");
  await page.click("#table button");
  await page.waitForSelector("#enter:not([hidden])");
  await page.setInputFiles("#table-file", { name: "khac.csv", mimeType: "text/csv", buffer: Buffer.from("a;b\n") });
  assert.equal(await page.isVisible("#enter"), false);
  assert.equal((await codes()).includes("Z04"), false);
});

/** What is said once a file was chosen; the word of the one before is away by then. */
async function saidOf(page, content) {
  await page.evaluate(() => document.getElementById("said").replaceChildren());
  await choose(page, content);
  await page.waitForFunction(() => document.getElementById("said").textContent);
  return page.innerText("#said");
}

test("A file that cannot be read says why and what to do, in the page's language alone", options, async () => {
  for (const [language, utf16, cut, locked] of [
    ["", /^Không đọc được tệp CSV\. Tệp là UTF-16: hãy lưu lại thành CSV UTF-8\.$/,
      /^Không đọc được tệp CSV\. Dòng 2: Tệp hết giữa một ô/, /^Không đọc được tệp XLSX\. Tệp bị hỏng/],
    ["?lang=en", /^The CSV file cannot be read\. It is UTF-16; save it as CSV UTF-8\.$/,
      /^The CSV file cannot be read\. Row 2: The file ends within/, /^The XLSX file cannot be read\. It is no whole zip/]]) {
    const page = await openImport(language);
    const text = await table(page, [row("Z07", "Tám")]);
    assert.match(await saidOf(page, Buffer.from(`\uFEFF${text}`, "utf16le")), utf16);
    assert.match(await saidOf(page, `a;b\n"c`), cut);
    assert.match(await saidOf(page, Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(200)])), locked);
    assert.match(await saidOf(page, Buffer.from(`a;b\nÁ\n`, "latin1")),
      language ? /Line 2: Not UTF-8/ : /Dòng 2: Không phải UTF-8/);
    assert.match(await saidOf(page, Buffer.alloc(8 * 1024 * 1024 + 1, "a")), language ? /larger than 8 MiB/ : /lớn hơn 8 MiB/);
    assert.equal(await page.isVisible("#enter"), false);
    assert.deepEqual(page.complaints.filter((each) => !/status of 422/.test(each)), []);
  }
});

test("Where no answer came the table may be in, and the same file again is right", options, async () => {
  const page = await openImport();
  await choose(page, await table(page, [row("Z08", "Chín")]));
  await page.waitForSelector("#enter:not([hidden])");
  await page.route(COMMIT, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.click("#enter");
  await page.waitForSelector("text=Không có trả lời: có thể đã ghi");
  assert.equal((await codes()).includes("Z08"), true, "it is in");
  await page.click("#enter");
  await page.waitForSelector("text=Đã nhập: 0 sạp mới");
  assert.match(await page.innerText("#preview"), /Sạp giữ nguyên: 1/);
});

test("Of a commit that broke off it is told how much is in, and the same file can be entered again", options, async () => {
  const page = await openImport();
  await choose(page, await table(page, [row("Z09", "Mười"), row("Z10", "Một")]));
  await page.waitForSelector("#enter:not([hidden])");
  await page.route(COMMIT, (route) => route.fulfill({
    status: 503, contentType: "application/problem+json", body: '{"code":"disk_full","detail":"x","entered":1}',
  }), { times: 1 });
  await page.click("#enter");
  await page.waitForSelector("text=Mới ghi được 1 mục. Nhập lại cùng tệp để ghi nốt.");
  await page.click("#enter");
  await page.waitForSelector("text=Đã nhập: 2 sạp mới");
});
