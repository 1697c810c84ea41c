// One sale on the screen: a payment request, its code, its time.

import { formatAmount, formatLeft } from "./money.js";
import { byId } from "./page.js";

const causes = {
  401: "Phiên đã hết. Mở lại liên kết riêng của quầy.",
  403: "Liên kết này không tạo mã cho quầy.",
  429: "Thao tác quá nhanh. Chờ một chút rồi thử lại.",
  503: "Sổ cái đang bận. Thử lại sau ít giây.",
};

/** What went wrong, as a sentence for the vendor. */
class Refusal extends Error {}

async function call(method, path, headers = {}, body = undefined) {
  let response;
  try {
    response = await fetch(path, { method, headers, body, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new Refusal("Chưa gửi được. Kiểm tra mạng rồi thử lại.");
  }
  if (!response.ok) throw new Refusal(causes[response.status] ?? "Chưa làm được. Thử lại.");
  return response.json();
}

/** @param {string} id */
export function findRequest(id) {
  return call("GET", `/v1/payment-requests/${id}`);
}

/** Random and long enough that no two sales share it. Works without a secure context. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The sale's screen.
 * @param {string} stall
 * @param {{ onOpen: () => void, onClose: () => void, onRefused: (why: string) => void }} on
 */
export function sales(stall, on) {
  let request = null;
  let attempt = { amount: 0, key: "" };
  let ends_ms = 0;
  let ticking = 0;

  const tick = () => {
    const left = (ends_ms - performance.now()) / 1000;
    if (left > 0) {
      byId("sale-left").textContent = `còn ${formatLeft(left)}`;
      return;
    }
    clearInterval(ticking);
    byId("sale").dataset.state = "ended";
    byId("sale-word").textContent = "Hết hạn";
    byId("sale-left").textContent = "Tạo mã mới nếu khách chưa trả.";
    byId("cancel").textContent = "Quay lại";
  };
  const draw = () => {
    byId("sale").dataset.state = "open";
    byId("sale-amount").textContent = formatAmount(request.amount);
    byId("sale-amount").classList.toggle("long", request.amount >= 10_000_000);
    byId("sale-qr").src = request.qr_svg;
    byId("sale-memo").textContent = request.memo;
    byId("sale-link").href = request.pay_url;
    byId("sale-word").textContent = "Chưa thấy tiền về";
    byId("cancel").textContent = "Hủy";
    // By the server's own clock: the phone's may be wrong.
    ends_ms = performance.now() + Date.parse(request.expires_at) - Date.parse(request.created_at);
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    tick();
  };
  const close = () => {
    clearInterval(ticking);
    request = null;
    on.onClose();
  };
  const cancel = async () => {
    const { id } = request;
    const ended = byId("sale").dataset.state === "ended";
    close();
    if (ended) return;
    await call("POST", `/v1/payment-requests/${id}/cancel`).catch((why) => on.onRefused(why.message));
  };
  byId("cancel").addEventListener("click", cancel);

  return {
    close,
    /** @param {string} id @returns {boolean} the request is the one on the screen */
    shows: (id) => request !== null && request.id === id,
    /** Asks for a code. The same amount again after a failure is the same sale, made once. */
    async open(amount) {
      if (attempt.amount !== amount) attempt = { amount, key: randomKey() };
      try {
        request = await call(
          "POST", "/v1/payment-requests",
          { "Content-Type": "application/json", "Idempotency-Key": attempt.key },
          JSON.stringify({ stall, amount, note: "" }));
        attempt = { amount: 0, key: "" };
        draw();
        on.onOpen();
      } catch (why) {
        if (!(why instanceof Refusal)) throw why;
        on.onRefused(why.message);
      }
    },
  };
}
