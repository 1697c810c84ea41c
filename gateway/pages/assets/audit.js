// The board's audit: the checkpoint's signature is checked at once, an entry's proof when asked.

import { byId, dropKey, worded } from "./page.js";
import { complaintOf, signs } from "./proof.js";

const market = document.body.dataset.market;
const note = byId("checkpoint")?.textContent;
const key = byId("key")?.textContent;

function tell(place, look, text) {
  place.dataset.look = look;
  place.textContent = text;
}

const untold = worded("Trình duyệt này không kiểm tra được. Thử trình duyệt mới hơn.",
  "This browser cannot check it. Try a newer one.");

async function prove(row) {
  const place = row.querySelector(".verdict");
  tell(place, "wait", worded("Đang kiểm tra…", "Checking…"));
  const seq = Number(row.dataset.seq);
  const answer = await fetch(`/v1/receipts/${market}/${seq}`, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return tell(place, "warn", worded(`Chưa lấy được chứng minh (${answer?.status ?? "mất mạng"}). Thử lại.`,
    `The proof was not fetched (${answer?.status ?? "offline"}). Try again.`));
  const receipt = await answer.text();
  const complaint = await complaintOf(receipt, key, { market, seq, hash: row.dataset.hash, note })
    .catch(({ name }) => (name === "NotSupportedError" ? null : worded("chứng minh không đọc được",
      "the proof cannot be read")));
  if (complaint === null) return tell(place, "warn", untold);
  if (complaint) return tell(place, "bad", worded(`✗ KHÔNG ĐÚNG: ${complaint}. Đừng tin bản này của sổ.`,
    `✗ WRONG: ${complaint}. Do not trust this copy of the ledger.`));
  tell(place, "good", worded("✓ Đúng: bút toán này nằm trong sổ cái đã ký, chưa bị sửa.",
    "✓ Right: this entry is in the signed ledger, unchanged."));
}

async function checkNote() {
  const good = await signs(note, key);
  tell(byId("signed"), good ? "good" : "bad",
    good ? worded("✓ Chữ ký của điểm chốt đúng với khóa của sổ cái.",
      "✓ The checkpoint is signed with the ledger's key.") : worded("✗ KHÔNG ĐÚNG: chữ ký không phải của khóa này.",
      "✗ WRONG: the signature is not of this key."));
}

dropKey();
if (note && crypto.subtle) {
  checkNote().catch(() => tell(byId("signed"), "warn", untold));
  for (const row of document.querySelectorAll('.entries [data-shown="yes"]')) {
    const button = row.querySelector(".prove");
    button.hidden = false;
    button.addEventListener("click", () => prove(row));
  }
} else if (note) {
  tell(byId("signed"), "warn", untold);
}
