// The board's audit: the checkpoint's signature is checked at once, an entry's proof when asked.

import { byId, dropKey } from "./page.js";
import { complaintOf, signs } from "./proof.js";

const market = document.body.dataset.market;
const note = byId("checkpoint")?.textContent;
const key = byId("key")?.textContent;

function tell(place, look, text) {
  place.dataset.look = look;
  place.textContent = text;
}

const untold = "Trình duyệt này không kiểm tra được. Thử trình duyệt mới hơn.";

async function prove(row) {
  const place = row.querySelector(".verdict");
  tell(place, "wait", "Đang kiểm tra…");
  const seq = Number(row.dataset.seq);
  const answer = await fetch(`/v1/receipts/${market}/${seq}`, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return tell(place, "warn", `Chưa lấy được chứng minh (${answer?.status ?? "mất mạng"}). Thử lại.`);
  const receipt = await answer.text();
  const complaint = await complaintOf(receipt, key, { market, seq, hash: row.dataset.hash, note })
    .catch(({ name }) => (name === "NotSupportedError" ? null : "chứng minh không đọc được"));
  if (complaint === null) return tell(place, "warn", untold);
  if (complaint) return tell(place, "bad", `✗ KHÔNG ĐÚNG: ${complaint}. Đừng tin bản này của sổ.`);
  tell(place, "good", "✓ Đúng: bút toán này nằm trong sổ cái đã ký, chưa bị sửa.");
}

async function checkNote() {
  const good = await signs(note, key);
  tell(byId("signed"), good ? "good" : "bad",
    good ? "✓ Chữ ký của điểm chốt đúng với khóa của sổ cái." : "✗ KHÔNG ĐÚNG: chữ ký không phải của khóa này.");
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
