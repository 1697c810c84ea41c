// What somebody's authenticator app shows.

import { createHmac } from "node:crypto";

const STEP_MS = 30_000;

/** The six digits of RFC 6238. */
function codeAt(base32, step) {
  const bits = [...base32].map((digit) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit)
    .toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** @returns {() => string} the code of now, or the one after: each one is good once */
export function authenticator(secret) {
  const base32 = secret.replaceAll(" ", "");
  let lastStep = 0;
  return () => {
    lastStep = Math.max(lastStep + 1, Math.floor(Date.now() / STEP_MS));
    return codeAt(base32, lastStep);
  };
}
