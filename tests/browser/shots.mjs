// Pictures of every screen in every state, of the real program, into build/shots/; and the README's
// pictures into till.png, shopper.png and board.png beside this file. Usage: CHOPAY=…/chopay node shots.mjs

import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { openPage, overhang, startBrowser } from "./browser.mjs";
import { agree } from "./first_pin.mjs";
import { startGateway } from "./gateway.mjs";
import { makeCode, openTill, outcome, pay } from "./sale.mjs";
import { shootEndings, shootPayeeQuestion } from "./shots_endings.mjs";
import { shootCharges, shootEnglish, shootFirstRun, shootOddMoney, shootOver, shootPeople } from "./shots_rooms.mjs";

const folder = fileURLToPath(new URL("../../build/shots/", import.meta.url));
const sizes = { phone: [390, 844], small: [320, 568] };

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await startBrowser();
let gateway;
let origin;

/** A market of its own for what comes next: money that is paid late moves the clock of all its pages. */
async function startAnew() {
  await gateway?.stop();
  gateway = await startGateway();
  origin = new URL(gateway.info.url).origin;
}

async function shoot(page, name, fullPage = false) {
  const wide = await overhang(page);
  if (wide > 0) console.log(`${name} is ${wide} px too wide`);
  await page.screenshot({ path: `${folder}${name}.png`, fullPage, animations: "disabled" });
}

/** The household's own devices, the code that lets a helper in, and what the helper's phone shows. */
async function shootDevices(till, helper, size) {
  await till.click("#show-devices");
  await till.fill("#device-name", "Em Lan");
  const answer = till.waitForResponse((response) => response.url().endsWith("/v1/invitations"));
  await till.click("#invite-helper");
  await till.waitForSelector("#invited-qr svg");
  await shoot(till, `till-devices-${size}`, true);
  await helper.goto((await (await answer).json()).url);
  await shoot(helper, `enrol-${size}`);
  await agree(helper);
  await shoot(helper, `first-pin-${size}`);
  await till.click("#hide-devices");
}

/** The log with its proofs and the sources, in all the words that they have for what they find. */
async function shootProofs(board, size) {
  await board.goto(`${origin}/board/audit`);
  await board.waitForSelector('#signed[data-look="good"]');
  await board.click(".entries .prove >> nth=0");
  await board.waitForSelector('.entries [data-look="good"]');
  await board.route("**/v1/receipts/**", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("at", "ta") });
  });
  await board.click(".entries .prove >> nth=1");
  await board.waitForSelector('.entries [data-look="bad"]');
  await shoot(board, `board-audit-${size}`);
  await board.unroute("**/v1/receipts/**");
  await board.goto(`${origin}/board/sources`);
  await board.click('[data-source="sandbox"] .try-source');
  await board.waitForSelector('[data-source="sandbox"] .verdict[data-look="good"]');
  await board.locator('[data-source="sandbox"]').scrollIntoViewIfNeeded();
  await shoot(board, `board-sources-${size}`);
}

/** Where a sticker leads: its newest issue, and one that was never printed. */
async function shootSticker(page, size) {
  await page.goto(`${origin}/t/ha-long-1/A12`);
  const [memo] = (await page.content()).match(/[A-Z]{3}[0-9A-Z]{8}/);
  for (const issue of [1, 7]) {
    await page.goto(`${origin}/s/${memo}-${issue}`);
    await shoot(page, `sticker-page-${issue}-${size}`, true);
  }
}

/** One way of paying: both screens afterwards. */
async function shootSale(till, shopper, size, how) {
  const link = await makeCode(till, ["2", "0", "0", "000"]);
  if (how === "again") {
    await pay(shopper, link, "exact");
    await outcome(till);
    await till.click("#outcome-back");
  }
  await pay(shopper, link, how === "again" ? "exact" : how);
  await outcome(till);
  await shoot(till, `till-${how}-${size}`);
  await shopper.waitForSelector("#state .wait", { state: "detached" });
  await shoot(shopper, `pay-${how}-${size}`, true);
  await till.click("#outcome-back");
}

/** The keypad and a code as they are when the phone is set otherwise. */
async function shootLooks(till, size) {
  for (const look of ["dark", "big"]) {
    const turn = async () => {
      await till.click("#show-settings");
      await till.click(`#set-${look}`);
      await till.click("#hide-settings");
    };
    await turn();
    await shoot(till, `till-${look}-${size}`);
    await till.click("#show-fixed");
    await till.waitForFunction(() => document.getElementById("fixed-qr").complete);
    await shoot(till, `till-${look}-code-${size}`);
    await till.click("#hide-fixed");
    await turn();
  }
}

