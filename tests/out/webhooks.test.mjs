// Webhooks as a program outside sees them, verified by the Standard Webhooks package.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Webhook } from "standardwebhooks";

import { startGateway } from "../browser/gateway.mjs";
import { startReceiver, until } from "./receiver.mjs";

const secretOf = (byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`;
const SECRET = secretOf(1);
const PREVIOUS = secretOf(2);

let folder;
let receiver;
let gateway;
let deadStatus = 500;
let slowStatus = 500;

async function ask(method, path, body, key = gateway.info.api_key) {
  const response = await fetch(gateway.info.url + path, {
    method, body: body && JSON.stringify(body), headers: { authorization: `Bearer ${key}` },
  });
  return { status: response.status, ...await response.json() };
}

const hookTable = (id, path, more) => `
[[webhook]]
id = "${id}"
url = "${receiver.url}/${path}"
market = "ha-long-1"
secret_file = "${folder}/secret"
allow_private = true
retries_ms = [10, 10]
${more}
`;

async function sell(stall, amount) {
  const opened = await ask("POST", "/v1/payment-requests", { stall, amount });
  const link = opened.pay_url;
  const paid = await fetch(`${link}/try`, { method: "POST", body: '{"how":"exact"}' });
  assert.equal(paid.status, 200, await paid.text());
  return opened;
}

const at = (path, test_ = () => true) => (request) =>
  request.path === `/${path}` && test_(JSON.parse(request.body));
const webhook = async (id) =>
  (await ask("GET", "/v1/webhooks")).webhooks.find((one) => one.id === id);
const stateOf = (id, state) => until(async () => {
  const found = await webhook(id);
  return found.state === state && found;
}, `${id} is ${state}`);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-out-"));
  receiver = await startReceiver((request) => ({ "/dead": deadStatus, "/slow": slowStatus }[request.path] ?? 200));
  await writeFile(join(folder, "secret"), SECRET, { mode: 0o600 });
  await writeFile(join(folder, "previous"), PREVIOUS, { mode: 0o600 });
  await writeFile(join(folder, "chopay.toml"),
    hookTable("all", "all", `secret_previous_file = "${folder}/previous"`)
    + hookTable("fish", "fish", 'stalls = ["A12"]\nevents = ["payment_request.paid"]')
    + hookTable("dead", "dead", 'events = ["payment_request.opened"]\nstalls = ["B02"]')
    + hookTable("slow", "slow", 'events = ["payment_request.opened"]\nstalls = ["B03"]')
      .replace("[10, 10]", "[7200000]")
    + hookTable("inside", "inside", 'stalls = ["C04"]').replace("allow_private = true\n", "")
      .replace("http://", "https://"));
  gateway = await startGateway(["--config", join(folder, "chopay.toml")]);
});

after(async () => {
  await receiver?.stop();
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a sale is told event by event, and either secret verifies it", async () => {
  const opened = await sell("A12", 45_000);
  const ofSale = (type) => at("all", (event) =>
    event.type === type && event.data.payment_request === opened.id);
  for (const type of ["payment_request.opened", "credit.received", "payment_request.paid"]) {
    const { body, headers } = await receiver.wait(ofSale(type));
    for (const secret of [SECRET, PREVIOUS]) {
      const event = new Webhook(secret).verify(body, headers);
      assert.equal(event.id, headers["webhook-id"]);
      assert.deepEqual([event.market, event.stall], ["ha-long-1", "A12"]);
    }
    assert.throws(() => new Webhook(secretOf(3)).verify(body, headers));
    assert.throws(() => new Webhook(SECRET).verify(body.replace("45000", "95000") + " ", headers));
  }
});

test("a webhook is told of its stalls and its events only", async () => {
  await sell("A01", 21_000);
  const opened = await sell("A12", 22_000);
  await receiver.wait(at("fish", (event) => event.data.payment_request === opened.id));
  const told = receiver.requests.filter(at("fish")).map((request) => JSON.parse(request.body));
  assert.ok(told.every((event) => event.stall === "A12" && event.type === "payment_request.paid"));
});

test("polling shows the events that were sent, with the same ids", async () => {
  const opened = await sell("A12", 23_000);
  const { headers } = await receiver.wait(at("all", (event) =>
    event.type === "payment_request.paid" && event.data.payment_request === opened.id));
  const events = [];
  for (let from = 0, page; ; from = page.next) {
    page = await ask("GET", `/v1/events?after=${from}&limit=2`);
    events.push(...page.events);
    if (page.next === from) break;
  }
  assert.ok(events.some((event) => event.id === headers["webhook-id"]));
  assert.equal(new Set(events.map((event) => event.id)).size, events.length);
  const till = gateway.info.till.split("?key=")[1];
  const own = await ask("GET", "/v1/events?limit=1000", undefined, till);
  assert.ok(own.events.length > 0 && own.events.every((event) => event.stall === "A12"));
  for (const query of ["after=x", "limit=0", "limit=1001", "afetr=1", "stall=%20"]) {
    assert.equal((await ask("GET", `/v1/events?${query}`)).status, 400, query);
  }
});

test("a ping arrives signed, and tells the status of its answer", async () => {
  const answer = await ask("POST", "/v1/webhooks/fish/ping");
  assert.equal(answer.status, 200);
  const ping = await receiver.wait(at("fish", (event) => event.id === answer.id));
  assert.equal(new Webhook(SECRET).verify(ping.body, ping.headers).type, "ping");
});

test("an address inside the house is refused after its name was looked up", async () => {
  const answer = await ask("POST", "/v1/webhooks/inside/ping");
  assert.deepEqual([answer.status, answer.code], [502, "no_answer"]);
  assert.match(answer.detail, /no public address/);
});

test("a dead receiver pauses, loses nothing, and goes on when somebody says so", async () => {
  const opened = await ask("POST", "/v1/payment-requests", { stall: "B02", amount: 5_000 });
  const paused = await stateOf("dead", "paused");
  assert.equal(paused.last_failure, "500");
  assert.ok(paused.cursor < paused.newest);
  await ask("POST", "/v1/payment-requests", { stall: "B02", amount: 5_001 });
  deadStatus = 200;
  const before = receiver.requests.filter(at("dead")).length;
  assert.equal((await ask("POST", "/v1/webhooks/dead/resume")).state !== undefined, true);
  await stateOf("dead", "running");
  await receiver.wait(at("dead", (event) => event.data.amount === 5_001));
  const told = receiver.requests.slice().filter(at("dead")).slice(before);
  assert.equal(JSON.parse(told[0].body).data.payment_request, opened.id);
});

test("that a request expired is told, signed, behind what was told of its stall before", async () => {
  const opened = await ask("POST", "/v1/payment-requests", { stall: "A12", amount: 26_000 });
  assert.equal((await ask("POST", "/sandbox/clock", { advance_s: 3_600 })).status, 200);
  const { body, headers } = await receiver.wait(at("all", (event) =>
    event.type === "payment_request.expired" && event.data.payment_request === opened.id));
  assert.equal(new Webhook(SECRET).verify(body, headers).data.expired_at, opened.expires_at);
  const types = receiver.requests.filter(at("all", (event) =>
    event.data.payment_request === opened.id)).map((request) => JSON.parse(request.body).type);
  assert.deepEqual(types, ["payment_request.opened", "payment_request.expired"]);
});

test("what is to be sent again in two hours is sent at once when the clock is set forward", async () => {
  const opened = await ask("POST", "/v1/payment-requests", { stall: "B03", amount: 27_000 });
  const isIt = at("slow", (event) => event.data.payment_request === opened.id);
  await receiver.wait(isIt);
  assert.ok((await stateOf("slow", "failing")).next_attempt_at);
  slowStatus = 200;
  assert.equal((await ask("POST", "/sandbox/clock", { advance_s: 7_300 })).status, 200);
  await stateOf("slow", "running");
  assert.equal(receiver.requests.filter(isIt).length, 2);
});

test("a range is sent once more with the same ids", async () => {
  const opened = await sell("A12", 24_000);
  const isIt = at("fish", (event) => event.data.payment_request === opened.id);
  const first = await receiver.wait(isIt);
  const { seq } = JSON.parse(first.body);
  const answer = await ask("POST", "/v1/webhooks/fish/redeliver", { from: seq, to: seq });
  assert.equal(answer.status, 202);
  await until(() => receiver.requests.filter(isIt).length >= 2, "the second time");
  const both = receiver.requests.filter(isIt);
  assert.equal(both.length, 2);
  assert.equal(both[1].headers["webhook-id"], first.headers["webhook-id"]);
  const bad = await ask("POST", "/v1/webhooks/fish/redeliver", { from: 1, to: 1_000_000 });
  assert.deepEqual([bad.status, bad.code], [400, "bad_range"]);
});
