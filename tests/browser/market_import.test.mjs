// The board enters its registry from a file: on trial first, and then just the file that was looked at.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { openPage } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { api, browser, gateway, origin } from "./market.mjs";

const options = { timeout: 60_000 };
const folder = await mkdtemp(join(tmpdir(), "chopay-import-"));
after(() => rm(folder, { recursive: true }));
const row = (code, name) => `A;Khu hải sản;${code};${name};;Hải sản;Hộ ${name};;;970436;99${code};HKD\r\n`;

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

async function choose(page, text) {
  await page.setInputFiles("#table-file", { name: "cho.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
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
