// Web Push as a push service and a browser see it: what arrives is signed and encrypted as RFC 8291 and
// RFC 8292 say (read here with Node's own cryptography), tells no sum, and ends when it should.

import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startGateway } from "../browser/gateway.mjs";
import { startReceiver, until } from "./receiver.mjs";

const PATH = "/v1/devices/push";
const CONTACT = "mailto:it@pay.example.vn";
/** Longer than the gateway gathers what comes, and than it waits between two hints to a device. */
const QUIET_MS = 1_500;
const APART_MS = 6_000;

let folder;
let service;
let gateway;
let key;
const status = {};  // of the service's answers, by path

async function ask(method, path, body, bearer = key) {
  const response = await fetch(gateway.info.url + path, {
    method, body: body && JSON.stringify(body), headers: { authorization: `Bearer ${bearer}` },
  });
  return { status: response.status, ...await response.json() };
}

/** A browser's side: its keys, and what it reads of a push. */
function browserAt(path) {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    path,
    subscription: {
      endpoint: service.url + path, expirationTime: null,
      keys: { p256dh: ecdh.getPublicKey("base64url"), auth: auth.toString("base64url") },
    },
    read(body) {
      const salt = body.subarray(0, 16);
      assert.equal(body.readUInt32BE(16), 4096);
      assert.equal(body[20], 65);
      const sender = body.subarray(21, 86);
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), sender]);
      const input = hkdfSync("sha256", ecdh.computeSecret(sender), auth, info, 32);
      const part = (name, size) =>
        Buffer.from(hkdfSync("sha256", Buffer.from(input), salt, Buffer.from(`Content-Encoding: ${name}\0`), size));
      const cipher = createDecipheriv("aes-128-gcm", part("aes128gcm", 16), part("nonce", 12));
      cipher.setAuthTag(body.subarray(-16));
      const text = Buffer.concat([cipher.update(body.subarray(86, -16)), cipher.final()]);
      assert.equal(text.at(-1), 2);
      return JSON.parse(text.subarray(0, -1));
    },
  };
}

async function sell(stall, amount) {
  const opened = await ask("POST", "/v1/payment-requests", { stall, amount }, gateway.info.api_key);
  const paid = await fetch(`${opened.pay_url}/try`, { method: "POST", body: '{"how":"exact"}' });
  assert.equal(paid.status, 200, await paid.text());
}

const to = ({ path }) => service.requests.filter((request) => request.path === path);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-push-"));
  service = await startReceiver(({ path }) => status[path] ?? 201);
  await writeFile(join(folder, "chopay.toml"),
    `[push]\ncontact = "${CONTACT}"\nallow_private = true\n`);
  gateway = await startGateway(["--config", join(folder, "chopay.toml")]);
  key = gateway.info.till.split("?key=")[1];
});

