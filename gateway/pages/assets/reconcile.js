// Until the day's money is explained: whose it is, what the bank's statement says, and the day's close.

import { formatAmount, formatStamp } from "./money.js";
import { byId, worded } from "./page.js";
import { act, forgetPress, isSure, say } from "./deeds.js";
import { csrf } from "./session.js";

const hints = {
  exact_amount: worded("đúng số tiền", "same amount"),
  near_time: worded("gần giờ tạo mã", "near in time"),
  similar_text: worded("nội dung giống", "similar text"),
  same_account: worded("cùng tài khoản", "same account"),
};
const verdicts = {
  matched: worded("Đã có trong sổ cái", "In the ledger"),
  missing_in_ledger: worded("Sổ cái còn thiếu", "Missing in the ledger"),
  amount_differs: worded("Khác số tiền", "Another amount"),
  duplicate: worded("Trùng", "Twice"),
  undecided: worded("Chưa rõ, cần người xem", "Undecided, for a person to see"),
  reversal: worded("Ngân hàng hủy", "Reversed by the bank"),
  outgoing: worded("Tiền ra", "Outgoing"),
  missing_in_statement: worded("Sao kê không có", "Missing in the statement"),
};

/** @returns {HTMLElement} */
function element(tag, text = "", properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(text);
  return made;
}

function line(name, small) {
  const item = element("li");
  const words = element("span", name);
  words.append(element("small", small));
  item.append(words);
  return item;
}

async function assign(credit, stall, request) {
  const part = { stall, amount: credit.amount, ...(request ? { request } : {}) };
  const { ok, word } = await act("POST", `/v1/credits/${credit.seq}/allocations`, { parts: [part] });
  await list();
  say(ok ? worded(`Đã ghi ${formatAmount(credit.amount)} cho sạp ${stall}.`,
    `${formatAmount(credit.amount)} entered for stall ${stall}.`) : word, ok ? "good" : "bad");
}

/** One press of the first suggestion that there is asks, the second does it. */
function suggestion(credit, { stall, request, hints: why }) {
  const button = element("button", `${stall}: ${why.map((hint) => hints[hint] ?? hint).join(", ")}`,
    { type: "button", className: "quiet" });
  button.addEventListener("click", async () => {
    if (button.disabled || !isSure(button)) return;
    button.disabled = true;
    await assign(credit, stall, request);
  });
  return button;
}

function byHand(credit) {
  const form = element("form", "", { className: "steps" });
  const label = worded("Mã sạp", "Stall code");
  const input = element("input", "", { name: "stall", required: true, autocomplete: "off", maxLength: 16, placeholder: label });
  input.setAttribute("aria-label", label);
  form.append(input, element("button", worded("Ghi cho sạp", "Enter for the stall"), { type: "submit", className: "quiet" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    assign(credit, input.value.trim().toUpperCase(), null);
  });
  return form;
}

function creditLine(credit) {
  const item = line(formatAmount(credit.amount),
    `${formatStamp(new Date(credit.occurred_at))} · ${credit.account} · ${credit.source}`);
  item.append(...credit.suggestions.map((one) => suggestion(credit, one)), byHand(credit));
  return item;
}

/** Takes the credit's newest explanation back, by two presses. */
function explainedLine(credit) {
  const whose = (credit.parts ?? []).map((part) => part.stall).join(", ");
  const item = line(whose ? `${formatAmount(credit.amount)} · ${whose}` : formatAmount(credit.amount),
    `${formatStamp(new Date(credit.occurred_at))} · ${credit.account} · ${credit.source}`);
  const button = element("button", worded("Hoàn tác", "Undo"), { type: "button", className: "quiet" });
  button.addEventListener("click", async () => {
    if (button.disabled || !isSure(button)) return;
    button.disabled = true;
    const { ok, word } = await act("POST", `/v1/credits/${credit.seq}/allocations/${credit.allocations.at(-1)}/undo`, {});
    await list();
    say(ok ? worded(`Đã hoàn tác ${formatAmount(credit.amount)}.`, `${formatAmount(credit.amount)} undone.`)
      : word, ok ? "good" : "bad");
  });
  item.append(button);
  return item;
}

async function list() {
  const answer = await fetch("/v1/suspense", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return say(worded("Chưa tải được số liệu. Thử lại.", "The figures were not loaded. Try again."), "bad");
  const { credits, explained } = await answer.json();
  const none = element("li", worded("Không có khoản nào.", "Nothing."), { className: "none" });
  byId("unmatched").replaceChildren(...(credits.length > 0 ? credits.map(creditLine) : [none]));
  byId("explained").replaceChildren(...explained.map(explainedLine));
  byId("explained-part").hidden = explained.length === 0;
}

/** Sends the statement; with `commit` what it alone has is posted. @returns {Promise<any>} null: it was refused */
async function send(commit) {
  const [file] = byId("statement-file").files;
  const bank = byId("statement-bank").value.trim();
  const query = new URLSearchParams({ ...(bank ? { bank } : {}), ...(commit ? { commit: "true" } : {}) });
  const answer = await fetch(`/v1/statements?${query}`, { method: "POST", body: file, headers: await csrf() }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (answer?.ok) return told;
  say(worded(`Chưa đọc được sao kê (${told?.code ?? "mất mạng"}): ${told?.detail ?? ""}`,
    `The statement was not read (${told?.code ?? "offline"}): ${told?.detail ?? ""}`), "bad");
  return null;
}

function forgetComparison() {
  byId("commit").hidden = true;
  byId("compared").replaceChildren();
}

// What was compared is what is entered: another file or bank must be compared first.
byId("statement").addEventListener("input", forgetComparison);

byId("statement").addEventListener("submit", async (event) => {
  event.preventDefault();
  forgetComparison();
  const told = await send(false);
  if (!told) return;
  const found = Object.entries(verdicts).filter(([name]) => told.summary[name]?.count > 0);
  byId("compared").replaceChildren(...found.map(([name, word]) =>
    line(`${word}: ${told.summary[name].count}`, formatAmount(told.summary[name].sum))));
  byId("commit").hidden = told.summary.missing_in_ledger.count === 0;
  say(worded(`Đã so: ${told.lines.length} dòng, ${told.account}. Chưa ghi gì.`,
    `Compared: ${told.lines.length} lines, ${told.account}. Nothing was entered.`));
});

byId("commit").addEventListener("click", async () => {
  byId("commit").hidden = true;
  const told = await send(true);
  if (!told) return;
  const posted = told.lines.filter((one) => one.posted === "posted").length;
  byId("compared").replaceChildren();
  await list();
  say(worded(`Đã ghi ${posted} khoản còn thiếu.`, `${posted} missing entered.`));
});

const closing = byId("close").querySelector("button");

// The second press closes the day that the first asked about.
byId("close-day").addEventListener("input", () => forgetPress(closing));

byId("close").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!isSure(closing)) return;
  const day = byId("close-day").value;
  const { ok, word: why } = await act("POST", `/v1/days/${day}/close`, {});
  forgetPress(closing);
  const shown = day.split("-").reverse().join("/");
  say(ok ? worded(`Đã chốt ngày ${shown}.`, `${shown} is closed.`) : why, ok ? "good" : "bad");
});

list();
