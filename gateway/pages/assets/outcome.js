// The full screen that says what a credit meant. Shown only for an event of the ledger.

import { AMOUNT_TINY, formatAmount, formatMoment } from "./money.js";
import { byId } from "./page.js";

const GREEN_MS = 6_000;

/**
 * Words and colour for a credit. The colour is never the only sign.
 * @param {any} credit as in the stall's events
 * @param {any} request the payment request it belongs to, as the API shows it now; null for none
 */
export function face(credit, request) {
  const got = formatAmount(credit.amount);
  const asked = request && formatAmount(request.amount);
  switch (credit.verdict) {
    case "short":
      return {
        look: "bad", word: "NHẬN THIẾU", amount: got,
        detail: request ? `Cần ${asked}, mới nhận ${formatAmount(request.amount_received)}` : "",
        say: `Chú ý! Nhận thiếu. ${request ? `Cần ${asked}, ` : ""}mới nhận ${got}.`,
        missing: request ? request.amount - request.amount_received : 0,
      };
    case "over":
      return {
        look: "warn", word: "NHẬN THỪA", amount: got,
        detail: request ? `Cần ${asked}, thừa ${formatAmount(request.amount_received - request.amount)}` : "",
        say: `Nhận thừa. Đã nhận ${got}.`,
      };
    case "late":
      return {
        look: "warn", word: "TIỀN VỀ MUỘN", amount: got,
        detail: "Mã đã hết hạn hoặc đã hủy", say: `Tiền về muộn: ${got}.`,
      };
    case "again":
      return {
        look: "warn", word: "NHẬN TRÙNG", amount: got,
        detail: "Đơn này đã trả rồi. Chỉ hoàn về đúng tài khoản đã chuyển.",
        say: `Nhận trùng: ${got}.`,
      };
    default:
      if (credit.amount < AMOUNT_TINY) {
        return {
          look: "bad", word: "Chú ý! Chỉ nhận", amount: got, detail: "Dưới 1.000\u00a0₫",
          say: `Chú ý! Chỉ nhận ${got}.`,
        };
      }
      return {
        look: "good", word: "Đã nhận", amount: got,
        detail: credit.verdict === "static" ? "Qua mã QR của quầy" : "Đủ số tiền của mã QR",
        say: `Đã nhận ${got}.`,
      };
  }
}

/**
 * The screen itself. Green goes by itself; a warning waits until someone has seen it, and comes
 * back when a newer credit has covered it.
 * @param {(missing: number) => void} onRest called to ask for what is missing
 */
export function outcomes(onRest) {
  /** @type {any[]} */
  const covered = [];
  let shown = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    shown = covered.pop() ?? null;
    if (shown) draw(shown);
    else byId("outcome").hidden = true;
  };
  const draw = ({ looks, credit }) => {
    const screen = byId("outcome");
    screen.hidden = true;  // starts the fuse anew
    screen.dataset.look = looks.look;
    byId("outcome-word").textContent = looks.word;
    byId("outcome-amount").textContent = looks.amount;
    byId("outcome-amount").classList.toggle("long", credit.amount >= 10_000_000);
    byId("outcome-detail").textContent = looks.detail;
    byId("outcome-time").textContent = formatMoment(new Date(credit.occurred_at));
    byId("outcome-rest").hidden = !(looks.missing > 0);
    byId("outcome-rest").textContent =
      looks.missing > 0 ? `Tạo mã thu nốt ${formatAmount(looks.missing)}` : "";
    void screen.offsetWidth;
    screen.hidden = false;
    byId("outcome-back").focus({ preventScroll: true });
    if (looks.look === "good") timer = setTimeout(hide, GREEN_MS);
  };
  byId("outcome-back").addEventListener("click", hide);
  byId("outcome-rest").addEventListener("click", () => {
    const missing = shown.looks.missing;
    hide();
    onRest(missing);
  });

  return {
    show(credit, request) {
      clearTimeout(timer);
      if (shown && shown.looks.look !== "good") covered.push(shown);
      shown = { looks: face(credit, request), credit };
      draw(shown);
      const calm = shown.looks.look !== "good";
      byId("say-now").textContent = calm ? "" : shown.looks.say;
      byId("say").textContent = calm ? shown.looks.say : "";
    },
  };
}
