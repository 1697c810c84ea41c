// 200 tills and 200 shoppers' pages follow one gateway while 500 notices a second come in. How long
// from the commit to the screen? The many are plain HTTP clients; one till is a real browser. The last
// line is JSON. Usage: CHOPAY=…/chopay node screens_bench.mjs [SECONDS]

import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { openPage, startBrowser } from "./browser.mjs";
import { makeCode } from "./sale.mjs";

const STALLS = 200;
const NOTICES_PER_S = 500;
const P95_MS_MAX = 500;
const seconds = Number(process.argv[2] ?? 10);
const SECRET = "screens-bench";
const program = process.env.CHOPAY;

const codeOf = (i) => `S${String(i + 1).padStart(3, "0")}`;
const accountOf = (i) => String(9_903_000_000_000 + i);

const folder = await mkdtemp(join(tmpdir(), "chopay-screens-"));
const data = join(folder, "data");
const stalls = Array.from({ length: STALLS }, (_, i) => ({
  code: codeOf(i), name: `Sạp ${i + 1}`, trade: "Hải sản", household: `Hộ KD ${i + 1}`, bank: "970418",
  account: accountOf(i), holder: `HKD SO ${i + 1}`,
}));
await writeFile(join(folder, "market.json"), JSON.stringify({
  id: "cho-lon", name: "Chợ Lớn", province: "Quảng Ninh", sandbox: true, zones: [{ id: "S", name: "Khu S", stalls }],
}));
await writeFile(join(folder, "secret"), `${SECRET}\n`, { mode: 0o600 });
await writeFile(join(folder, "chopay.toml"), `listen = "127.0.0.1:0"\ndata = "${data}"\n[[source]]\nid = "play"\n` +
  `kind = "sepay"\nsecret_file = "${join(folder, "secret")}"\nsandbox = true\n`);
const chopay = (...words) => execFileSync(program, [...words, "--data", data], { encoding: "utf8" }).trim();
chopay("market", "open", join(folder, "market.json"));
const key = chopay("key", "create", "--market", "cho-lon").split("\n").at(-1);
const tillKey = chopay("key", "create", "--market", "cho-lon", "--role", "till", "--stall", codeOf(0)).split("\n").at(-1);
const gateway = spawn(program, ["serve", "--config", join(folder, "chopay.toml")]);
let said = "";
const origin = await new Promise((found, fail) => {
  const take = (text) => {
    said += text;
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
    if (address) found(address[0]);
  };
  gateway.stdout.on("data", take);
  gateway.stderr.on("data", take);
  gateway.on("exit", () => fail(new Error(said)));
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
function send(method, path, body, headers) {
  return new Promise((done, fail) => {
    const request = http.request(origin + path, { method, agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.on("error", fail);
    request.end(body);
  });
}
const bearer = { Authorization: `Bearer ${key}` };

/** Follows a stream on a connection of its own. @param take called with each event's name and data */
function follow(path, headers, take) {
  return new Promise((open, fail) => {
    http.get(origin + path, { agent: false, headers }, (answer) => {
      if (answer.statusCode !== 200) return fail(new Error(`${path}: ${answer.statusCode}`));
      open();
      let rest = "";
      answer.on("data", (part) => {
        const blocks = (rest + part).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const event = /^event: ?(.*)$/m.exec(block)?.[1];
          if (event) take(event, JSON.parse(/^data: ?(.*)$/m.exec(block)[1]));
        }
      });
      answer.on("error", () => {});
    }).on("error", fail);
  });
}

let number = 0;
function notice(account, amount, content) {
  const id = ++number;
  const at = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  const body = JSON.stringify({
    id, gateway: "BIDV", transactionDate: at, accountNumber: account, code: null, content, transferType: "in",
    transferAmount: amount, accumulated: 0, subAccount: null, referenceCode: `FT${id}`, description: content,
  });
  const time = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", SECRET).update(`${time}.${body}`).digest("hex");
  return send("POST", "/callbacks/play", body, {
    "Content-Type": "application/json", "X-SePay-Timestamp": time, "X-SePay-Signature": `sha256=${mac}`,
  });
}

const took = [];
let statuses = 0;
for (let i = 0; i < STALLS; ++i) {
  const { text } = await send("POST", "/v1/payment-requests", JSON.stringify({ stall: codeOf(i), amount: 7_000 }), bearer);
  await follow(new URL(JSON.parse(text).pay_url).pathname + "/events", {}, () => { statuses += 1; });
  await follow(`/v1/stalls/${codeOf(i)}/events`, bearer, (event, { recorded_at }) => {
    if (event === "credit") took.push(Date.now() - Date.parse(recorded_at));
  });
}

const browser = await startBrowser();
const till = await openPage(browser, origin);
await till.addInitScript(() => {
  addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const screen = document.getElementById("outcome");
    if (screen && screen !== globalThis.seen) globalThis.green_at = Date.now();
    globalThis.seen = screen;
  }).observe(document.body, { childList: true, subtree: true }));
});
await till.context().addCookies([{ name: "chopay_till", value: tillKey, url: origin, httpOnly: true, sameSite: "Strict" }]);
await till.goto(`${origin}/till/${codeOf(0)}`);
await till.waitForSelector('#link[data-state="up"]');

let [accepted, refused, flowing] = [0, 0, true];
async function flow() {
  const began = performance.now();
  const all = [];
  for (let sent = 0; performance.now() - began < seconds * 1000;) {
    const due = Math.floor((performance.now() - began) / 1000 * NOTICES_PER_S);
    for (; sent < due; ++sent) {
      const stall = 1 + (sent % (STALLS - 1));
      all.push(notice(accountOf(stall), 1_000 + (sent % 90) * 1_000, "chuyen tien").then(
        ({ status }) => { if (status === 200) accepted += 1; else refused += 1; }, () => { refused += 1; }));
    }
    await sleep(5);
  }
  await Promise.all(all);
  flowing = false;
  return (performance.now() - began) / 1000;
}
const flown = flow();
const green = [];
while (flowing) {
  await makeCode(till, ["3", "000"]);
  const memo = await till.textContent("#sale-memo");
  await notice(accountOf(0), 3_000, memo);
  await till.waitForSelector("#outcome:not([hidden])");
  const { text: list } = await send("GET", `/v1/stalls/${codeOf(0)}/credits?limit=1`, undefined, bearer);
  green.push(await till.evaluate(() => globalThis.green_at) - Date.parse(JSON.parse(list).credits[0].recorded_at));
  await till.click("#outcome-back");
}
const flow_s = await flown;
await sleep(500);
const p95 = (all) => [...all].sort((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1];
const result = {
  tills: STALLS + 1, shopper_pages: STALLS, notices_per_s: Math.round(accepted / flow_s), refused,
  till_events: took.length, till_ms_p95: p95(took), browser_greens: green.length, green_ms_p95: p95(green), shopper_events: statuses,
};
await browser.close();
gateway.removeAllListeners("exit");
gateway.kill("SIGTERM");
await rm(folder, { recursive: true, force: true });
console.log(JSON.stringify(result));
process.exit(result.till_ms_p95 < P95_MS_MAX && result.green_ms_p95 < P95_MS_MAX ? 0 : 1);
