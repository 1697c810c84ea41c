// The payOS-compatible API, driven by payOS's own package with another base URL.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";

import payosNode from "@payos/node";

import { startGateway } from "../browser/gateway.mjs";
import { startReceiver, until } from "./receiver.mjs";

const { PayOS, APIError, BadRequestError, NotFoundError, UnauthorizedError, WebhookError } = payosNode;

let gateway;
let receiver;
let payos;
let nextCode = 1_000;

const clientFor = (info, changes = {}) => new PayOS({
  clientId: info.payos.client_id,
  apiKey: info.payos.api_key,
  checksumKey: info.payos.checksum_key,
  baseURL: info.url,
  logLevel: "off",
  ...changes,
});

const order = (changes = {}) => ({
  orderCode: ++nextCode,
  amount: 85_000,
  description: "Muc mot nang",
  cancelUrl: "https://shop.example/cancel?a=1&b=2",
  returnUrl: "https://shop.example/ok",
  ...changes,
});

/** Pays a link as a shopper's phone and bank would. */
async function pay(link, how = "exact") {
  const response = await fetch(`${link.checkoutUrl}/try`, {
    method: "POST", body: JSON.stringify({ how }), headers: { "content-type": "application/json" },
  });
  assert.equal(response.status, 200, await response.text());
}

/** A call without the package, for what the package would not send. */
async function call(method, path, body, headers = {}) {
  const { payos: keys, url } = gateway.info;
  const response = await fetch(url + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { "x-client-id": keys.client_id, "x-api-key": keys.api_key,
               "content-type": "application/json", ...headers },
  });
  return { status: response.status, ...await response.json() };
}

/** A question to the gateway's own API. */
async function ask(method, path, body) {
  const response = await fetch(gateway.info.url + path, {
    method, body: body && JSON.stringify(body),
    headers: { authorization: `Bearer ${gateway.info.api_key}` },
  });
  return { status: response.status, ...await response.json() };
}

/** Waits until an event of the order is in the feed. */
function told(orderCode, type) {
  const request = `payos.${gateway.info.payos.client_id}.${orderCode}`;
  return until(async () => {
    const { events } = await ask("GET", "/v1/events?limit=1000");
    return events.some((event) => event.type === type && event.data.payment_request === request);
  }, `${type} of ${orderCode} is told`);
}

const sign = (text) => createHmac("sha256", gateway.info.payos.checksum_key).update(text).digest("hex");
const signed = (body) => ({
  ...body,
  signature: sign(`amount=${body.amount}&cancelUrl=${body.cancelUrl}&description=${body.description}`
    + `&orderCode=${body.orderCode}&returnUrl=${body.returnUrl}`),
});

before(async () => {
  gateway = await startGateway();
  receiver = await startReceiver((request) => (request.path === "/broken" ? 500 : 200));
  payos = clientFor(gateway.info);
});

after(async () => {
  await receiver?.stop();
  await gateway?.stop();
});

test("an order is made, shown by its code and by its link, and paid", async () => {
  const wanted = order();
  const link = await payos.paymentRequests.create(wanted);
  assert.equal(link.orderCode, wanted.orderCode);
  assert.equal(link.amount, 85_000);
  assert.equal(link.status, "PENDING");
  assert.equal(link.currency, "VND");
  assert.match(link.paymentLinkId, /^[0-9a-f]{32}$/);
  assert.ok(link.qrCode.includes(link.accountNumber) && link.qrCode.startsWith("000201"));
  assert.ok(link.description.length <= 25);

  const open = await payos.paymentRequests.get(wanted.orderCode);
  assert.deepEqual([open.id, open.status, open.amountPaid, open.amountRemaining, open.transactions],
    [link.paymentLinkId, "PENDING", 0, 85_000, []]);

  await pay(link);
  const paid = await payos.paymentRequests.get(link.paymentLinkId);
  assert.deepEqual([paid.status, paid.amountPaid, paid.amountRemaining], ["PAID", 85_000, 0]);
  assert.equal(paid.transactions.length, 1);
  assert.equal(paid.transactions[0].amount, 85_000);
  assert.equal(paid.transactions[0].accountNumber, link.accountNumber);
  assert.ok(paid.transactions[0].reference);
});

test("less than the amount is UNDERPAID", async () => {
  const link = await payos.paymentRequests.create(order({ amount: 40_000 }));
  await pay(link, "short");
  const shown = await payos.paymentRequests.get(link.orderCode);
  assert.equal(shown.status, "UNDERPAID");
  assert.ok(shown.amountPaid > 0 && shown.amountRemaining === 40_000 - shown.amountPaid);
});

