// The sandbox's shopper page: lets the simulated bank pay this code.

import { byId, worded } from "./page.js";
import "./pay.js";

const answers = { 200: worded("Đã nhận báo có (200)",
  "Notice taken (200)"), 401: worded("Chữ ký bị từ chối (401)",
  "Signature refused (401)") };

async function tryToPay(how) {
  byId("try-answer").textContent = worded("Đang gửi…", "Sending…");
  const response = await fetch(`/pay/${document.body.dataset.id}/try`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ how }),
  });
  if (!response.ok) {
    byId("try-answer").textContent = worded(`Không thử được (${response.status}).`, `Not tried (${response.status}).`);
    return;
  }
  const sent = (await response.json()).answers;
  byId("try-answer").textContent =
    sent.map(({ status }) => answers[status] ?? worded(`Trả lời ${status}`, `Answer ${status}`)).join(" · ");
}

byId("try").hidden = false;
for (const button of document.querySelectorAll("[data-how]")) {
  button.addEventListener("click", () => tryToPay(button.dataset.how));
}
