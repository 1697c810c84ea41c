import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// A browser module, which node takes as one only by its media type.
const script = await readFile(new URL("../../gateway/pages/assets/money.js", import.meta.url), "utf8");
const { formatAmount, formatClock, formatDay, formatLeft, formatMoment, formatStamp } =
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
  const moment = new Date("2026-11-24T18:05:09Z");
  assert.equal(formatStamp(moment), "25/11/2026 01:05");
  assert.equal(formatDay(moment), "25/11/2026");
  assert.equal(formatClock(new Date("2026-12-31T16:59:59Z")), "23:59");
});

test("A moment of another day says which", () => {
  const now = new Date();
  assert.equal(formatMoment(now), formatClock(now));
  assert.equal(formatMoment(new Date("2020-02-28T17:00:00Z")), "29/02 00:00");
});
