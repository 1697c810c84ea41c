// One stall of the registry: its devices, the correction of its wording, and the request for another
// payee account.

import { formatStamp } from "./money.js";
import { byId, refresh, worded } from "./page.js";
import { act, isSure, say } from "./deeds.js";
import { invite, load, row } from "./invite.js";

const { stall } = document.body.dataset;

async function list() {
  const answer = await load("/v1/keys");
  if (!answer) return;
  const keys = answer.keys.filter((key) => key.stall === stall);
  byId("devices").replaceChildren(...keys.map((key) => row({
    name: key.name ?? worded("Máy của chủ hộ", "Owner's device"),
    small: key.used_at ? worded(`Dùng lúc ${formatStamp(new Date(key.used_at))}`,
      `Used at ${formatStamp(new Date(key.used_at))}`) : worded("Chưa dùng",
      "Not used yet"),
    own: key.own, path: `/v1/keys/${key.id}`,
  }, list)));
  // The household's own device lets in the further ones.
  byId("invite").hidden = keys.length > 0;
}

byId("invite").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = byId("device").value.trim();
  await invite({ role: "till", stall, name }, name || worded(`sạp ${stall}`, `stall ${stall}`));
});

/** What was typed otherwise than it is registered. @returns {object | null} null: no number */
function corrected() {
  const body = {};
  for (const name of ["name", "household", "trade"]) {
    const field = byId(name);
    if (field.value !== field.defaultValue) body[name] = field.value.trim();
  }
  const zone = byId("zone");
  if (!zone.selectedOptions[0].defaultSelected) body.zone = zone.value;
  const area = byId("area");
  if (area.value !== area.defaultValue) {
    const metres = Number(area.value.trim().replace(",", "."));
    if (!Number.isFinite(metres) || metres < 0) return null;
    body.area_dm2 = Math.round(metres * 100);
  }
  return body;
}

byId("correct").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = corrected();
  if (!body) return say(worded("Diện tích phải là một số, ví dụ 12,5.",
    "The area must be a number, for example 12,5."), "bad");
  if (Object.keys(body).length === 0) return say(worded("Không có gì thay đổi.", "Nothing was changed."));
  const { ok, word } = await act("POST", `/v1/stalls/${stall}/correction`, body);
  if (ok) await refresh(["facts", "correct"]).catch(() => {});
  say(ok ? worded("Đã lưu.", "Saved.") : word, ok ? "good" : "bad");
});

byId("payee-bank").addEventListener("focus", async () => {
  const answer = await load("/v1/banks");
  byId("banks").replaceChildren(...(answer?.banks ?? []).map((bank) => new Option(bank.name, bank.short_name)));
}, { once: true });

byId("payee").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!isSure(form.querySelector("button"))) return;
  const { bank, account, holder } = Object.fromEntries(new FormData(form));
  const body = { bank: bank.trim(), account: account.trim().toUpperCase(), holder: holder.trim() };
  const { ok, word } = await act("POST", `/v1/stalls/${stall}/payee-change`, body);
  if (ok) form.reset();
  say(ok ? worded("Đã gửi đề nghị. Hộ kinh doanh phải đồng ý trên máy của hộ.",
    "Asked. The household must agree on its own device.") : word, ok ? "good" : "bad");
});

list();
