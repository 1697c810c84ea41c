// A gateway without a market: `chopay serve` on an empty folder.

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Starts it. @param {string} data the folder of its ledger
 * `isNew`: it has no market yet, and so prints a link.
 * @returns {Promise<{origin: string, link?: string, stop: () => Promise<void>}>} `link`: the first that it prints
 */
export async function serve(data, listen, { isNew = true } = {}) {
  const child = spawn(process.env.CHOPAY, ["serve", "--data", data, "--listen", listen]);
  const over = new Promise((done) => { child.on("exit", done); });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { said += text; });
  const stop = async () => {
    child.kill("SIGTERM");
    await over;
  };
  for (let i = 0; i < 2_400; ++i) {
    const origin = said.match(/"serving".*?(http:[^"]+)/)?.[1];
    const link = said.match(/^ {2}(http:\S+)$/m)?.[1];
    // It was printed before the log says so, but through another pipe.
    if (origin && (link || !isNew)) return { origin, link, stop };
    await sleep(25);
  }
  throw new Error(said);
}
