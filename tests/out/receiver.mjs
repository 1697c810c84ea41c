// A program outside that is told things: keeps every request, answers as it is told to.

import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const WAIT_MS_MAX = 60_000;

/** Waits until `isSo()` gives something, and gives that; says what did not come. */
export async function until(isSo, what) {
  const end = Date.now() + WAIT_MS_MAX;
  while (Date.now() < end) {
    const found = await isSo();
    if (found) return found;
    await sleep(20);
  }
  throw new Error(`not within ${WAIT_MS_MAX} ms: ${what}`);
}

/** A receiver on a free port; `answer(request)` gives the status of each answer. */
export async function startReceiver(answer = () => 200) {
  const requests = [];
  const server = createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const bytes = Buffer.concat(pieces);
      const got = { path: request.url, headers: request.headers, bytes, body: bytes.toString(),
        at: performance.now() };
      requests.push(got);
      response.statusCode = answer(got);
      response.end();
    });
  });
  await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** The first request that the test accepts, once it is there. */
    wait: (accepts) => until(() => requests.find(accepts), `such a request among ${JSON.stringify(requests)}`),
    stop: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}
