import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const web = fileURLToPath(new URL("../../gateway/web/", import.meta.url));

test("The till's types hold", { timeout: 300_000 }, () => {
  const { status, stdout } = spawnSync("node_modules/.bin/tsc", ["-p", "."], { cwd: web, encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
