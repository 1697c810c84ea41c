// The full screen that says what a credit meant. Shown only for an event of the ledger.

import { AMOUNT_TINY, formatAmount, formatMoment } from "./money.js";
import { byId } from "./page.js";

const GREEN_MS = 6_000;
const LONG = "9.999.999 ₫".length;

/** Too little: what is missing, if the request could be asked in time. */
function shortFace(got, request) {
  if (!request) {
    return {
      look: "bad", word: "NHẬN THIẾU – mới nhận", amount: got, detail: "",
      say: `Chú ý! Nhận thiếu. Mới nhận ${got}.`,
    };
  }
  const missing = request.amount - request.amount_received;
  const [asked, received, lacks] =
    [request.amount, request.amount_received, missing].map(formatAmount);
  return {
    look: "bad", word: "THIẾU", amount: lacks, missing,
    detail: `Đã nhận ${received} / cần ${asked}`,
    say: `Chú ý! Nhận thiếu. Thiếu ${lacks}: cần ${asked}, mới nhận ${received}.`,
  };
}

/** The same while an open code of another sale waits: must not be taken for that code's money. */
function otherFace(looks, credit, waiting) {
  const fixed = credit.verdict === "static";
  const waits = `mã ${formatAmount(waiting)} vẫn chờ`;
  const told = `${fixed ? "Không phải mã đang mở" : "Của đơn khác"} – ${waits}`;
  const say = `${looks.say} ${told}.`;
  if (looks.look !== "good") {
    return { ...looks, say, other: true, detail: [looks.detail, told].filter(Boolean).join(". ") };
  }
  const word = fixed ? "Qua mã QR của sạp" : "Đơn khác đã nhận";
  return { ...looks, say, other: true, word, detail: told };
}

/**
 * Words and colour for a credit. The colour is never the only sign, and the largest number is what
 * the vendor must act on: what came, or what is missing.
 * @param {any} credit as in the stall's events
 * @param {any} request the payment request it belongs to, as the API shows it now; null for none
 * @param {number} waiting what an open code of another sale waits for; 0 for none
 */
export function face(credit, request, waiting = 0) {
  const looks = ownFace(credit, request);
  return waiting > 0 ? otherFace(looks, credit, waiting) : looks;
}

function ownFace(credit, request) {
  const got = formatAmount(credit.amount);
  const asked = request && formatAmount(request.amount);
  switch (credit.verdict) {
    case "short":
      return shortFace(got, request);
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
        detail: credit.verdict === "static" ? "Qua mã QR của sạp" : "Đủ số tiền của mã QR",
        say: `Đã nhận ${got}.`,
      };
  }
}

/**
 * The screen itself. Green goes by itself; a warning waits until someone has seen it, and comes
 * back when a newer credit has covered it.
 * @param {(missing: number) => void} onRest called to ask for what is missing
 * @param {(look: "good" | "warn" | "bad") => void} call reaches a vendor who does not look
 */
export function outcomes(onRest, call) {
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
    screen.dataset.sale = looks.other ? "other" : "own";
    byId("outcome-word").textContent = looks.word;
    byId("outcome-amount").textContent = looks.amount;
    byId("outcome-amount").classList.toggle("long", looks.amount.length > LONG);
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
    show(credit, request, waiting) {
      clearTimeout(timer);
      if (shown && shown.looks.look !== "good") covered.push(shown);
      shown = { looks: face(credit, request, waiting), credit };
      draw(shown);
      call(shown.looks.look === "good" && shown.looks.other ? "warn" : shown.looks.look);
      byId("say-now").textContent = shown.looks.say;
    },
  };
}
