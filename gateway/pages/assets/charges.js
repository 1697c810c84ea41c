// What the stalls owe the board: the month's run from the price to the safe.

import { formatAmount, formatStamp } from "./money.js";
import { byId } from "./page.js";
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
const monthText = (month) => `tháng ${month.split("-").reverse().join("/")}`;

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
  for (const [path, word] of [["months", "BC-03 Bảng kê thu"], ["hand-overs", "BC-04 Nộp tiền mặt"]]) {
    for (const [ending, suffix] of [["pdf", " (PDF)"], ["xlsx", " Excel"]]) {
      links.append(element("a", ending === "pdf" ? word + suffix : suffix.trim(),
        { href: `/v1/charges/${path}/${month}.${ending}`, download: "", className: "quiet" }));
    }
  }
  return links;
}

function monthLine({ month, closed, arrears, due, cash, transfer, waived, left }) {
  const sums = `Phải thu ${formatAmount(due)} · nợ cũ ${formatAmount(arrears)} · tiền mặt ${formatAmount(cash)} · CK/QR ${formatAmount(transfer)} · miễn ${formatAmount(waived)} · còn ${formatAmount(left)}`;
  const item = line(`Kỳ ${monthText(month)}: ${closed ? "đã chốt" : "đang thu"}`, sums, papers(month));
  if (mayRun && !closed) {
    item.append(sureButton("Chốt kỳ thu", () => post(`months/${month}/close`, {}, `Đã chốt kỳ ${monthText(month)}.`)));
  }
  return item;
}

function priceLine({ tariff, name, by_area: byArea, price, zone, from }) {
  const how = byArea ? "mỗi m², mỗi tháng" : "mỗi sạp, mỗi tháng";
  return line(`${name}: ${formatAmount(price)}`,
    `${how}${zone ? ` · khu ${zone}` : ""} · từ ${monthText(from)} · mã ${tariff}`);
}

function debtLine({ stall, household, owed, before, payload, reminded_at: reminded }) {
  const small = [household];
  if (before > 0) small.push(`nợ kỳ trước ${formatAmount(before)}`);
  small.push(reminded ? `nhắc lúc ${formatStamp(new Date(reminded))}` : "chưa nhắc");
  const item = line(`${stall}: ${formatAmount(owed)}`, small.join(" · "));
  if (payload) {
    item.append(element("a", "Mã QR để gửi",
      { href: `/v1/stalls/${stall}/charge.svg`, target: "_blank", rel: "noopener", className: "quiet" }));
  }
  if (mayCollect) {
    const button = element("button", "Đã nhắc", { type: "button", className: "quiet" });
    button.setAttribute("aria-label", `Đã nhắc sạp ${stall}`);
    button.addEventListener("click", () => post("reminders", { stall }, `Đã ghi: nhắc sạp ${stall}.`));
    item.append(button);
  }
  return item;
}

function handOverLine({ entry, date, collector, amount }) {
  const item = line(`${collector} nộp ${formatAmount(amount)}`, `${dayText(date)} · chờ người khác xác nhận`);
  if (mayRun) {
    item.append(lineForm("Xác nhận", [["counted", "Số tiền đếm được", String(amount)]],
      ({ counted }) => post(`hand-overs/${entry}/confirm`, { counted: dong(counted) }, "Đã xác nhận tiền nộp.")));
  }
  return item;
}

function unnamedLine({ entry, date, amount, left, parts }) {
  const item = line(`${formatAmount(amount)}, còn ${formatAmount(left)} chưa rõ`, `${dayText(date)} · bút toán ${entry}`);
  for (const part of mayRun ? parts : []) {
    item.append(sureButton(`Rút lại ${part.stall}: ${formatAmount(part.amount)}`,
      () => post(`unnamed/${entry}/parts/${part.entry}/take-back`, {}, `Đã rút lại khỏi sạp ${part.stall}.`)));
  }
  if (mayRun && left > 0) {
    item.append(lineForm("Ghi cho sạp", [["stall", "Mã sạp", ""], ["amount", "Số tiền", String(left)]],
      ({ stall, amount: part }) => post(`unnamed/${entry}/parts`, { stall, amount: dong(part) }, `Đã ghi cho sạp ${stall}.`)));
  }
  return item;
}

async function load(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function list() {
  const [all, owing] = await Promise.all([load("/v1/charges"), load("/v1/charges/reminders")]);
  if (!all || !owing) return say("Chưa tải được số liệu. Thử lại.", "bad");
  fillList("months", [...all.months].reverse().map(monthLine), "Chưa mở kỳ thu nào.");
  fillList("debts", owing.debtors.map(debtLine), "Không sạp nào còn nợ.");
  fillList("cash", all.cash.map(({ collector, held, handed }) => line(`${collector}: ${formatAmount(held)}`,
    handed > 0 ? `đã nộp, chờ xác nhận ${formatAmount(handed)}` : "chưa nộp")), "Không ai giữ tiền mặt.");
  byId("hand-overs").replaceChildren(...all.hand_overs.map(handOverLine));
  fillList("unnamed", all.unnamed.map(unnamedLine), "Không có.");
  fillList("prices", all.tariffs.map(priceLine), "Chưa có đơn giá.");
}

/** @param {string} id of a form that the page may not have @param {(typed: any) => Promise<boolean>} send */
function onSubmit(id, send) {
  byId(id)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (await send(Object.fromEntries(new FormData(form)))) form.reset();
  });
}

onSubmit("open", ({ month }) => post(`months/${month}/open`, {}, `Đã mở kỳ ${monthText(month)}.`));
onSubmit("price", ({ tariff, name, by, price, from }) => post("tariffs",
  { tariff, name, by_area: by === "area", price: dong(price), from }, "Đã lưu đơn giá."));
// One id for what was typed, so that a second press after a lost answer is the same payment. Ids are
// the collector's own, so the time is enough.
const newId = () => Date.now().toString(36);
let payment = newId();
onSubmit("collect", async ({ stall, amount }) => {
  const ok = await post("payments", { stall, amount: dong(amount), id: payment }, `Đã ghi tiền mặt của sạp ${stall}.`);
  if (ok) payment = newId();
  return ok;
});
onSubmit("hand-over", ({ amount }) => post("hand-overs", { amount: dong(amount) }, "Đã ghi tiền nộp, chờ xác nhận."));
onSubmit("waiver", ({ stall, amount, why }) => post("waivers", { stall, amount: dong(amount), why }, `Đã miễn, giảm cho sạp ${stall}.`));

list();
