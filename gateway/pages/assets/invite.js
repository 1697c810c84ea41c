// Lists of devices and people on the board's pages, and the code that lets another one in.

import { formatClock } from "./money.js";
import { byId, worded } from "./page.js";
import { act, isSure, say } from "./deeds.js";

/** Shows the code of an invitation once; it is nowhere else. */
export async function invite(body, called) {
  const { ok, data, word } = await act("POST", "/v1/invitations", body);
  if (!ok) return say(word, "bad");
  const code = new DOMParser().parseFromString(data.qr_svg, "image/svg+xml").documentElement;
  byId("invited-qr").replaceChildren(code);
  byId("invited-name").textContent = called;
  byId("invited-until").textContent = formatClock(new Date(data.expires_at));
  byId("invited").hidden = false;
  say(worded(`Đã tạo mã mời cho ${called}.`, `Invitation made for ${called}.`));
  byId("invited").scrollIntoView({ block: "center" });
}

/** One that may come in, with a button that takes it back, unless it is who looks or is not theirs to. */
export function row({ name, small, own, stays = false, path }, reload) {
  const item = document.createElement("li");
  const who = document.createElement("span");
  const more = document.createElement("small");
  who.textContent = name;
  more.textContent = own ? worded(`${small} · bạn`, `${small} · you`) : small;
  who.append(more);
  item.append(who);
  if (own || stays) return item;
  const button = document.createElement("button");
  const of = document.createElement("span");
  button.type = "button";
  button.className = "quiet";
  button.textContent = worded("Thu hồi", "Revoke");
  of.className = "unseen";
  of.textContent = worded(` quyền của ${name}`, ` ${name}`);
  button.append(of);
  button.addEventListener("click", async () => {
    if (button.disabled || !isSure(button)) return;
    button.disabled = true;
    const { ok, word } = await act("DELETE", path);
    await reload();
    say(ok ? worded(`Đã thu hồi quyền của ${name}.`, `${name} was revoked.`) : word, ok ? "good" : "bad");
  });
  item.append(button);
  return item;
}

/** @returns {Promise<any>} the API's answer, or null */
export async function load(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}