/** The board's registry, with a change that waits. */
async function shootRegistry(board, size) {
  const path = "/v1/stalls/A12/payee-change";
  const headers = { Authorization: `Bearer ${new URL(gateway.info.till).searchParams.get("key")}` };
  await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(
    { bank: "970422", account: "0901234567", holder: "HKD NGUYEN THI LAN" }) });
  await board.goto(`${origin}/board/payee-changes`);
  await shoot(board, `board-changes-${size}`, true);
  for (const [name, address] of [["stalls", "stalls"], ["stall", "stalls/A12"], ["people", "people"]]) {
    await board.goto(`${origin}/board/${address}`);
    await board.waitForTimeout(300);
    await shoot(board, `board-${name}-${size}`, true);
  }
}

async function shootFound(board, size) {
  await board.goto(`${origin}/board/stalls`);
  await board.fill("#sought", "a12");
  await shoot(board, `board-stalls-found-${size}`);
}

/** What came while the till had no line, when it is back. */
async function shootMissed(till, shopper, size) {
  await till.context().setOffline(false);
  await till.waitForSelector('#link[data-state="up"]');
  if (await till.isVisible("#cancel")) await till.click("#cancel");
  const ask = () => fetch(`${origin}/v1/payment-requests`, { method: "POST", body: '{"stall":"A12","amount":31000}',
    headers: { Authorization: `Bearer ${gateway.info.api_key}` } });
  const links = [];
  for (let i = 0; i < 2; ++i) links.push((await (await ask()).json()).pay_url);
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
  for (const link of links) {
    await pay(shopper, link, "exact");
    await shopper.waitForSelector("#state .good");
  }
  await till.context().setOffline(false);
  await till.waitForSelector("#missed");
  await shoot(till, `till-missed-${size}`);
}

/** A till with a PIN: its settings, and what it shows when it has locked itself. */
async function shootLocked(till, size) {
  await till.click("#show-settings");
  await till.fill("#pin", "2580");
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now");
  await shoot(till, `till-pin-${size}`, true);
  await till.click("#lock-now");
  await till.waitForURL("**/lock");
  await shoot(till, `lock-${size}`);
  await till.fill("#pin", "2580");
  await till.click("button");
  await till.waitForSelector('#link[data-state="up"]');
  await till.click("#show-settings");
  await till.fill("#pin", "2580");
  await till.click("#pin-send");
  await till.waitForSelector("#lock-now", { state: "detached" });
  await till.click("#hide-settings");
}

async function shootSize(size) {
  const [width, height] = sizes[size];
  const till = await openPage(browser, origin, { width, height, scale: 2 });
  const shopper = await openPage(browser, origin, { width, height, scale: 2 });
  await openTill(till, gateway.info);
  await shoot(till, `till-empty-${size}`);
  await shootDevices(till, shopper, size);
  for (const key of ["8", "5", "000"]) await till.click(`[data-key="${key}"]`);
  await shoot(till, `till-typed-${size}`);
  const link = await makeCode(till, []);
  await till.waitForFunction(() => document.getElementById("sale-qr").complete);
  await shoot(till, `till-code-${size}`);
  await shopper.goto(link);
  await shopper.waitForFunction(() => document.getElementById("left").textContent);
  await shoot(shopper, `pay-pending-${size}`, true);
  await pay(shopper, link, "exact");
  await outcome(till);
  await shoot(till, `till-paid-${size}`);
  await till.click("#outcome-back");
  await shopper.goto(`${link}/receipt`);
  await shopper.waitForSelector("[data-proof]");
  await shoot(shopper, `receipt-${size}`, true);
  for (const how of ["short", "over", "again"]) {
    await shootSale(till, shopper, size, how);
  }
  await shopper.goto(await makeCode(till, ["1", "0", "000"]));
  await till.click("#cancel");
  await shopper.waitForSelector("#state .bad");
  await shoot(shopper, `pay-cancelled-${size}`, true);
  await till.click("#show-fixed");
  await till.waitForFunction(() => document.getElementById("fixed-qr").complete);
  await shoot(till, `till-fixed-${size}`);
  await till.click("#hide-fixed");
  for (const view of ["check", "day", "settings"]) {
    await till.click(`#show-${view}`);
    await till.waitForSelector(`#hide-${view}`);
    await till.waitForTimeout(300);
    await shoot(till, `till-${view}-${size}`, true);
    await till.click(`#hide-${view}`);
  }
  await shootLooks(till, size);
  await till.context().setOffline(true);
  await till.waitForSelector("#offline:not([hidden])");
  await shoot(till, `till-offline-${size}`, true);
  for (const key of ["4", "3", "000"]) await till.click(`[data-key="${key}"]`);
  await till.click("#make");
  await till.waitForSelector("#sale-here");
  await shoot(till, `till-offline-code-${size}`, true);
  const board = await openPage(browser, origin, { width, height });
  await board.goto(gateway.info.board);
  await shoot(board, `board-${size}`, true);
  await board.goto(`${origin}/board/patrol`);
  await board.waitForTimeout(300);
  await shoot(board, `board-patrol-${size}`);
  await shootProofs(board, size);
  await shootSticker(board, size);
  await shootRegistry(board, size);
  for (const [name, path] of [["absent", "/pay/pr_none"], ["start", "/"], ["sign-in", "/sign-in"],
    ["stall-page", "/t/ha-long-1/A12"], ["board-month", "/board/month"], ["hall", "/hall"], ["docs", "/docs"]]) {
    await board.goto(origin + path);
    await board.waitForTimeout(200);
    await shoot(board, `${name}-${size}`);
  }
  await shootFound(board, size);
  await shootMissed(till, shopper, size);
  await shootLocked(till, size);
  await shootOddMoney(till, board, gateway.info, shoot, size);
  await shopper.goto(`${link}/receipt`);
  await shootOver(till, shopper, gateway.info, shoot, size);
  await shootPayeeQuestion(till, gateway.info, shoot, size);
  await shootPeople(browser, gateway.info, shoot, size, sizes[size]);
  await shootCharges(browser, gateway.info, shoot, size, sizes[size]);
  await shootFirstRun(browser, shoot, size, sizes[size]);
  await openTill(till, gateway.info);
  await shootSale(till, shopper, size, "late");
  await shootEndings(shopper, gateway.info, shoot, size);
  for (const page of [till, shopper, board]) await page.context().close();
}

