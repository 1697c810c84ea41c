// One sale on the screen: a payment request, its code, its time.

import { formatAmount, formatLeft } from "./money.js";
import { byId } from "./page.js";

const causes = {
  401: "Phiên đã hết. Mở lại liên kết của sạp.",
  403: "Liên kết này không tạo mã cho sạp.",
  429: "Quá nhanh. Chờ một chút rồi thử lại.",
  503: "Sổ cái đang bận. Thử lại sau ít giây.",
};

/** What went wrong, as a sentence for the vendor; status 0 when there was no answer. */
class Refusal extends Error {
  constructor(why, status = 0) {
    super(why);
    this.status = status;
  }
}

async function call(method, path, headers = {}, body = undefined) {
  let response;
  try {
    response = await fetch(path, { method, headers, body, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new Refusal("Chưa gửi được. Xem mạng rồi thử lại.");
  }
  if (!response.ok) {
    throw new Refusal(causes[response.status] ?? "Chưa làm được. Thử lại.", response.status);
  }
  return response.json();
}

/** @param {string} id */
export function findRequest(id) {
  return call("GET", `/v1/payment-requests/${id}`);
}

/** How long the code lives, in ms, by the server's own clock: the phone's may be wrong. */
function lifetime(request) {
  return Date.parse(request.expires_at) - Date.parse(request.created_at);
}

/** Random and long enough that no two sales share it. Works without a secure context. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What is remembered of the open sale, so that a reloaded till shows it again: the request's id and
 * its end by this phone's clock. Of this tab alone, and gone with it.
 * @param {string} stall
 */
function memory(stall) {
  const name = `sale:${stall}`;
  const quietly = (deed) => {
    try {
      return deed();
    } catch {
      return null;  // a browser that keeps nothing
    }
  };
  return {
    keep: (id, ends_at) => quietly(() => sessionStorage.setItem(name, JSON.stringify({ id, ends_at }))),
    kept: () => quietly(() => JSON.parse(sessionStorage.getItem(name))),
    forget: () => quietly(() => sessionStorage.removeItem(name)),
  };
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
  const memo = memory(stall);

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
  const draw = (left_ms) => {
    byId("sale").dataset.state = "open";
    byId("sale-amount").textContent = formatAmount(request.amount);
    byId("sale-amount").classList.toggle("long", request.amount >= 10_000_000);
    byId("sale-qr").src = request.qr_svg;
    byId("sale-memo").textContent = request.memo;
    byId("sale-link").href = request.pay_url;
    byId("sale-word").textContent = "Chưa thấy tiền về";
    byId("cancel").textContent = "Hủy";
    ends_ms = performance.now() + left_ms;
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    tick();
  };
  const close = () => {
    clearInterval(ticking);
    request = null;
    memo.forget();
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
    /** @returns {number} what the code on the screen still waits for; 0 for none */
    waits: () => (request !== null && byId("sale").dataset.state === "open" ? request.amount : 0),
    /**
     * Shows the sale again that was open before the page was loaded anew, if it still waits.
     * @returns {Promise<string>} the id of one that waits no longer; empty for none. Throws when the
     *   server cannot be asked now.
     */
    async resume() {
      const before = memo.kept();
      if (!before || request !== null) return "";
      let found;
      try {
        found = await findRequest(before.id);
      } catch (why) {
        if (why.status !== 404) throw why;
        memo.forget();
        return "";
      }
      if (request !== null) return "";
      if (found.status !== "pending") {
        memo.forget();
        return before.id;
      }
      request = found;
      draw(Math.min(before.ends_at - Date.now(), lifetime(found)));
      on.onOpen();
      return "";
    },
    /** Asks for a code. The same amount again after a failure is the same sale, made once. */
    async open(amount) {
      if (attempt.amount !== amount) attempt = { amount, key: randomKey() };
      try {
        request = await call(
          "POST", "/v1/payment-requests",
          { "Content-Type": "application/json", "Idempotency-Key": attempt.key },
          JSON.stringify({ stall, amount, note: "" }));
        attempt = { amount: 0, key: "" };
        memo.keep(request.id, Date.now() + lifetime(request));
        draw(lifetime(request));
        on.onOpen();
      } catch (why) {
        if (!(why instanceof Refusal)) throw why;
        on.onRefused(why.message);
      }
    },
  };
}
