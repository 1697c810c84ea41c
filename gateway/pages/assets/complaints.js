// What customers complained of to the board: noted, listed, and how each ended.

import { act } from "./deeds.js";
import { formatStamp } from "./money.js";
import { byId, worded } from "./page.js";

const LISTED_MAX = 20;

const when = (instant) => formatStamp(new Date(instant));

function tell(word) {
  byId("complaint-word").textContent = word;
}

/** A field and a button that say how the complaint ended. */
function ending({ id, text }) {
  const form = document.createElement("form");
  const result = document.createElement("input");
  const done = document.createElement("button");
  form.className = "fields";
  result.required = true;
  result.maxLength = 120;
  result.placeholder = worded("Đã giải quyết thế nào", "How it was settled");
  result.setAttribute("aria-label", `${result.placeholder}: ${text}`);
  done.className = "quiet";
  done.textContent = worded("Đã xử lý", "Settled");
  form.append(result, done);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await act("POST", `/v1/complaints/${id}/settle`, { result: result.value.trim() });
    tell(answer.ok ? worded("Đã ghi kết quả.", "The result is noted.") : answer.word);
    const settledByAnother = ["changed_meanwhile", "complaint_settled"].includes(answer.code ?? "");
    if (answer.ok || settledByAnother) await list();
  });
  return form;
}

function item(complaint) {
  const { at, stall, text, settled_at, result } = complaint;
  const line = document.createElement("li");
  const more = document.createElement("small");
  line.textContent = `${stall ? `${stall}: ` : ""}${text}`;
  more.textContent = `${when(at)} · ${settled_at
    ? `${worded("xong", "settled")} ${when(settled_at)}: ${result}` : worded("chưa xong", "open")}`;
  line.append(more);
  if (!settled_at) line.append(ending(complaint));
  return line;
}

async function list() {
  const answer = await fetch("/v1/complaints", { cache: "no-store" });
  if (!answer.ok) return;
  const { complaints } = await answer.json();
  const open = complaints.filter(({ settled_at }) => !settled_at);
  const done = complaints.filter(({ settled_at }) => settled_at);
  byId("complaints").replaceChildren(...[...open, ...done].slice(0, LISTED_MAX).map(item));
}

byId("complaint").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = byId("complaint");
  const stall = form.elements.stall.value.trim();
  const body = { text: form.elements.text.value.trim(), ...(stall && { stall }) };
  const answer = await act("POST", "/v1/complaints", body);
  tell(answer.ok ? worded("Đã ghi.", "Noted.") : answer.word);
  if (!answer.ok) return;
  form.reset();
  await list();
});
list();
