// The board's pages of the registry: changes of payee accounts that wait, stalls, and who may come in.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { authenticator } from "./authenticator.mjs";
import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { comeIn } from "./first_pin.mjs";
import { browser, gateway, origin } from "./market.mjs";

const options = { timeout: 300_000 };
const keyOf = (link) => new URL(link).searchParams.get("key");
const tillKey = keyOf(gateway.info.till);
const boardKey = keyOf(gateway.info.board);

/** Asks the API with a key; the answer's JSON. */
async function call(key, path, body) {
  const answer = await fetch(origin + path, {
    method: "POST", body: JSON.stringify(body), headers: { Authorization: `Bearer ${key}` },
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

const askChange = (key) => call(key, "/v1/stalls/A12/payee-change",
  { bank: "970422", account: "0901234567", holder: "HKD NGUYEN THI LAN" });

async function openBoard(path, size) {
  const page = await openPage(browser, origin, size);
  await page.goto(gateway.info.board);
  if (path) await page.goto(origin + path);
  return page;
}

test("A household's change is on the board's page, approved by two presses, and taken back", options, async () => {
  const page = await openBoard();
  assert.match(await page.innerText('a[href="/board/payee-changes"]'), /^Đổi tài khoản nhận tiền$/);
  await askChange(tillKey);
  await page.reload();
  await page.click("text=1 đang chờ");
  const card = page.locator('.case[data-status="waiting"]');
  assert.match(await card.innerText(), /A12[^]*••••0112[^]*Đổi sang[^]*••••4567[^]*HKD NGUYEN THI LAN[^]*Hộ kinh doanh/);
  assert.doesNotMatch(await page.content(), /0901234567|9903000000112/);
  await page.click('[data-step="approve"]');
  assert.match(await page.innerText('[data-step="approve"]'), /Duyệt thật\? Bấm lần nữa/);
  assert.equal(await page.locator('.case[data-status="waiting"]').count(), 1);
  await page.click('[data-step="approve"]');
  await page.waitForSelector('.case[data-status="cooling"]');
  assert.match(await page.innerText(".state"), /Chờ đến \d\d\/\d\d\/\d{4}/);
  assert.match(await page.innerText("#said"), /A12: Đã duyệt/);
  assert.equal(await page.locator('[data-step="approve"], [data-step="complete"]').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "said");
  await page.focus('[data-step="withdraw"]');
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=Không có đề nghị nào đang chờ");
  assert.deepEqual(page.complaints, []);
});

test("Whoever asked for a change cannot approve it, and a viewer has no button", options, async () => {
  const change = await askChange(boardKey);
  const board = await openBoard("/board/payee-changes");
  assert.equal(await board.locator('[data-step="approve"]').count(), 0);
  assert.match(await board.innerText(".state"), /Chờ hộ kinh doanh đồng ý/);
  const { key } = await call(boardKey, "/v1/keys", { role: "viewer", name: "Chị Hoa" });
  const viewer = await openPage(browser, origin);
  await viewer.goto(`${origin}/board?key=${key}`);
  await viewer.click("text=1 đang chờ");
  assert.match(await viewer.innerText("#changes"), /••••4567/);
  assert.equal(await viewer.locator("main button").count(), 0);
  const ward = await call(boardKey, "/v1/keys", { role: "ward", name: "Phường" });
  await viewer.context().clearCookies();
  await viewer.goto(`${origin}/board?key=${ward.key}`);
  assert.equal(await viewer.locator('a[href="/board/payee-changes"]').count(), 0);
  await call(boardKey, `/v1/stalls/A12/payee-change/${change.id}/withdraw`, {});
  assert.deepEqual([...board.complaints, ...viewer.complaints], []);
});

test("A stall's wording is put right, and nothing else of it is sent", options, async () => {
  const page = await openBoard("/board/stalls");
  await page.click('a[href="/board/stalls/A12"]');
  await page.waitForSelector("#devices li");
  assert.match(await page.innerText("#facts"), /••••0112[^]*Hộ cho xem từ/);
  assert.doesNotMatch(await page.content(), /9903000000112/);
  await page.click("#correct button");
  await page.waitForSelector("text=Không có gì thay đổi");
  await page.fill("#household", "Hộ Nguyễn Thị Lan");
  await page.fill("#area", "12,5");
  const sent = page.waitForRequest((request) => request.url().endsWith("/correction"));
  await page.click("#correct button");
  assert.deepEqual((await sent).postDataJSON(), { household: "Hộ Nguyễn Thị Lan", area_dm2: 1250 });
  await page.waitForSelector("text=Đã lưu");
  assert.match(await page.innerText("#facts"), /12,5 m²/);
  await page.fill("#area", "mười hai");
  await page.click("#correct button");
  await page.waitForSelector("text=Diện tích phải là một số");
  await page.reload();
  assert.equal(await page.inputValue("#household"), "Hộ Nguyễn Thị Lan");
  assert.deepEqual(page.complaints, []);
});

test("The board asks for another account, and the household refuses it on its till", options, async () => {
  const page = await openBoard("/board/stalls/A12");
  await page.fill("#payee-bank", "MB");
  await page.fill("#payee-account", "0901234567");
  await page.fill("#payee-holder", "HKD NGUYEN THI LAN");
  await page.click("#payee button");
  assert.match(await page.innerText("#payee button"), /thật\? Bấm lần nữa/);
  await page.click("#payee button");
  await page.waitForSelector("text=Đã gửi đề nghị");
  const till = await openPage(browser, origin);
  await till.goto(gateway.info.till);
  await till.click("#show-settings");
  await till.waitForSelector("#payee-waiting");
  assert.match(await till.innerText("#payee"), /4567[^]*HKD NGUYEN THI LAN[^]*Chờ bên kia đồng ý/);
  assert.match(await till.innerText("#consent-said"), /Cho xem từ/);
  assert.match(await till.innerText("#consent-cash"), /từ 5 sạp trở lên[^]*Hiện không tính/);
  await till.click("#consent-cash-turn");
  await till.waitForSelector("text=Đang được tính từ");
  assert.match(await till.innerText("#consent-said"), /Cho xem từ/);
  await loadAxe(till);
  assert.deepEqual(await faults(till, "till settings"), []);
  await till.click("#payee-withdraw");
  assert.match(await till.innerText("#payee-withdraw"), /Từ chối thật\? Bấm lần nữa/);
  await till.click("#payee-withdraw");
  await till.waitForSelector("#payee-form");
  await page.goto(`${origin}/board/payee-changes`);
  assert.match(await page.innerText("#changes"), /Không có đề nghị nào đang chờ/);
  assert.deepEqual([...page.complaints, ...till.complaints], []);
});

test("A household asks for another account on its till, cannot agree to it itself, and takes it back", options, async () => {
  const till = await openPage(browser, origin);
  await till.goto(gateway.info.till);
  await till.click("#show-settings");
  await till.fill("#payee-bank", "MB");
  await till.fill("#payee-account", "0901234567");
  await till.fill("#payee-holder", "HKD NGUYEN THI LAN");
  await till.click("#payee-send");
  await till.waitForSelector("#payee-waiting");
  assert.equal(await till.locator("#payee-approve").count(), 0);
  await till.click("#payee-withdraw");
  await till.click("#payee-withdraw");
  await till.waitForSelector("#payee-form");
  assert.deepEqual(till.complaints, []);
});

test("A zone's name is put right on the list of stalls", options, async () => {
  const page = await openBoard("/board/stalls");
  const field = page.locator('form[data-correct^="/v1/zones/"] input').first();
  const name = await field.inputValue();
  await field.fill(`${name} mới`);
  await field.press("Enter");
  await page.waitForSelector("text=Đã lưu");
  await page.reload();
  assert.match(await page.innerText("h2 >> nth=0"), new RegExp(`${name} mới`));
  await loadAxe(page);
  assert.deepEqual(await faults(page, "names"), []);
  assert.deepEqual(page.complaints, []);
});

test("The board's contact is put right beside the names, and taken away", options, async () => {
  const page = await openBoard("/board/stalls");
  for (const contact of ["Chị Hoa, 0912345678", ""]) {
    await page.fill("#market-contact", contact);
    await page.press("#market-contact", "Enter");
    await page.waitForSelector(`text=Đã lưu: ${contact || "để trống"}`);
    await page.reload();
    assert.equal(await page.inputValue("#market-contact"), contact);
  }
  assert.deepEqual(page.complaints, []);
});

test("A stall without a device is let in by a code that opens once, and put out again", options, async () => {
  const page = await openBoard("/board/stalls/B03");
  await page.waitForSelector("#invite:not([hidden])");
  await page.fill("#device", "Bà Tư");
  const answer = page.waitForResponse((response) => response.url().endsWith("/v1/invitations"));
  await page.click("#invite button");
  await page.waitForSelector("#invited-qr svg");
  assert.match(await page.innerText("#invited"), /Bà Tư[^]*một lần, đến \d\d:\d\d/);
  const phone = await openPage(browser, origin);
  const { url } = await (await answer).json();
  await phone.goto(url);
  await comeIn(phone);
  await phone.waitForURL("**/till/B03");
  await phone.goto(url);
  assert.match(await phone.textContent("h1"), /không còn dùng được/);
  await page.reload();
  await page.click("#devices button");
  await page.click("#devices button");
  await page.waitForSelector("#said:not(:empty)");
  assert.match(await page.innerText("#said"), /Đã thu hồi quyền của Bà Tư/);
  await phone.goto(`${origin}/till/B03`);
  assert.equal(await phone.locator("#make").count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("A viewer is invited by name, and is out at once when put out", options, async () => {
  const page = await openBoard("/board/people");
  await page.fill("#person", "Anh Minh");
  await page.click("#invite button");
  await page.waitForSelector("#invited-qr svg");
  const { key } = await call(boardKey, "/v1/keys", { role: "viewer", name: "Anh Bình" });
  await page.reload();
  const row = page.locator("#people li", { hasText: "Anh Bình" });
  await row.locator("button").click();
  await row.locator("button").click();
  await row.waitFor({ state: "detached" });
  const viewer = await openPage(browser, origin);
  await viewer.goto(`${origin}/board?key=${key}`);
  assert.match(viewer.url(), /sign-in/);
  assert.deepEqual(page.complaints, []);
});

/** Somebody of the board who has signed in, and what their authenticator shows. */
async function signInAsBoard() {
  await gateway.halt();
  const made = await promisify(execFile)(process.env.CHOPAY, ["key", "create", "--market",
    gateway.info.market, "--role", "operator", "--data", gateway.data]);
  await gateway.resume();
  const { url } = await call(made.stdout.trim(), "/v1/invitations", { role: "board", name: "Chị Thu" });
  const page = await openPage(browser, origin);
  await page.goto(url);
  const nextCode = authenticator(await page.textContent(".secret"));
  await page.fill("#name", "thu");
  for (const field of ["#password", "#again"]) await page.fill(field, "mực một nắng");
  await page.fill("#code", nextCode());
  await page.click("button");
  await page.waitForURL("**/board");
  return { page, nextCode };
}

test("Where the API wants a password and a code again, the page asks and then goes on", options, async () => {
  const { page, nextCode } = await signInAsBoard();
  await page.goto(`${origin}/board/people`);
  // An operator has let her in: the others of the board see what that is worth.
  const thu = page.locator("#people li", { hasText: "Chị Thu" });
  assert.match(await thu.innerText(), /thu · Quản lý · từ .* · máy chủ mời, không duyệt đổi tài khoản/);
  // As if five minutes had passed since the sign-in.
  await page.route("**/v1/invitations", (route) => route.fulfill({
    status: 403, contentType: "application/problem+json", body: '{"code":"proof_needed"}',
  }), { times: 1 });
  await page.fill("#person", "Anh Minh");
  await page.selectOption("#role", "board");
  await page.click("#invite button");
  await page.waitForSelector("#proof[open]");
  await loadAxe(page);
  assert.deepEqual(await faults(page, "proof"), []);
  await page.fill("#proof-password", "mực hai nắng");
  await page.fill("#proof-code", "000000");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("proof-word").textContent.includes("không đúng"));
  await page.fill("#proof-password", "mực một nắng");
  await page.fill("#proof-code", nextCode());
  const made = page.waitForResponse((answer) => answer.url().endsWith("/v1/invitations") && answer.ok());
  await page.keyboard.press("Enter");
  await page.waitForSelector("#invited-qr svg");
  assert.equal((await (await made).json()).role, "board");
  assert.equal(await page.locator("#proof[open]").count(), 0);
  assert.ok(page.complaints.every((each) => each.includes("403")), page.complaints.join());
});

test("These pages are for everybody, on a small phone too", options, async () => {
  const change = await askChange(tillKey);
  const all = [];
  for (const path of ["/board", "/board/payee-changes", "/board/stalls", "/board/stalls/A12", "/board/people"]) {
    const page = await openBoard(path, { width: 320, height: 568 });
    if (/A12|people/.test(path)) await page.waitForSelector("#devices li, #people li");
    await loadAxe(page);
    all.push(...await faults(page, path));
    assert.equal(await overhang(page), 0, path);
    await page.context().close();
  }
  await call(tillKey, `/v1/stalls/A12/payee-change/${change.id}/withdraw`, {});
  assert.deepEqual(all, []);
});
