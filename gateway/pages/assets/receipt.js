// Checks the receipt in the page: that its entry stands in the tree that the log has signed. Needs
// nothing but the receipt and the log's key, so anybody can do the same elsewhere.

import { byId } from "./page.js";

const utf8 = new TextEncoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

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
  const [name, id, key] = verifier.trim().split(/\+(.{8})\+/);
  const line = signatures.find((each) => each.startsWith(`— ${name} `));
  if (!line) return false;
  const signature = bytesOf(line.slice(name.length + 3));
  const marked = [...signature.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const imported = await crypto.subtle.importKey("raw", bytesOf(key).slice(1), "Ed25519", false, ["verify"]);
  return marked === id && crypto.subtle.verify("Ed25519", imported, signature.slice(4), utf8.encode(text));
}

/** True where the receipt proves its first line. */
export async function proves(receipt, verifier) {
  const [head, origin, ...signed] = receipt.split("\n\n");
  const [entry, header, index, ...path] = head.split("\n");
  if (header !== "c2sp.org/tlog-proof@v1" || !index.startsWith("index ")) return false;
  const text = `${origin}\n`;
  const [, size, root] = text.split("\n");
  const leaf = await sha256([0], utf8.encode(entry));
  const found = await rootOf(index.slice(6), size, leaf, path.map(bytesOf));
  return found !== null && same(found, bytesOf(root)) && isSigned(text, signed.join("\n\n").split("\n"), verifier);
}

async function check() {
  const [receipt, key] = await Promise.all([fetch(byId("receipt-file").href), fetch(byId("log-key").href)]);
  if (!receipt.ok || !key.ok) return "Sổ cái chưa ký. Thử lại sau.";
  const good = await proves(await receipt.text(), await key.text());
  document.body.dataset.proof = good ? "good" : "bad";
  return good ? "Đúng: biên nhận này nằm trong sổ cái đã ký." : "KHÔNG ĐÚNG: đừng tin biên nhận này.";
}

byId("print").hidden = false;
byId("print").addEventListener("click", () => print());
check().catch(() => "Trình duyệt này không kiểm tra được. Tải tệp về để kiểm tra.")
  .then((word) => { byId("proof").textContent = word; });
