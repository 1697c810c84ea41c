// What the stalls owe the board: the month's run from the price to the safe.

import { formatAmount, formatStamp } from "./money.js";
import { byId, worded } from "./page.js";
import { act, isSure, say } from "./deeds.js";

const { runs, collects } = document.body.dataset;
const mayRun = runs === "yes";
const mayCollect = collects === "yes";

/** @returns {HTMLElement} */
function element(tag, text = "", properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(text);
  return made;
}

function line(name, small, ...more) {
  const item = document.createElement("li");
  const words = element("span", name);
  words.append(element("small", small));
  item.append(words, ...more);
  return item;
}

function fillList(id, items, nothing) {
  byId(id).replaceChildren(...(items.length > 0 ? items : [element("li", nothing, { className: "none" })]));
}

/** "1.250.000" → 1250000; NaN for what is no number. */
const dong = (text) => (/^[\d. ]+$/.test(text) ? Number(text.replaceAll(/[. ]/g, "")) : NaN);
const dayText = (day) => day.split("-").reverse().join("/");
const monthText = (month) => worded(`tháng ${month.split("-").reverse().join("/")}`,
  month.split("-").reverse().join("/"));

async function post(path, body, done) {
  const { ok, word } = await act("POST", `/v1/charges/${path}`, body);
  await list();
  say(ok ? done : word, ok ? "good" : "bad");
  return ok;
}

/** A button that asks once more before it does what cannot be taken back. */
function sureButton(text, deed) {
  const button = element("button", text, { type: "button", className: "quiet" });
  button.addEventListener("click", async () => {
    if (button.disabled || !isSure(button)) return;
    button.disabled = true;
    await deed();
  });
  return button;
}

