// The board's log with its proofs: each entry is checked in the page, and an answer that was tampered
// with is found out. Beside it the sources of bank notices, and the test notice that is no money.

import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { before, test } from "node:test";

import { openPage, overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";
import { browser, gateway, openRequest, origin } from "./market.mjs";
import { pay } from "./sale.mjs";

const options = { timeout: 300_000 };
const small = { width: 320, height: 568 };

before(async () => {
  const shopper = await openPage(browser, origin);
  for (const amount of [85_000, 61_000]) {
    await pay(shopper, (await openRequest(amount)).pay_url, "exact");
    await shopper.waitForSelector("#state .good");
  }
  await shopper.context().close();
}, options);

async function openBoard(path, size) {
  const page = await openPage(browser, origin, size);
  await page.goto(gateway.info.board);
  await page.goto(origin + path);
  return page;
}

/** Presses the first entry's button, and gives what is said of it. */
async function proveFirst(page) {
  await page.click(".entries .prove >> nth=0");
  await page.waitForSelector('.entries .verdict:not([data-look="wait"]):not(:empty)');
  const place = page.locator(".entries .verdict:not(:empty)").first();
  return { look: await place.getAttribute("data-look"), text: await place.innerText() };
}

test("The checkpoint's signature and an entry's proof are checked in the page", options, async () => {
  const page = await openBoard("/board/audit", small);
  await page.waitForSelector('#signed[data-look="good"]');
  assert.match(await page.innerText(".tiles"), /Chưa có/, "no witness is set up in a sandbox");
  assert.match(await page.innerText(".entries"), /Tiền vào[^]*Sạp A12[^]*61\.000/);
  assert.doesNotMatch(await page.innerText(".entries"), /\b\d{9,}\b/, "no whole account");
  const { look, text } = await proveFirst(page);
  assert.deepEqual([look, /Đúng/.test(text)], ["good", true], text);
  assert.equal(await overhang(page), 0);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "audit"), []);
  assert.deepEqual(page.complaints, []);
});

/** A checkpoint, signed, and its verifier by a key whose base64 has "+" twice, nine signs apart. */
function signedByOddKey() {
  const seed = "e4".padStart(64, "0");
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const material = Buffer.concat([Buffer.from([1]), raw]);
  const name = "example.vn/ha-long-1";
  const id = createHash("sha256").update(`${name}\n`).update(material).digest().subarray(0, 4);
  const text = `${name}\n1\n${Buffer.alloc(32).toString("base64")}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString("base64");
  return { note: `${text}\n— ${name} ${signature}\n`, verifier: `${name}+${id.toString("hex")}+${material.toString("base64")}` };
}

test("A key is read whole, whatever signs it is made of", options, async () => {
  const odd = signedByOddKey();
  assert.match(odd.verifier, /\+.{8}\+.*\+.{8}\+/);
  const page = await openBoard("/board/audit", small);
  const good = await page.evaluate(async ({ note, verifier }) => {
    const { name } = performance.getEntriesByType("resource").find((each) => each.name.includes("/proof."));
    const { signs } = await import(name);
    return signs(note, verifier);
  }, odd);
  assert.equal(good, true);
});

test("A tampered answer is red, whatever was changed in it", options, async () => {
  const page = await openBoard("/board/audit", small);
  const honest = await page.evaluate(async () => {
    const { dataset } = document.querySelector(".entries li");
    const ask = async (seq) => (await fetch(`/v1/receipts/${document.body.dataset.market}/${seq}`)).text();
    return [await ask(dataset.seq), await ask(dataset.seq - 1)];
  });
  const changes = {
    "another amount": honest[0].replace("61000", "61001"),
    "another entry's receipt": honest[1],
    "another place": honest[0].replace(/^index \d+/m, "index 0"),
    "another root": honest[0].replace(/^[A-Za-z0-9+/]{43}=$/gm, `${"A".repeat(43)}=`),
    "another signature": honest[0].replace(/(— \S+ .{8})(.)/, (_, start, sign) => start + (sign === "A" ? "B" : "A")),
    "no receipt": "<html></html>",
    "half a receipt": honest[0].slice(0, honest[0].length / 2),
  };
  for (const [what, body] of Object.entries(changes)) {
    assert.notEqual(body, honest[0], what);
    await page.route("**/v1/receipts/**", (route) => route.fulfill({ status: 200, contentType: "text/plain", body }));
    const { look, text } = await proveFirst(page);
    assert.equal(look, "bad", `${what}: ${text}`);
    assert.match(text, /KHÔNG ĐÚNG/, what);
    await page.unroute("**/v1/receipts/**");
    await page.reload();
  }
  await page.route("**/v1/receipts/**", (route) => route.abort());
  assert.equal((await proveFirst(page)).look, "warn", "no answer is no proof of tampering");
});

test("The log is turned page by page, to its first entry", options, async () => {
  const page = await openBoard("/board/audit");
  const seen = [];
  for (;;) {
    seen.push(...await page.$$eval(".entries li", (rows) => rows.map(({ dataset }) => Number(dataset.seq))));
    if (await page.locator("text=Cũ hơn").count() === 0) break;
    await page.click("text=Cũ hơn");
  }
  assert.deepEqual(seen, Array.from({ length: seen[0] }, (_, at) => seen[0] - at));
  assert.match(await page.innerText(".entries li >> nth=-1"), /Mở chợ/);
  assert.equal((await page.goto(`${origin}/board/audit?before=x`)).status(), 404);
  const stranger = await openPage(browser, origin);
  await stranger.goto(`${origin}/board/audit`);
  assert.match(stranger.url(), /\/sign-in$/);
});

test("A test notice is read, stands among the messages as a test, and is no money", options, async () => {
  const page = await openBoard("/board/sources", small);
  const totals = async () => (await page.request.get(`${origin}/board`)).text()
    .then((html) => html.match(/Sổ cái đến bút toán số [\d.]+/)[0]);
  const head = await totals();
  await page.click('[data-source="sandbox"] .try-source');
  await page.waitForSelector('[data-source="sandbox"] .verdict[data-look="good"]');
  // The verdict is told first, then the list of messages is fetched anew.
  await page.waitForSelector('[data-source="sandbox"] .entries :text("thử, không ghi tiền")');
  assert.equal(await totals(), head, "nothing was written to the log");
  await loadAxe(page);
  assert.deepEqual(await faults(page, "sources"), []);
  assert.deepEqual(page.complaints, []);
});

test("The sources tell which one is heard, and the board how fast each bank is", options, async () => {
  const page = await openBoard("/board/sources", small);
  assert.match(await page.innerText('[data-source="sandbox"] .tiles'), /Đang nghe[^]*Lần cuối/);
  assert.match(await page.innerText('[data-source="mb-970422"] .tiles'), /Chưa nghe/);
  assert.match(await page.innerText(".delays"), /nửa số tin trong \d+(,\d)? giây, 95% trong/);
  await page.goto(`${origin}/board`);
  assert.match(await page.innerText(".delays"), /nửa số tin trong/);
  await loadAxe(page);
  assert.deepEqual(await faults(page, "board"), []);
  assert.deepEqual(page.complaints, []);
});
