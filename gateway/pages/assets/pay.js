// The shopper's page: counts down, copies, and asks for the page again when the request changes.

import { listen } from "./feed.js";
import { formatLeft } from "./money.js";
import { byId, refresh } from "./page.js";

const known = document.body.dataset;
const started_ms = performance.now();
const lasts_ms = Math.max(0, Date.parse(known.expires) - Date.parse(known.now));

/** Copies also where the clipboard is closed to pages without https: by a selection. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** The buttons that need the script appear with it, also in parts that came later. */
function enliven() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.onclick = async () => {
      await copy(button.dataset.copy);
      button.textContent = "Đã chép";
      setTimeout(() => { button.textContent = "Chép"; }, 2000);
    };
  }
}

async function update() {
  const fresh = await refresh(["state", "code"]);
  known.status = fresh.body.dataset.status;
  known.received = fresh.body.dataset.received;
  enliven();
}

function onStatus({ status, amount_received }) {
  if (status !== known.status || String(amount_received) !== known.received) update();
}

let ticking = 0;

function tick() {
  const left = byId("left");
  if (!left || known.status !== "pending") return;
  const seconds = (lasts_ms - (performance.now() - started_ms)) / 1000;
  if (seconds > 0) {
    left.textContent = `Còn ${formatLeft(seconds)}`;
    return;
  }
  clearInterval(ticking);
  update();
}

const answers = { 200: "Đã nhận báo có (200)", 401: "Chữ ký bị từ chối (401)" };

/** Sandbox: lets the simulated bank pay this code. */
async function tryToPay(how) {
  byId("try-answer").textContent = "Đang gửi…";
  const response = await fetch(`/pay/${known.id}/try`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ how }),
  });
  if (!response.ok) {
    byId("try-answer").textContent = `Không thử được (${response.status}).`;
    return;
  }
  const sent = (await response.json()).answers;
  byId("try-answer").textContent =
    sent.map(({ status }) => answers[status] ?? `Trả lời ${status}`).join(" · ");
}

if (byId("try")) {
  byId("try").hidden = false;
  for (const button of document.querySelectorAll("[data-how]")) {
    button.addEventListener("click", () => tryToPay(button.dataset.how));
  }
}
enliven();
ticking = setInterval(tick, 1000);
tick();
listen(`/pay/${known.id}/events`, { handlers: { status: onStatus }, onState: () => {} });
