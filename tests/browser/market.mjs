// What a file of tests stands on: a gateway of its own and a browser, from its first test to its last.
// Each file runs in its own process, so importing this starts both.

import { after, before } from "node:test";

import { startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

const options = { timeout: 60_000 };

export let gateway;
export let browser;
export let origin;

before(async () => {
  gateway = await startGateway();
  origin = new URL(gateway.info.url).origin;
  browser = await startBrowser();
}, options);
after(async () => {
  await browser?.close();
  await gateway?.stop();
}, options);

/** Asks the API as the market's program; the answer's JSON. */
export async function api(path, method = "GET", body = undefined) {
  const answer = await fetch(`${origin}${path}`, {
    method, body, headers: { Authorization: `Bearer ${gateway.info.api_key}` },
  });
  return answer.json();
}

/** Opens a payment request at the stall of the till; what the API says of it. */
export function openRequest(amount) {
  return api("/v1/payment-requests", "POST", JSON.stringify({ stall: "A12", amount }));
}
