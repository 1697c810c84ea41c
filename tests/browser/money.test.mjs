import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// A browser module, which node takes as one only by its media type.
const script = await readFile(new URL("../../gateway/pages/assets/money.js", import.meta.url), "utf8");
const { formatAmount, formatLeft, formatStamp } =
  await import(`data:text/javascript,${encodeURIComponent(script)}`);

test("Sums have dots, and the sign cannot part from them", () => {
  assert.equal(formatAmount(0), "0\u00a0₫");
  assert.equal(formatAmount(1_250_000), "1.250.000\u00a0₫");
});

test("Time left is minutes and seconds, and hours are called hours", () => {
  const said = [[-5, "0:00"], [0, "0:00"], [0.2, "0:01"], [754, "12:34"], [3599, "59:59"],
    [3600, "1 giờ"], [3661, "1 giờ 1 phút"], [86_375, "23 giờ 59 phút"], [86_400, "24 giờ"]];
  for (const [seconds, words] of said) assert.equal(formatLeft(seconds), words);
});

test("A printed moment is on Vietnam's clock, day first", () => {
  assert.equal(formatStamp(new Date("2026-11-24T18:05:09Z")), "25/11/2026 01:05");
});