test("an order is cancelled with a reason, or with an empty body", async () => {
  const first = await payos.paymentRequests.create(order());
  const cancelled = await payos.paymentRequests.cancel(first.orderCode, "Khách đổi ý");
  assert.deepEqual([cancelled.status, cancelled.cancellationReason], ["CANCELLED", "Khách đổi ý"]);
  assert.ok(cancelled.canceledAt);
  const second = await payos.paymentRequests.create(order());
  assert.equal((await payos.paymentRequests.cancel(second.paymentLinkId)).status, "CANCELLED");
  const empty = await payos.paymentRequests.create(order());
  assert.equal((await call("POST", `/v2/payment-requests/${empty.orderCode}/cancel`)).code, "00");
  const paid = await payos.paymentRequests.create(order());
  await pay(paid);
  await assert.rejects(payos.paymentRequests.cancel(paid.orderCode), (error) => error.code === "232");
});

test("the same order again is the same link; another one with its code is refused", async () => {
  const wanted = order();
  const [first, again] = await Promise.all(
    [payos.paymentRequests.create(wanted), payos.paymentRequests.create(wanted)]);
  assert.deepEqual(again, first);
  for (const change of [{ amount: 1 }, { description: "x" }, { returnUrl: "https://a.example" }]) {
    await assert.rejects(payos.paymentRequests.create({ ...wanted, ...change }),
      (error) => error instanceof APIError && error.code === "231");
  }
  await pay(first);
  await assert.rejects(payos.paymentRequests.create(wanted), (error) => error.code === "231");
});

/** Where the shopper's page of a link leads, and what stands on it. */
async function shopperAt(link) {
  const page = await (await fetch(link.checkoutUrl)).text();
  const way = await fetch(`${link.checkoutUrl}/shop`, { redirect: "manual" });
  return { page, status: way.status, to: way.headers.get("location") };
}

const queryOf = (to) => Object.fromEntries(new URL(to).searchParams);

test("the page of a paid order leads back to the shop, with payOS's parameters", async () => {
  const wanted = order({ amount: 34_000 });
  const link = await payos.paymentRequests.create(wanted);
  const waiting = await shopperAt(link);
  assert.ok(!waiting.page.includes("/shop\""));
  assert.deepEqual([waiting.status, waiting.to], [303, new URL(link.checkoutUrl).pathname]);
  await pay(link);
  const { page, status, to } = await shopperAt(link);
  assert.ok(page.includes("/shop\" rel=\"noreferrer\""));
  assert.equal(status, 303);
  assert.ok(to.startsWith("https://shop.example/ok?"));
  assert.deepEqual(queryOf(to), { code: "00", id: link.paymentLinkId, cancel: "false",
    status: "PAID", orderCode: String(wanted.orderCode) });
});

test("a shopper cancels, and is led to cancelUrl; the shop may have cancelled as well", async () => {
  for (const byShopper of [true, false]) {
    const link = await payos.paymentRequests.create(order());
    if (byShopper) {
      const answer = await fetch(`${link.checkoutUrl}/cancel`, { method: "POST", redirect: "manual" });
      assert.equal(answer.status, 303);
    } else {
      await payos.paymentRequests.cancel(link.orderCode);
    }
    assert.equal((await payos.paymentRequests.get(link.orderCode)).status, "CANCELLED");
    const { to } = await shopperAt(link);
    assert.ok(to.startsWith("https://shop.example/cancel?"));
    assert.deepEqual(queryOf(to), { a: "1", b: "2", code: "00", id: link.paymentLinkId,
      cancel: "true", status: "CANCELLED", orderCode: String(link.orderCode) });
  }
});

test("nobody is led to what is no address of the web, or by a request that is no shop's order", async () => {
  const link = await payos.paymentRequests.create(order({ returnUrl: "javascript:alert(1)" }));
  await pay(link);
  const shown = await shopperAt(link);
  assert.ok(!shown.page.includes("/shop\"") && !shown.page.includes("javascript:"));
  assert.deepEqual([shown.status, shown.to], [303, new URL(link.checkoutUrl).pathname]);
  // A program may give a request such an id; it has no order behind it.
  const shop = gateway.info.payos.client_id;
  for (const id of ["a-sale-of-the-stall", `payos.${shop}.777`]) {
    const opened = await ask("PUT", `/v1/payment-requests/${id}`, { stall: "A12", amount: 35_000 });
    const { page, status } = await shopperAt({ checkoutUrl: opened.pay_url });
    assert.ok(!page.includes("/cancel\""));
    assert.equal(status, 404);
    assert.equal((await fetch(`${opened.pay_url}/cancel`, { method: "POST" })).status, 404);
    assert.equal((await ask("GET", `/v1/payment-requests/${id}`)).status, "pending");
  }
});

