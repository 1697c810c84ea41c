// Starts the real program as a sandbox, on a free port and with its own data.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 60_000;
const DAY_MS = 86_400_000;
const VIETNAM_MS = 7 * 3_600_000;  // ahead of UTC, all year
const MIDNIGHT_MARGIN_MS = 180_000;

function program() {
  const path = process.env.CHOPAY;
  if (!path) throw new Error("CHOPAY must name the chopay program");
  return path;
}

async function readWhenThere(file, isOver) {
  const end = Date.now() + START_MS_MAX;
  while (Date.now() < end) {
    if (isOver()) throw new Error(`chopay ended before it was ready: ${isOver()}`);
    const text = await readFile(file, "utf8").catch(() => "");
    if (text.trimEnd().endsWith("}")) return JSON.parse(text);
    await sleep(50);
  }
  throw new Error(`chopay did not write ${file} within ${START_MS_MAX} ms`);
}

/** One run of the program. */
class Run {
  constructor(data, listen, more) {
    this.said = "";
    this.child = spawn(program(), ["sandbox", "--listen", listen, "--data", data, ...more]);
    this.over = new Promise((done) => {
      this.child.on("exit", (code, signal) => done(`${signal ?? code}\n${this.said}`));
      this.child.on("error", (error) => done(error.message));
    });
    this.over.then((how) => { this.how = how; });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on("data", (text) => { this.said += text; });
    }
  }

  async stop() {
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS_MAX);
    await this.over;
    clearTimeout(late);
  }
}

/** Waits until Vietnam's next day where that begins soon: a test that begins on a day ends on it. */
async function clearOfMidnight() {
  const left_ms = DAY_MS - (Date.now() + VIETNAM_MS) % DAY_MS;
  if (left_ms < MIDNIGHT_MARGIN_MS) await sleep(left_ms + 1_000);
}

/** A gateway with fresh data; `info` is what sandbox.json says. `more` are further options. */
export async function startGateway(more = []) {
  await clearOfMidnight();
  const data = await mkdtemp(join(tmpdir(), "chopay-browser-"));
  const file = join(data, "sandbox.json");
  let run;
  const start = async (listen) => {
    // Where the program itself puts it aside: it takes its keys up from there.
    await rename(file, `${file}.earlier`).catch(() => {});
    run = new Run(data, listen, more);
    return readWhenThere(file, () => run.how);
  };
  const info = await start("127.0.0.1:0");
  return {
    info,
    data,
    halt: () => run.stop(),
    /** What it has written to its log. */
    said: () => run.said,
    /** Again on the same port and data, as after a power cut. */
    resume: () => start(new URL(info.url).host),
    async stop() {
      await run.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
