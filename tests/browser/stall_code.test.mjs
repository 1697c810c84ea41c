// The till's own encoder against the file that qr/ is held to as well (tests/qr/till_codes_test.cpp).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { bundled } from "./bundled.mjs";

const { crc16, withAmount } = await bundled("stall_code.ts");
const { drawSvg, symbolOf } = await bundled("symbol.ts");
const { codes } = JSON.parse(readFileSync(new URL("../qr/till_codes.json", import.meta.url), "utf8"));

/** As the file has them: eight modules a byte, the leftmost in the highest bit. */
function packed(row) {
  const bits = row.join("").padEnd(8 * Math.ceil(row.length / 8), "0");
  return bits.match(/.{4}/g).map((four) => parseInt(four, 2).toString(16)).join("");
}

test("The till's amount codes are the gateway's, byte for byte and module for module", () => {
  assert.ok(codes.length >= 6);
  for (const { fixed, amount, payload, rows, svg_crc } of codes) {
    assert.equal(withAmount(fixed, amount), payload);
    const symbol = symbolOf(payload);
    assert.equal(symbol.map(packed).join(" "), rows, payload);
    assert.equal(crc16(drawSvg(symbol)), svg_crc);
  }
});

test("A text that no code of the till holds is refused, not cut", () => {
  assert.throws(() => symbolOf("x".repeat(214)), RangeError);
});
