// Checks, with nothing but the log's key, what a log says: that a checkpoint is signed, and that a
// receipt's entry stands in the tree of its checkpoint. Anybody can do the same elsewhere.

import { worded } from "./page.js";

const utf8 = new TextEncoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

const leafOf = (entry) => sha256([0], utf8.encode(entry));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The root that the path leads to (RFC 9162 §2.1.3.2); null where it has the wrong length. */
async function rootOf(index, size, leaf, path) {
  let [at, last, hash] = [BigInt(index), BigInt(size) - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return null;
    if (at & 1n || at === last) {
      hash = await sha256([1], sibling, hash);
      while (!(at & 1n) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else {
      hash = await sha256([1], hash, sibling);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n ? hash : null;
}

/** The checkpoint's text is signed by the key, "<name>+<id>+<base64(type, key)>". */
async function isSigned(text, signatures, verifier) {
  const [, name, id, key] = verifier.trim().match(/^([^+]+)\+(.{8})\+(.+)$/);  // base64 has "+" too
  const line = signatures.find((each) => each.startsWith(`— ${name} `));
  if (!line) return false;
  const signature = bytesOf(line.slice(name.length + 3));
  const imported = await crypto.subtle.importKey("raw", bytesOf(key).slice(1), "Ed25519", false, ["verify"]);
  return hexOf(signature.slice(0, 4)) === id &&
    crypto.subtle.verify("Ed25519", imported, signature.slice(4), utf8.encode(text));
}

/** A receipt's parts; null where it has another form. */
function partsOf(receipt) {
  const [head, origin, ...signed] = receipt.split("\n\n");
  const [entry, header, index, ...path] = head.split("\n");
  if (header !== "c2sp.org/tlog-proof@v1" || !index?.startsWith("index ") || origin === undefined) return null;
  const text = `${origin}\n`;
  const [, size, root] = text.split("\n");
  return { entry, index: index.slice(6), path, text, size, root, signatures: signed.join("\n\n").split("\n") };
}

/** True where the note is a checkpoint that the key has signed. */
export async function signs(note, verifier) {
  const [origin, ...signed] = note.split("\n\n");
  return isSigned(`${origin}\n`, signed.join("\n\n").split("\n"), verifier);
}

/** True where the receipt proves its first line. */
export async function proves(receipt, verifier) {
  const parts = partsOf(receipt);
  if (!parts) return false;
  const found = await rootOf(parts.index, parts.size, await leafOf(parts.entry), parts.path.map(bytesOf));
  return found !== null && same(found, bytesOf(parts.root)) && isSigned(parts.text, parts.signatures, verifier);
}

/**
 * What is wrong with a receipt that shall prove the entry with this hash; empty where nothing is.
 * @param {{market: string, seq: number, hash: string, note: string}} asked `note`: the checkpoint
 * that the reader has seen: of a tree of its size there is one root only.
 */
export async function complaintOf(receipt, verifier, asked) {
  const parts = partsOf(receipt);
  if (!parts) return worded("câu trả lời không phải là một chứng minh", "the answer is no proof");
  if (hexOf(await leafOf(parts.entry)) !== asked.hash) return worded("nội dung khác với bút toán trong danh sách",
    "it has other contents than the entry in the list");
  const { market, seq } = JSON.parse(parts.entry);
  if (market !== asked.market || seq !== asked.seq || parts.index !== String(seq - 1)) return worded("đây là bút toán khác",
    "it is another entry");
  const [, size, root] = asked.note.split("\n");
  if (parts.size === size && parts.root !== root) return worded("sổ cái có hai bản khác nhau",
    "there are two different ledgers");
  return await proves(receipt, verifier) ? "" : worded("bút toán không nằm trong sổ cái đã ký",
    "the entry is not in the signed ledger");
}