after(async () => {
  await gateway?.stop();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("money wakes the device of its stall: signed, encrypted, without a sum, and once for many", async () => {
  const browser = browserAt("/send/first");
  const { public_key } = await ask("GET", PATH);
  assert.equal((await ask("POST", PATH, browser.subscription)).subscribed, true);
  await sell("A01", 21_000);  // another stall's
  await sell("A12", 45_000);
  await sell("A12", 46_000);
  const { headers, bytes } = await service.wait(({ path }) => path === browser.path);
  assert.equal(headers["content-encoding"], "aes128gcm");
  assert.equal(headers.urgency, "high");
  assert.ok(Number(headers.ttl) > 0 && Number(headers.ttl) <= 600);
  assert.match(headers.topic, /^[\w-]{1,32}$/);
  assert.deepEqual(browser.read(bytes), { stall: "A12" });
  const [, token, k] = /^vapid t=([^,]+), k=(\S+)$/.exec(headers.authorization);
  assert.equal(k, public_key);
  const point = Buffer.from(k, "base64url");
  const verifier = createPublicKey({ format: "jwk", key: {
    kty: "EC", crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url"),
  } });
  const [head, claims, signature] = token.split(".");
  assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), { key: verifier, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url")));
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url"));
  assert.deepEqual([aud, sub], [service.url, CONTACT]);
  assert.ok(exp > Date.now() / 1000 && exp <= Date.now() / 1000 + 24 * 3600);
  await sleep(QUIET_MS);
  assert.equal(to(browser).length, 1);
});

test("the key is the gateway's alone, and the same after a restart", async () => {
  const file = join(gateway.data, "push.key");
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const before_ = await readFile(file, "utf8");
  await gateway.halt();
  await gateway.resume();
  assert.equal(await readFile(file, "utf8"), before_);
  assert.equal((await ask("GET", PATH)).subscribed, true);
});

test("who has an event stream open is not woken", async () => {
  const browser = browserAt("/send/listening");
  await ask("POST", PATH, browser.subscription);
  const stop = new AbortController();
  const stream = await fetch(`${gateway.info.url}/v1/stalls/A12/events`,
    { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
  assert.equal(stream.status, 200);
  await sell("A12", 47_000);
  await sleep(QUIET_MS);
  assert.equal(to(browser).length, 0);
  stop.abort();
  await sleep(APART_MS);
  await sell("A12", 48_000);
  await service.wait(({ path }) => path === browser.path);
});

test("a service that is busy is asked again, later", { timeout: 180_000 }, async () => {
  const browser = browserAt("/send/busy");
  status[browser.path] = 503;
  await ask("POST", PATH, browser.subscription);
  await sleep(APART_MS);
  await sell("A12", 49_000);
  await service.wait(({ path }) => path === browser.path);
  status[browser.path] = 201;
  const [refused, taken] = await until(() => to(browser).length >= 2 && to(browser), "the second time");
  assert.ok(taken.at - refused.at > 3_000);
});

test("a subscription that is gone is forgotten at once", async () => {
  const browser = browserAt("/send/gone");
  status[browser.path] = 410;
  await ask("POST", PATH, browser.subscription);
  await sleep(APART_MS);
  await sell("A12", 50_000);
  await service.wait(({ path }) => path === browser.path);
  await until(async () => !(await ask("GET", PATH)).subscribed, "it is forgotten");
});

test("what is no subscription, or no device, is refused and changes nothing", async () => {
  const { subscription } = browserAt("/send/bad");
  await ask("POST", PATH, subscription);
  const { keys } = subscription;
  for (const [wrong, code] of [
    [{}, 422], [{ ...subscription, endpoint: "ftp://push.example.net/a" }, 422],
    [{ ...subscription, endpoint: `${subscription.endpoint}/${"a".repeat(2000)}` }, 422],
    [{ ...subscription, keys: { ...keys, auth: "AAAA" } }, 422],
    [{ ...subscription, keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString("base64url") } }, 422],
    [{ ...subscription, keys: { ...keys, p256dh: 7 } }, 422],
  ]) assert.equal((await ask("POST", PATH, wrong)).status, code, JSON.stringify(wrong));
  assert.equal((await ask("GET", PATH)).subscribed, true);
  assert.equal((await ask("POST", PATH, subscription, gateway.info.api_key)).status, 403);
  assert.equal((await ask("POST", PATH, subscription, "nobody")).status, 401);
  assert.equal((await ask("DELETE", PATH)).subscribed, false);
});

test("a device that is revoked takes its subscription along", async () => {
  const browser = browserAt("/send/revoked");
  await ask("POST", PATH, browser.subscription);
  const { keys } = await ask("GET", "/v1/keys");
  const own = keys.find((one) => one.own);
  const revoked = await fetch(`${gateway.info.url}/v1/keys/${own.id}`,
    { method: "DELETE", headers: { authorization: `Bearer ${key}` } });
  assert.equal(revoked.status, 204);
  await sell("A12", 51_000);
  await sleep(QUIET_MS);
  assert.equal(to(browser).length, 0);
});

test("without [push] nobody is woken, and it says so", async () => {
  const plain = await startGateway();
  try {
    const bearer = plain.info.till.split("?key=")[1];
    const headers = { authorization: `Bearer ${bearer}` };
    const shown = await (await fetch(plain.info.url + PATH, { headers })).json();
    assert.deepEqual(shown, { public_key: null, subscribed: false });
    const { subscription } = browserAt("/send/off");
    const refused = await fetch(plain.info.url + PATH,
      { method: "POST", headers, body: JSON.stringify(subscription) });
    assert.equal(refused.status, 409);
    await assert.rejects(stat(join(plain.data, "push.key")));
  } finally {
    await plain.stop();
  }
});

test("an endpoint inside the house is refused where it is not allowed", async () => {
  await writeFile(join(folder, "strict.toml"), `[push]\ncontact = "${CONTACT}"\n`);
  const strict = await startGateway(["--config", join(folder, "strict.toml")]);
  try {
    const headers = { authorization: `Bearer ${strict.info.till.split("?key=")[1]}` };
    const { subscription } = browserAt("/send/inside");
    const refused = await fetch(strict.info.url + PATH,
      { method: "POST", headers, body: JSON.stringify(subscription) });
    assert.equal(refused.status, 422);
    const body = JSON.stringify({ ...subscription, endpoint: "https://localhost/send" });
    assert.equal((await fetch(strict.info.url + PATH, { method: "POST", headers, body })).status, 200);
    const opened = await (await fetch(`${strict.info.url}/v1/payment-requests`, {
      method: "POST", headers, body: '{"stall":"A12","amount":52000}' })).json();
    await fetch(`${opened.pay_url}/try`, { method: "POST", body: '{"how":"exact"}' });
    await until(() => /no public address/.test(strict.said()), "it says so");
    assert.match(strict.said(), /push_failing.*no public address/);
    assert.doesNotMatch(strict.said(), /localhost\/send/);
  } finally {
    await strict.stop();
  }
});
