// Pictures of how a sale can end beside being paid, of an online shop's order, and of a till that is asked
// to agree to another account. Each takes `shoot(page, name, fullPage)`.

import { createHmac } from "node:crypto";

import { openTill, pay } from "./sale.mjs";
import { tellers } from "./told_twice.mjs";

const EXPIRED_AFTER_S = 16 * 60;

const keyIn = (link) => new URL(link).searchParams.get("key");

/** Asks the gateway as who has the key; the answer's JSON. */
async function ask(info, path, body, key = info.api_key) {
  const answer = await fetch(new URL(path, info.url), {
    method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${key}` },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const open = (info, amount) => ask(info, "/v1/payment-requests", { stall: "A12", amount });

/** Gives back `amount` of the stall's newest credit: recorded, and then told by the bank as gone out. */
async function giveBack(info, amount) {
  const { credits: [newest] } = await ask(info, "/v1/stalls/A12/credits");
  const { memo } = await ask(info, `/v1/credits/${newest.seq}/refunds`, { amount });
  await tellers(info).notice(amount, undefined, undefined, { transferType: "out", content: memo, referenceCode: memo });
}

/** An order of an online shop that speaks payOS; the shopper's link. */
async function openOrder(info, orderCode) {
  const order = {
    orderCode, amount: 85_000, description: "DON HANG", returnUrl: "https://shop.example.vn/xong", cancelUrl: "https://shop.example.vn/huy",
  };
  const text = ["amount", "cancelUrl", "description", "orderCode", "returnUrl"].map((name) => `${name}=${order[name]}`).join("&");
  const signature = createHmac("sha256", info.payos.checksum_key).update(text).digest("hex");
  const answer = await fetch(new URL("/v2/payment-requests", info.url), {
    method: "POST", body: JSON.stringify({ ...order, signature }),
    headers: { "Content-Type": "application/json", "x-client-id": info.payos.client_id, "x-api-key": info.payos.api_key },
  });
  return (await answer.json()).data.checkoutUrl;
}

/** The shopper's page of money that went back, of a shop's order, and of a code whose time is over. */
export async function shootEndings(shopper, info, shoot, size) {
  const sum = size === "phone" ? 70_000 : 71_000;
  const { pay_url: link } = await open(info, sum);
  await pay(shopper, link, "exact");
  await shopper.waitForSelector("#state .good");
  for (const [back, name] of [[20_000, "part-refunded"], [sum - 20_000, "refunded"]]) {
    await giveBack(info, back);
    await shopper.goto(link);
    await shopper.waitForSelector("#state .warn");
    await shoot(shopper, `pay-${name}-${size}`, true);
  }
  await shopper.goto(await openOrder(info, sum));
  await shoot(shopper, `pay-order-${size}`, true);
  const late = await open(info, sum);
  await ask(info, "/sandbox/clock", { advance_s: EXPIRED_AFTER_S });
  await shopper.goto(late.pay_url);
  await shopper.waitForSelector("#state .bad");
  await shoot(shopper, `pay-expired-${size}`, true);
}

/** The board asks for another account: the till is asked to agree. */
export async function shootPayeeQuestion(till, info, shoot, size) {
  const path = "/v1/stalls/A12/payee-change";
  const asked = await ask(info, path, undefined, keyIn(info.till));
  await ask(info, `${path}/${asked.id}/withdraw`, {}, keyIn(info.till));
  const account = { bank: "970422", account: "0907654321", holder: "HKD NGUYEN THI LAN" };
  await ask(info, path, account, keyIn(info.board));
  await openTill(till, info);
  await till.click("#payee-notice");
  await till.waitForSelector("#payee-approve");
  await shoot(till, `till-payee-question-${size}`, true);
  await till.click("#hide-settings");
}
