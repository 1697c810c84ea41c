// What somebody's authenticator app shows.

import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const MARGIN_MS = 10_000; // for typing it and sending it

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

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * @returns {() => string} a code that is good for some seconds more and was not given yet: the one before, that
 * of now, or, after a wait, the next
 */
export function authenticator(secret) {
  const base32 = secret.replaceAll(" ", "");
  let lastStep = 0;
  return () => {
    const now = Math.floor(Date.now() / STEP_MS);
    const left = (now + 1) * STEP_MS - Date.now();
    lastStep = Math.max(lastStep + 1, left > MARGIN_MS ? now - 1 : now);
    if (lastStep > now) sleep(left + 50);
    return codeAt(base32, lastStep);
  };
}
