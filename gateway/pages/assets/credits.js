// The list of the last credits.

import { AMOUNT_TINY, formatAmount, formatMoment } from "./money.js";
import { byId } from "./page.js";

const SHOWN_MAX = 20;

const words = {
  paid: ["good", "Đã nhận đủ"],
  static: ["good", "Mã QR của sạp"],
  short: ["bad", "Nhận thiếu"],
  over: ["warn", "Nhận thừa"],
  late: ["warn", "Tiền về muộn"],
  again: ["warn", "Nhận trùng"],
};

/** Colour and word of a credit; a tiny one is never green. */
function faceOf({ verdict, amount }) {
  const [look, word] = words[verdict] ?? ["warn", "Đang kiểm tra"];
  return look === "good" && amount < AMOUNT_TINY ? ["bad", "Dưới 1.000\u00a0₫"] : [look, word];
}

function row(credit) {
  const [look, word] = faceOf(credit);
  const item = document.createElement("li");
  item.dataset.look = look;
  const time = formatMoment(new Date(credit.occurred_at));
  const parts = { time, word, sum: formatAmount(credit.amount) };
  for (const [name, text] of Object.entries(parts)) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    item.append(part);
  }
  return item;
}

/** Credits by their place in the ledger: an event and the list may both bring one. */
export function creditList() {
  const known = new Map();

  const draw = () => {
    const newest = [...known.values()].sort((a, b) => b.seq - a.seq).slice(0, SHOWN_MAX);
    byId("credits").replaceChildren(...newest.map(row));
    byId("no-credits").hidden = newest.length > 0;
  };
  return {
    /** @param {any[]} credits */
    add(credits) {
      for (const credit of credits) known.set(credit.seq, credit);
      draw();
    },
  };
}
