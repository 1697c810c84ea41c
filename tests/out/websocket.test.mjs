// The stream of a stall over a WebSocket, by the client that most programs of Node use.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import WebSocket from "ws";

import { until } from "./receiver.mjs";

let folder, gateway, exited, sandbox;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "chopay-ws-"));
  gateway = spawn(process.env.CHOPAY, ["sandbox", "--listen", "127.0.0.1:0", "--data", folder],
                  { stdio: "ignore" });
  exited = once(gateway, "exit");  // a test may have ended it before the end
  sandbox = await until(() => readFile(join(folder, "sandbox.json"), "utf8").then(JSON.parse).catch(() => null),
    "the sandbox's start");
});

after(async () => {
  gateway.kill();
  await exited;
  await rm(folder, { recursive: true });
});

const bearer = (key) => ({ Authorization: `Bearer ${key}` });

/** An open WebSocket with the events that came in. */
async function listen(path = "/v1/stalls/A12/events", headers = bearer(sandbox.api_key), options = {}) {
  const socket = new WebSocket(sandbox.url.replace("http", "ws") + path, { headers, ...options });
  socket.heard = [];
  socket.pings = 0;
  socket.on("message", (text) => socket.heard.push(JSON.parse(text)));
  socket.on("ping", () => { socket.pings += 1; });
  await Promise.race([once(socket, "open"), once(socket, "error").then(([error]) => { throw error; })]);
  return socket;
}

/** A payment of A12 that nobody asked for, as the aggregator tells of it. */
async function pay(amount) {
  const at = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19).replace("T", " ");
  const id = Math.floor(Math.random() * 1e12);
  const body = JSON.stringify({ id, gateway: "BIDV", transactionDate: at, accountNumber: "9903000000112",
    content: "chuyen tien", transferType: "in", transferAmount: amount, referenceCode: `FT${id}` });
  const time = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", sandbox.source.secret).update(`${time}.${body}`).digest("hex");
  const answer = await fetch(`${sandbox.url}/callbacks/${sandbox.source.id}`, { method: "POST", body,
    headers: { "X-SePay-Timestamp": time, "X-SePay-Signature": `sha256=${mac}` } });
  assert.equal(answer.status, 200);
}

test("a credit reaches a WebSocket with the event stream's own id, and a return misses nothing", async () => {
  const socket = await listen();
  await pay(11_000);
  await until(() => socket.heard.length > 0, "the credit");
  const { id, event, data } = socket.heard[0];
  assert.match(id, /^ha-long-1:\d+$/);
  assert.equal(event, "credit");
  assert.equal(data.amount, 11_000);
  socket.close();
  await once(socket, "close");
  await pay(12_000);
  await pay(13_000);
  const again = await listen(undefined, { ...bearer(sandbox.api_key), "Last-Event-ID": id });
  await pay(14_000);
  await until(() => again.heard.length >= 3, "what came meanwhile");
  assert.deepEqual(again.heard.map((one) => one.data.amount), [12_000, 13_000, 14_000]);
  again.terminate();
});

test("a ping is answered, a client that says something else or too much is let go", async () => {
  const socket = await listen();
  const answered = once(socket, "pong");
  socket.ping("here");
  assert.equal(String((await answered)[0]), "here");
  socket.send("a word that nobody reads");
  await pay(21_000);
  await until(() => socket.heard.length > 0, "still there after a small word");
  socket.send("x".repeat(200));
  await once(socket, "close");
});

test("the permissions are those of the event stream", async () => {
  const refused = async (path, headers, options) => {
    const error = await listen(path, headers, options).then(() => null, (one) => one);
    return error && Number(String(error.message).replace(/.*: /, ""));
  };
  assert.equal(await refused("/v1/stalls/A12/events", {}), 401);
  assert.equal(await refused("/v1/stalls/A12/events", bearer("ck_" + "x".repeat(43))), 401);
  assert.equal(await refused("/v1/stalls/A11/events", bearer(sandbox.till.split("?key=")[1])), 403);
  assert.equal(await refused("/v1/stalls", bearer(sandbox.api_key)), 200, "no stream, no WebSocket");
  assert.equal(await refused("/v1/stalls/A12/events", bearer(sandbox.api_key),
    { origin: "https://evil.example" }), 403, "another site's page");
});

test("one that is silent to two pings is let go", { timeout: 240_000 }, async () => {
  const { hostname, port, host } = new URL(sandbox.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /v1/stalls/A12/events HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\n` +
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
    `Authorization: Bearer ${sandbox.api_key}\r\n\r\n`);
  let got = "";
  socket.on("data", (bytes) => { got += bytes.toString("latin1"); });
  await once(socket, "close");
  assert.match(got, /^HTTP\/1\.1 101 .*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/s);
});

test("a stop of the server is said", async () => {
  const socket = await listen();
  const closed = once(socket, "close");
  gateway.kill();
  assert.equal((await closed)[0], 1001);
});