test("what is wrong is refused with payOS's codes", async () => {
  const wanted = order();
  await assert.rejects(clientFor(gateway.info, { checksumKey: "other" }).paymentRequests.create(wanted),
    (error) => error instanceof BadRequestError && error.code === "24");
  await assert.rejects(clientFor(gateway.info, { apiKey: "other" }).paymentRequests.create(wanted),
    (error) => error instanceof UnauthorizedError);
  await assert.rejects(payos.paymentRequests.get(999_999_999),
    (error) => error instanceof NotFoundError);
  await assert.rejects(payos.paymentRequests.invoices.get({ orderCode: wanted.orderCode }),
    (error) => error instanceof NotFoundError);
  await assert.rejects(payos.payouts.get("x"), (error) => error instanceof NotFoundError);
  assert.equal((await call("POST", "/v2/payment-requests", wanted)).code, "22");
  for (const change of [{ description: "x".repeat(26) }, { amount: 0 }, { amount: 1.5 },
    { amount: "85000" }, { orderCode: 0 }, { orderCode: 2 ** 53 }, { description: "" },
    { cancelUrl: 7 }, { expiredAt: 1 }]) {
    const answer = await call("POST", "/v2/payment-requests", signed({ ...wanted, ...change }));
    assert.deepEqual([answer.status, answer.code, answer.data], [400, "21", null], JSON.stringify(change));
    assert.equal(answer.signature, sign(""));
  }
});

test("a description of 25 Vietnamese characters is taken", async () => {
  const link = await payos.paymentRequests.create(order({ description: "Đậu hũ ".repeat(4).slice(0, 25) }));
  assert.equal(link.status, "PENDING");
});

test("an address that gives no 2xx is not confirmed", async () => {
  await assert.rejects(payos.webhooks.confirm(`${receiver.url}/broken`),
    (error) => error instanceof WebhookError && /400/.test(error.message));
  await assert.rejects(payos.webhooks.confirm("http://127.0.0.1:1/"), WebhookError);
  await assert.rejects(payos.webhooks.confirm("ftp://shop.example/"), WebhookError);
});

test("a confirmed address is told of a paid order, once, with a signature that holds", async () => {
  const confirmed = await payos.webhooks.confirm(`${receiver.url}/hook`);
  assert.equal(confirmed.webhookUrl, `${receiver.url}/hook`);
  assert.ok(confirmed.accountNumber && confirmed.shortName);
  const sample = await receiver.wait((request) => request.path === "/hook");
  assert.equal((await payos.webhooks.verify(JSON.parse(sample.body))).orderCode, 123);

  const wanted = order({ amount: 31_000 });
  const link = await payos.paymentRequests.create(wanted);
  await pay(link, "twice");
  const isOurs = (request) => JSON.parse(request.body).data.orderCode === wanted.orderCode;
  const hook = JSON.parse((await receiver.wait(isOurs)).body);
  const data = await payos.webhooks.verify(hook);
  assert.deepEqual([data.amount, data.code, data.paymentLinkId, data.description],
    [31_000, "00", link.paymentLinkId, wanted.description]);
  assert.match(data.transactionDateTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await assert.rejects(payos.webhooks.verify({ ...hook, data: { ...hook.data, amount: 1 } }), WebhookError);
  assert.equal(receiver.requests.filter(isOurs).length, 1);
});

test("an order that nobody paid is EXPIRED at its end, and the shop's address hears nothing of it", async () => {
  const expiredAt = Math.floor(Date.now() / 1_000) + 600;
  const link = await payos.paymentRequests.create(order({ amount: 32_000, expiredAt }));
  assert.equal(link.expiredAt, expiredAt);
  assert.equal((await ask("POST", "/sandbox/clock", { advance_s: 700 })).status, 200);
  const shown = await payos.paymentRequests.get(link.orderCode);
  assert.deepEqual([shown.status, shown.amountPaid, shown.amountRemaining], ["EXPIRED", 0, 32_000]);
  await told(link.orderCode, "payment_request.expired");
  await assert.rejects(payos.paymentRequests.cancel(link.orderCode), (error) => error.code === "232");
  await assert.rejects(payos.paymentRequests.create(order({ orderCode: link.orderCode })),
    (error) => error.code === "231");
  // payOS tells of money alone; the next order's money comes to the address behind the expiry.
  const next = await payos.paymentRequests.create(order({ amount: 33_000 }));
  await pay(next);
  await receiver.wait((request) => JSON.parse(request.body).data.orderCode === next.orderCode);
  assert.ok(!receiver.requests.some((request) =>
    JSON.parse(request.body).data.orderCode === link.orderCode));
});

test("a restart loses nothing: orders, reasons, and the confirmed address", async () => {
  const kept = await payos.paymentRequests.create(order());
  const gone = await payos.paymentRequests.create(order());
  await payos.paymentRequests.cancel(gone.orderCode, "hết hàng");
  await gateway.halt();
  await gateway.resume();
  assert.equal((await payos.paymentRequests.get(kept.paymentLinkId)).status, "PENDING");
  assert.equal((await payos.paymentRequests.get(gone.orderCode)).cancellationReason, "hết hàng");
  await pay(kept);
  await receiver.wait((request) => JSON.parse(request.body).data.orderCode === kept.orderCode);
});
