// The stall's code with an amount in it, made on the phone from the stall's own code: the same account
// and memo, so that the ledger knows the stall's money by it though no request was registered yet.

import { drawSvg, symbolOf } from "./symbol";

/** CRC-16/CCITT-FALSE, four hexadecimal digits. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const sign of text) {
    crc ^= sign.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; ++bit) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/** The objects of an EMVCo payload, in their order. */
function objectsOf(payload: string): [id: string, value: string][] {
  const objects: [string, string][] = [];
  for (let at = 0; at < payload.length;) {
    const length = Number(payload.slice(at + 2, at + 4));
    objects.push([payload.slice(at, at + 2), payload.slice(at + 4, at + 4 + length)]);
    at += 4 + length;
  }
  return objects;
}

const written = ([id, value]: [string, string]) => id + String(value.length).padStart(2, "0") + value;

/** @param payload of the stall's code, without an amount @param dong whole, 1 … 499,999,999 */
export function withAmount(payload: string, dong: number): string {
  const objects = objectsOf(payload).filter(([id]) => id !== "63").flatMap(([id, value]) => {
    if (id === "01") return [written([id, "12"])];
    return id === "53" ? [written([id, value]), written(["54", String(dong)])] : [written([id, value])];
  });
  const open = `${objects.join("")}6304`;
  return open + crc16(open);
}

/** A picture's address that needs no network. */
export function pictureOf(payload: string): string {
  return `data:image/svg+xml,${encodeURIComponent(drawSvg(symbolOf(payload)))}`;
}
