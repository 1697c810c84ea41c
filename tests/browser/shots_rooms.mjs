// Pictures of the rooms that people are let into, of the first run, and of what is said in English. Each
// takes `shoot(page, name, fullPage)` and the gateway that the others are taken of.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { authenticator } from "./authenticator.mjs";
import { openPage } from "./browser.mjs";
import { serve } from "./first_run.mjs";
import { makeCode, openTill, outcome, pay } from "./sale.mjs";
import { tellers } from "./told_twice.mjs";

const PASSWORD = "mực một nắng";

async function call(info, path, body) {
  const answer = await fetch(new URL(path, info.url), {
    method: "POST", body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${new URL(info.board).searchParams.get("key")}` },
  });
  return answer.json();
}

async function makeAccount(page, name) {
  const code = authenticator(await page.textContent(".secret"));
  await page.fill("#name", name);
  await page.fill("#password", PASSWORD);
  await page.fill("#again", PASSWORD);
  await page.fill("#code", code());
  await page.click("button");
  await page.waitForURL("**/board");
}

/** Somebody of the board: invited, wrong at first, signed in, and the way to another authenticator. */
export async function shootPeople(browser, info, shoot, size, [width, height]) {
  const { origin } = new URL(info.url);
  const { url } = await call(info, "/v1/invitations", { role: "viewer", name: "Chị Hoa" });
  const page = await openPage(browser, origin, { width, height });
  await page.goto(url);
  await shoot(page, `people-invited-${size}`, true);
  await makeAccount(page, `hoa-${size}`);
  for (const [name, path] of [["account", "/account"], ["authenticator", "/account/authenticator"]]) {
    await page.goto(origin + path);
    await shoot(page, `people-${name}-${size}`, true);
  }
  await page.goto(`${origin}/account`);
  await page.click('form[action="/sign-out"] button');
  await page.fill("#name", `hoa-${size}`);
  await page.fill("#password", "sai mật khẩu");
  await page.fill("#code", "000000");
  await page.click("button");
  await shoot(page, `people-sign-in-wrong-${size}`, true);
  await page.goto(`${origin}/enrol/${"0".repeat(26)}`);
  await shoot(page, `people-invited-too-late-${size}`);
  await page.context().close();
}

/** The board's charges, with a month that is open and a price; and its reconciling, with money of two stalls. */
export async function shootCharges(browser, info, shoot, size, [width, height]) {
  const month = new Date().toISOString().slice(0, 7);
  await call(info, "/v1/charges/tariffs", { tariff: "ve-sinh", name: "Phí vệ sinh", by_area: false, price: 20_000, from: month });
  await call(info, `/v1/charges/months/${month}/open`, {});
  const page = await openPage(browser, new URL(info.url).origin, { width, height });
  await page.goto(info.board);
  await page.goto(new URL("/board/charges", info.url).href);
  await page.waitForSelector("#months li");
  await page.waitForTimeout(200);
  await shoot(page, `board-charges-${size}`, true);
  await tellers(info).notice(size === "phone" ? 47_000 : 48_000, "9902000000203", "MBBank");
  await page.goto(new URL("/board/reconcile", info.url).href);
  await page.waitForSelector("#unmatched form");
  await shoot(page, `board-reconcile-${size}`, true);
  await page.goto(new URL("/board/import", info.url).href);
  const wrong = "Mã chợ;Tên chợ\r\nx;y\r\nMã khu;Tên khu\r\nHết;0\r\n";
  await page.setInputFiles("#table-file", { name: "cho.csv", mimeType: "text/csv", buffer: Buffer.from(wrong) });
  await page.click("#table button");
  await page.waitForSelector("#preview li");
  await shoot(page, `board-import-${size}`, true);
  await page.context().close();
}

/** Money told twice, on the till and on the board's page; and too little to be meant. */
export async function shootOddMoney(till, board, info, shoot, size) {
  const sum = size === "phone" ? 91_000 : 92_000;
  const { importStatement, notice } = tellers(info);
  await importStatement(sum);
  await notice(sum);
  await openTill(till, info);
  await till.waitForSelector("#show-held");
  await shoot(till, `till-held-notice-${size}`, true);
  await till.click("#show-held");
  await till.waitForSelector("li.held");
  await shoot(till, `till-held-${size}`, true);
  await board.goto(new URL("/board/alarms", info.url).href);
  await shoot(board, `board-alarms-${size}`, true);
  await till.click('li.held [data-say="same"]');
  await till.click('li.held [data-say="same"]');
  await till.waitForSelector("li.held", { state: "detached" });
  await till.click("#hide-held");
  await notice(size === "phone" ? 200 : 300);
  await outcome(till);
  await shoot(till, `till-tiny-${size}`);
  await till.click("#outcome-back");
}

/** A code whose time is over, on both screens, and another account that is asked for. */
export async function shootOver(till, shopper, info, shoot, size) {
  await till.route("**/v1/payment-requests/*", async (route) => {
    const answer = await route.fetch();
    const sale = await answer.json();
    await route.fulfill({ response: answer, json: { ...sale, expires_at: sale.created_at } });
  });
  await makeCode(till, ["1", "2", "000"]);
  await till.waitForSelector('#sale[data-state="ended"]');
  await shoot(till, `till-expired-${size}`);
  await till.unroute("**/v1/payment-requests/*");
  await till.click("#cancel");
  await till.reload();
  await till.waitForSelector('#link[data-state="up"]');
  await till.click("#show-settings");
  await till.waitForSelector("#payee-waiting, #payee-form");
  await till.locator("#payee").scrollIntoViewIfNeeded();
  await shoot(till, `till-payee-${size}`);
  await till.click("#hide-settings");
  await shopper.emulateMedia({ media: "print" });
  const phone = shopper.viewportSize();
  await shopper.setViewportSize({ width: 219, height: 600 });  // 58 mm
  await shoot(shopper, `receipt-paper-${size}`, true);
  await shopper.setViewportSize(phone);
  await shopper.emulateMedia({ media: "screen" });
}

/** The main screens as somebody sees them who reads English. */
export async function shootEnglish(browser, info, shoot, [width, height]) {
  const { origin } = new URL(info.url);
  const open = async () => {
    const page = await openPage(browser, origin, { width, height });
    await page.context().addCookies([{ name: "chopay-lang", value: "en", url: origin }]);
    await page.addInitScript(() => localStorage.setItem("till-settings", '{"language":"en"}'));
    return page;
  };
  const [till, shopper, board] = [await open(), await open(), await open()];
  await openTill(till, info);
  await shoot(till, "english-till");
  const link = await makeCode(till, ["8", "5", "000"]);
  await shoot(till, "english-till-code");
  await shopper.goto(link);
  await shoot(shopper, "english-pay", true);
  await pay(shopper, link, "short");
  await outcome(till);
  await shoot(till, "english-till-short");
  await till.click("#outcome-back");
  await till.click("#show-settings");
  await shoot(till, "english-till-settings", true);
  await shopper.goto(`${link}/receipt`);
  await shopper.waitForSelector("[data-proof]");
  await shoot(shopper, "english-receipt", true);
  await board.goto(info.board);
  for (const path of ["board", "board/charges", "board/audit", "board/alarms", "board/stalls/A12", "board/patrol", "hall", "sign-in", ""]) {
    await board.goto(`${origin}/${path}`);
    await board.waitForTimeout(300);
    await shoot(board, `english-${path.replaceAll("/", "-") || "start"}`, path !== "board/audit");
  }
  for (const page of [till, shopper, board]) await page.context().close();
}

/** From an empty folder to a market. */
export async function shootFirstRun(browser, shoot, size, [width, height]) {
  const folder = await mkdtemp(join(tmpdir(), "chopay-shots-"));
  const served = await serve(join(folder, "data"), "127.0.0.1:0");
  try {
    const page = await openPage(browser, served.origin, { width, height });
    await page.goto(`${served.origin}/board`);
    await shoot(page, `first-run-none-${size}`);
    await page.goto(served.link);
    await shoot(page, `first-run-link-${size}`);
    await page.click("button");
    await page.waitForURL("**/setup");
    await shoot(page, `first-run-form-${size}`, true);
    await page.fill("#name", "Chợ Cái Dăm");
    await page.fill("#province", "Quảng Ninh");
    await page.fill("#person", "Chị Lan");
    await page.selectOption("#kind", "sepay");
    await page.click("button");
    await page.waitForURL("**/setup/done");
    await page.click('form[action="/setup/test"] button');
    await page.waitForSelector("#trial");
    await shoot(page, `first-run-done-${size}`, true);
  } finally {
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
