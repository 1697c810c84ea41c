// The vendor's till. Green comes from one place only: a credit event of the stall's ledger stream.

import { attention } from "./attention.js";
import { creditList } from "./credits.js";
import { devices } from "./devices.js";
import { listen } from "./feed.js";
import { keypad } from "./keypad.js";
import { formatClock } from "./money.js";
import { outcomes } from "./outcome.js";
import { byId, dropKey } from "./page.js";
import { findRequest, sales } from "./sale.js";

dropKey();

const { stall, market } = document.body.dataset;
const path = `/v1/stalls/${encodeURIComponent(stall)}`;
const list = creditList();

/** @param {"enter" | "sale" | "fixed" | "devices"} view */
function show(view) {
  for (const id of ["enter", "sale", "fixed", "devices"]) byId(id).hidden = id !== view;
  scrollTo(0, 0);
}

const keys = keypad((amount) => sale.open(amount));
const sale = sales(stall, {
  onOpen: () => {
    keys.clear();
    show("sale");
    byId("sale-amount").focus({ preventScroll: true });
    byId("say").textContent = "Đã tạo mã QR. Chờ thanh toán.";
  },
  onClose: () => show("enter"),
  onRefused: (why) => {
    show("enter");
    keys.hint(why);
  },
});
const outcome = outcomes((missing) => sale.open(missing), attention());

byId("show-fixed").addEventListener("click", () => {
  byId("fixed-qr").src = `${path}/code.svg`;
  show("fixed");
  byId("fixed-title").focus({ preventScroll: true });
});
byId("hide-fixed").addEventListener("click", () => show("enter"));

const others = devices(stall);
byId("show-devices").addEventListener("click", () => {
  show("devices");
  others.open();
});
byId("hide-devices").addEventListener("click", () => show("enter"));

/** @param {number} ms */
function noLaterThan(ms) {
  return new Promise((done) => { setTimeout(done, ms, null); });
}

async function onCredit(credit) {
  list.add([credit]);
  // What is missing or too much stands in the request. Without it the words still hold, so a slow
  // answer does not keep the vendor waiting.
  const unequal = credit.verdict === "short" || credit.verdict === "over";
  const request = unequal
    ? await Promise.race([findRequest(credit.request).catch(() => null), noLaterThan(1500)])
    : null;
  if (sale.shows(credit.request)) sale.close();
  if (credit.verdict === "static" && !byId("fixed").hidden) show("enter");
  outcome.show(credit, request, sale.waits());
}

function onRequest({ request, status }) {
  if (status === "cancelled" && sale.shows(request)) sale.close();
}

let contact = new Date();

function onState(connected, status) {
  const before = byId("link").dataset.state;
  const ended = status === 401 || status === 403;
  const state = connected ? "up" : ended ? "ended" : "down";
  if (state === before) return;
  if (before === "up") contact = new Date();
  byId("link").dataset.state = state;
  byId("link-word").textContent = connected ? "Đã kết nối" : "Đang kết nối lại";
  byId("offline").hidden = connected;
  byId("offline-word").textContent = ended
    ? "Phiên đã hết. Mở lại liên kết riêng của sạp."
    : `Mất mạng – số liệu lúc ${formatClock(contact)} – đừng giao hàng khi chưa thấy xanh`;
  if (before === "wait") return;
  byId("say").textContent = connected ? "Đã kết nối lại" : "";
  byId("say-now").textContent = connected ? "" : byId("offline-word").textContent;
}

function startLater(status) {
  onState(false, status);
  setTimeout(start, 2000);
}

/**
 * The last credits first, then everything behind them: no credit can fall between the two. The sale
 * that was open before a reload is asked for in between, so its money is told whenever it came.
 */
async function start() {
  const answer = await fetch(`${path}/credits?limit=20`).catch(() => null);
  if (!answer?.ok) return startLater(answer?.status ?? 0);
  const { credits } = await answer.json();
  list.add(credits);
  let settled;
  try {
    settled = await sale.resume();
  } catch (why) {
    return startLater(why.status);
  }
  const missed = credits.find((credit) => credit.request === settled);
  if (settled && missed) onCredit(missed);
  listen(`${path}/events`, {
    cursor: `${market}:${credits[0]?.seq ?? 0}`,
    handlers: { credit: onCredit, request: onRequest },
    onState,
  });
}

start();