/** A small form in a line; `send` gets what was typed. */
function lineForm(label, fields, send) {
  const form = element("form", "", { className: "steps" });
  for (const [name, title, value] of fields) {
    const input = element("input", "", { name, value, required: true, autocomplete: "off" });
    input.setAttribute("aria-label", title);
    input.placeholder = title;
    form.append(input);
  }
  form.append(element("button", label, { type: "submit", className: "quiet" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(Object.fromEntries(new FormData(form)));
  });
  return form;
}

function papers(month) {
  const links = element("span", "", { className: "links" });
  for (const [path, word] of [["months", worded("BC-03 Bảng kê thu",
    "BC-03 Collections")], ["hand-overs", worded("BC-04 Nộp tiền mặt",
    "BC-04 Cash handed over")]]) {
    for (const [ending, suffix] of [["pdf", " (PDF)"], ["xlsx", " Excel"]]) {
      links.append(element("a", ending === "pdf" ? word + suffix : suffix.trim(),
        { href: `/v1/charges/${path}/${month}.${ending}`, download: "", className: "quiet" }));
    }
  }
  return links;
}

function monthLine({ month, closed, arrears, due, cash, transfer, waived, left }) {
  const sums = worded(`Phải thu ${formatAmount(due)} · nợ cũ ${formatAmount(arrears)} · tiền mặt ${formatAmount(cash)} · CK/QR ${formatAmount(transfer)} · miễn ${formatAmount(waived)} · còn ${formatAmount(left)}`,
    `Due ${formatAmount(due)} · arrears ${formatAmount(arrears)} · cash ${formatAmount(cash)} · QR ${formatAmount(transfer)} · waived ${formatAmount(waived)} · left ${formatAmount(left)}`);
  const item = line(worded(`Kỳ ${monthText(month)}: ${closed ? "đã chốt" : "đang thu"}`,
    `Period ${monthText(month)}: ${closed ? "closed" : "open"}`), sums, papers(month));
  if (mayRun && !closed) {
    item.append(sureButton(worded("Chốt kỳ thu",
      "Close the period"), () => post(`months/${month}/close`, {}, worded(`Đã chốt kỳ ${monthText(month)}.`,
      `Period ${monthText(month)} closed.`))));
  }
  return item;
}

function priceLine({ tariff, name, by_area: byArea, price, zone, from }) {
  const how = byArea ? worded("mỗi m², mỗi tháng",
    "each m², each month") : worded("mỗi sạp, mỗi tháng",
    "each stall, each month");
  return line(`${name}: ${formatAmount(price)}`,
    worded(`${how}${zone ? ` · khu ${zone}` : ""} · từ ${monthText(from)} · mã ${tariff}`, `${how}${zone ? ` · zone ${zone}` : ""} · from ${monthText(from)} · code ${tariff}`));
}

function debtLine({ stall, household, owed, before, payload, reminded_at: reminded }) {
  const small = [household];
  if (before > 0) small.push(worded(`nợ kỳ trước ${formatAmount(before)}`, `brought forward ${formatAmount(before)}`));
  small.push(reminded ? worded(`nhắc lúc ${formatStamp(new Date(reminded))}`,
    `reminded ${formatStamp(new Date(reminded))}`) : worded("chưa nhắc",
    "not reminded"));
  const item = line(`${stall}: ${formatAmount(owed)}`, small.join(" · "));
  if (payload) {
    item.append(element("a", worded("Mã QR để gửi", "QR code to send"),
      { href: `/v1/stalls/${stall}/charge.svg`, target: "_blank", rel: "noopener", className: "quiet" }));
  }
  if (mayCollect) {
    const button = element("button", worded("Đã nhắc", "Reminded"), { type: "button", className: "quiet" });
    button.setAttribute("aria-label", worded(`Đã nhắc sạp ${stall}`, `Reminded stall ${stall}`));
    button.addEventListener("click", () => post("reminders", { stall }, worded(`Đã ghi: nhắc sạp ${stall}.`,
      `Noted: stall ${stall} was reminded.`)));
    item.append(button);
  }
  return item;
}

function handOverLine({ entry, date, collector, amount }) {
  const item = line(worded(`${collector} nộp ${formatAmount(amount)}`,
    `${collector} handed over ${formatAmount(amount)}`), worded(`${dayText(date)} · chờ người khác xác nhận`,
    `${dayText(date)} · waits for another person`));
  if (mayRun) {
    item.append(lineForm(worded("Xác nhận",
      "Confirm"), [["counted", worded("Số tiền đếm được",
      "Amount counted"), String(amount)]],
      ({ counted }) => post(`hand-overs/${entry}/confirm`, { counted: dong(counted) }, worded("Đã xác nhận tiền nộp.",
        "The cash is confirmed."))));
  }
  return item;
}

function unnamedLine({ entry, date, amount, left, parts }) {
  const item = line(worded(`${formatAmount(amount)}, còn ${formatAmount(left)} chưa rõ`,
    `${formatAmount(amount)}, ${formatAmount(left)} of it unknown`), worded(`${dayText(date)} · bút toán ${entry}`,
    `${dayText(date)} · entry ${entry}`));
  for (const part of mayRun ? parts : []) {
    item.append(sureButton(worded(`Rút lại ${part.stall}: ${formatAmount(part.amount)}`,
      `Take back ${part.stall}: ${formatAmount(part.amount)}`),
      () => post(`unnamed/${entry}/parts/${part.entry}/take-back`, {}, worded(`Đã rút lại khỏi sạp ${part.stall}.`,
        `Taken back from stall ${part.stall}.`))));
  }
  if (mayRun && left > 0) {
    item.append(lineForm(worded("Ghi cho sạp",
      "Enter for the stall"), [["stall", worded("Mã sạp",
      "Stall code"), ""], ["amount", worded("Số tiền",
      "Amount"), String(left)]],
      ({ stall, amount: part }) => post(`unnamed/${entry}/parts`, { stall, amount: dong(part) }, worded(`Đã ghi cho sạp ${stall}.`,
        `Entered for stall ${stall}.`))));
  }
  return item;
}

async function load(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function list() {
  const [all, owing] = await Promise.all([load("/v1/charges"), load("/v1/charges/reminders")]);
  if (!all || !owing) return say(worded("Chưa tải được số liệu. Thử lại.",
    "The figures were not loaded. Try again."), "bad");
  fillList("months", [...all.months].reverse().map(monthLine), worded("Chưa mở kỳ thu nào.",
    "No period was opened yet."));
  fillList("debts", owing.debtors.map(debtLine), worded("Không sạp nào còn nợ.", "No stall owes anything."));
  fillList("cash", all.cash.map(({ collector, held, handed }) => line(`${collector}: ${formatAmount(held)}`,
    handed > 0 ? worded(`đã nộp, chờ xác nhận ${formatAmount(handed)}`,
      `handed over, to be confirmed ${formatAmount(handed)}`) : worded("chưa nộp",
      "not handed over"))), worded("Không ai giữ tiền mặt.",
      "Nobody holds cash."));
  byId("hand-overs").replaceChildren(...all.hand_overs.map(handOverLine));
  fillList("unnamed", all.unnamed.map(unnamedLine), worded("Không có.", "None."));
  fillList("prices", all.tariffs.map(priceLine), worded("Chưa có đơn giá.", "No prices yet."));
}

/** @param {string} id of a form that the page may not have @param {(typed: any) => Promise<boolean>} send */
function onSubmit(id, send) {
  byId(id)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (await send(Object.fromEntries(new FormData(form)))) form.reset();
  });
}

onSubmit("open", ({ month }) => post(`months/${month}/open`, {}, worded(`Đã mở kỳ ${monthText(month)}.`,
  `Period ${monthText(month)} opened.`)));
onSubmit("price", ({ tariff, name, by, price, from }) => post("tariffs",
  { tariff, name, by_area: by === "area", price: dong(price), from }, worded("Đã lưu đơn giá.",
    "The price is saved.")));
// One id for what was typed, so that a second press after a lost answer is the same payment. Ids are
// the collector's own, so the time is enough.
const newId = () => Date.now().toString(36);
let payment = newId();
onSubmit("collect", async ({ stall, amount }) => {
  const ok = await post("payments", { stall, amount: dong(amount), id: payment }, worded(`Đã ghi tiền mặt của sạp ${stall}.`,
    `Cash of stall ${stall} entered.`));
  if (ok) payment = newId();
  return ok;
});
onSubmit("hand-over", ({ amount }) => post("hand-overs", { amount: dong(amount) }, worded("Đã ghi tiền nộp, chờ xác nhận.",
  "Entered; another person confirms it.")));
onSubmit("waiver", ({ stall, amount, why }) => post("waivers", { stall, amount: dong(amount), why }, worded(`Đã miễn, giảm cho sạp ${stall}.`,
  `Waived for stall ${stall}.`)));

list();
