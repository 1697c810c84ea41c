// What a file of tests stands on: a gateway of its own and a browser, from its first test to its last.
// Each file runs in its own process, so importing this starts both.

import { after } from "node:test";

import { startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

// Awaited here and not in a before(): a file's own before() would run without waiting for this one's.
export const gateway = await startGateway();
export const browser = await startBrowser();
export const origin = new URL(gateway.info.url).origin;

after(async () => {
  await browser.close();
  await gateway.stop();
}, { timeout: 300_000 });

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