/** A market's morning: some hundred sales, one in ten with a trouble. */
async function sellMuch() {
  const options = ["--sales", "400", "--per-second", "100", "--seed", "7", "--data", gateway.data];
  await promisify(execFile)(process.env.CHOPAY, ["traffic", ...options]);
}

async function shootWide() {
  await sellMuch();
  const page = await openPage(browser, origin, { width: 1280, height: 800 });
  await page.goto(gateway.info.board);
  await shoot(page, "board-wide", true);
  await page.emulateMedia({ media: "print" });
  await shoot(page, "board-print", true);
  await page.emulateMedia({ media: "screen" });
  for (const [name, path] of [["month", "/board/month"], ["hall", "/hall"], ["patrol", "/board/patrol"],
    ["changes", "/board/payee-changes"], ["stalls", "/board/stalls"], ["stall", "/board/stalls/A12"],
    ["people", "/board/people"], ["audit", "/board/audit"], ["sources", "/board/sources"]]) {
    await page.goto(origin + path);
    await page.waitForTimeout(300);
    await shoot(page, `board-${name}-wide`, true);
  }
  await openTill(page, gateway.info);
  await shoot(page, "till-wide");
}

/** Every picture on one sheet; of a long page its beginning. */
async function shootSheet() {
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(names.map((name) => readFile(`${folder}${name}`, "base64")));
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.setContent(`<body style="margin:0;display:flex;flex-wrap:wrap;gap:10px;font:12px sans-serif">${
    files.map((file, at) => `<figure style="margin:0"><img src="data:image/png;base64,${file}" width="190" style="max-height:420px;object-fit:cover;object-position:top;border:1px solid #bbb">
      <figcaption>${names[at]}</figcaption></figure>`).join("")}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.screenshot({ path: `${folder}sheet.png`, fullPage: true });
}

/** The README's pictures: three phones beside each other, and the board's day as a desk shows it. */
async function shootReadme() {
  const phones = {
    till: ["till-typed-phone", "till-code-phone", "till-paid-phone"],
    shopper: ["pay-pending-phone", "receipt-phone", "sticker-page-1-phone"],
  };
  const frame = (file, width, height) => `<img src="data:image/png;base64,${file}" style="width:${width}px;height:${height}px;
    object-fit:cover;object-position:top;border:1px solid #999;border-radius:16px">`;
  const picture = async (name, images) => {
    const page = await browser.newPage({ viewport: { width: 834, height: 589 } });
    await page.setContent(`<body style="margin:0;padding:12px;display:flex;gap:12px;background:#fff">${images.join("")}`);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await writeFile(fileURLToPath(new URL(`${name}.png`, import.meta.url)), await page.screenshot());
  };
  const read = (shot) => readFile(`${folder}${shot}.png`, "base64");
  for (const [name, shots] of Object.entries(phones)) {
    await picture(name, (await Promise.all(shots.map(read))).map((file) => frame(file, 260, 563)));
  }
  await picture("board", [frame(await read("board-wide"), 808, 563)]);
}

try {
  for (const size of Object.keys(sizes)) {
    await startAnew();
    await shootSize(size);
  }
  await startAnew();
  await shootEnglish(browser, gateway.info, shoot, sizes.phone);
  await shootWide();
  await shootReadme();
  await shootSheet();
} finally {
  await browser.close();
  await gateway.stop();
}
